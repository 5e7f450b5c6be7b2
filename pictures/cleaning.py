"""Taking everything out of an uploaded file but what can be seen."""

import fcntl
import os
import struct
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageMath, ImageOps

pillow_heif.register_heif_opener()

_SRGB = ImageCms.createProfile("sRGB")
_MEASURED_MODES = {"L", "RGB", "CMYK"}
MOST_BYTES = 208 * 1024 * 1024
"""The largest picture unpacked: some 50 million dots in colour, as the newest phones take."""
_STEPS = {"L;2": 85, "L;4": 17}
"""How far apart greys of two and four bits are in eight."""
_LOCK = threading.Lock()
_LOCK_FILE = Path(tempfile.gettempdir()) / f"reir-picture-{os.getuid()}.lock"
_WRITES: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": ("JPEG", {"quality": 92, "subsampling": 0, "optimize": True}),
    "png": ("PNG", {"optimize": True}),
    "webp": ("WEBP", {"quality": 92, "method": 4}),
}
_BECOMES = {"JPEG": "jpg", "HEIF": "jpg", "PNG": "png", "GIF": "png", "WEBP": "webp"}
# What Pillow's readers raise for files that are broken, cut off or lying.
_UNREADABLE = (
    ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip


class CleanFile(ContentFile):
    """A picture's file that `clean` has made."""


def clean(file: Any) -> CleanFile:
    """Return the picture in `file` drawn anew: upright, in sRGB, without any metadata.

    Place, time, camera, thumbnails, texts and colour profiles are gone, because only the dots are
    carried over. JPEG and HEIC become JPEG, PNG and GIF become PNG, WebP stays WebP; of moving
    pictures the first is kept. The name of the new file is only its kind («jpg»). Raises
    ValidationError with a sentence when the file cannot be read to its end as one of these.
    """
    if isinstance(file, CleanFile):
        return file
    file.seek(0)
    with _one_at_a_time():
        return _drawn_anew(file)


def _drawn_anew(file: Any) -> CleanFile:
    try:
        # The kinds are named so that no reader of Pillow's is asked that we have not chosen.
        with Image.open(file, formats=list(_BECOMES)) as picture:
            # A phone's JPEG with several pictures in it calls itself MPO.
            extension = _BECOMES.get(picture.format or "", "jpg")
            dots_in_all = picture.width * picture.height
            if (
                dots_in_all > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
                or _stored_bytes(picture) > MOST_BYTES
            ):
                raise _too_large()
            _count_unseen_in_eight_bits(picture)
            picture.load()
            dots = _only_dots(picture, opaque=extension == "jpg")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_large() from error
    except _UNREADABLE as error:
        raise ValidationError(
            _("Dette bildet kan vi ikke lese. Prøv å lagre det på nytt, og last det opp igjen."),
            code="unreadable_picture",
        ) from error
    kind, options = _WRITES[extension]
    written = BytesIO()
    dots.save(written, kind, **options)
    return CleanFile(written.getvalue(), name=f"picture.{extension}")


def _too_large() -> ValidationError:
    return ValidationError(
        _("Bildet er for stort for oss. Lagre det mindre, og last det opp igjen."),
        code="too_large_picture",
    )


def _stored_bytes(picture: Image.Image) -> int:
    """Return the memory that the dots of `picture` take, colours always in four bytes."""
    each = 1 if picture.mode in {"1", "L"} and "transparency" not in picture.info else 4
    return picture.width * picture.height * each


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one picture be unpacked on this machine at a time, whichever thread or process asks."""
    with _LOCK, _LOCK_FILE.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _only_dots(picture: Image.Image, *, opaque: bool) -> Image.Image:
    """Return the dots of `picture`, upright and in sRGB; on white where nothing may shine through.

    Each step lets go of the one before it, so that two copies at most are in memory.
    """
    profile = picture.info.get("icc_profile")
    dots = ImageOps.exif_transpose(picture)
    del picture
    if dots.mode.startswith("I"):
        dots = _of_eight_bits(dots)
    dots = _of_a_known_mode(dots)
    if profile:
        dots = _in_srgb(dots, profile)
    if dots.mode == "CMYK":
        dots = dots.convert("RGB")
    has_alpha = dots.mode in {"LA", "RGBA"}
    mode = dots.mode.removesuffix("A") if opaque and has_alpha else dots.mode
    bare = Image.new(mode, dots.size, "white" if has_alpha and opaque else None)
    bare.paste(dots, mask=dots.getchannel("A") if has_alpha and opaque else None)
    return bare


def _of_a_known_mode(dots: Image.Image) -> Image.Image:
    """Return `dots` with what shines through as a channel of its own, in grey or in colours.

    Grey stays grey: its profile is one of grey.
    """
    if dots.mode in {"LA", "RGBA"}:
        return dots
    if dots.has_transparency_data:
        return dots.convert("LA" if dots.mode == "L" else "RGBA")
    if dots.mode not in _MEASURED_MODES:
        return dots.convert("L" if dots.mode == "1" else "RGB")
    return dots


def _count_unseen_in_eight_bits(picture: Image.Image) -> None:
    """Name the colour that stands for nothing as the dots will have it: the file counts in the
    bits of its own dots, two or sixteen, and Pillow leaves it so.
    """
    unseen = picture.info.get("transparency")
    tiles = getattr(picture, "tile", [])
    stored = tiles[0][3] if tiles else ""
    if isinstance(unseen, int) and stored in _STEPS:
        picture.info["transparency"] = min(unseen * _STEPS[stored], 255)
    elif isinstance(unseen, tuple) and stored == "RGB;16B":
        picture.info["transparency"] = tuple(colour >> 8 for colour in unseen)


def _of_eight_bits(dots: Image.Image) -> Image.Image:
    """Return sixteen bits of grey as eight. Pillow's own conversion cuts off instead of scaling."""
    wide = dots.convert("I")
    grey = wide.point(lambda value: value * (1 / 257)).convert("L")
    unseen = dots.info.get("transparency")
    if isinstance(unseen, int):
        seen = ImageMath.lambda_eval(lambda found: (found["dots"] != unseen) * 255, dots=wide)
        grey.putalpha(seen.convert("L"))
    grey.info = {}
    return grey


def _in_srgb(dots: Image.Image, profile: bytes) -> Image.Image:
    """Return `dots` as their colour profile means them.

    With a broken profile, or one of another colour model, they are taken as they are.
    """
    alpha = dots.getchannel("A") if dots.mode in {"LA", "RGBA"} else None
    colours = dots if alpha is None else dots.convert(dots.mode.removesuffix("A"))
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = ImageCms.profileToProfile(colours, BytesIO(profile), _SRGB, outputMode="RGB")
        if converted is not None:
            if alpha is not None:
                converted.putalpha(alpha)
            return converted
    return dots
