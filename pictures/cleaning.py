"""Taking everything out of an uploaded file but what can be seen."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

pillow_heif.register_heif_opener()

_SRGB = ImageCms.createProfile("sRGB")
_PLAIN_MODES = {"L", "LA", "RGB", "RGBA"}
_WRITES: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": ("JPEG", {"quality": 92, "subsampling": 0, "optimize": True}),
    "png": ("PNG", {"optimize": True}),
    "webp": ("WEBP", {"quality": 92, "method": 4}),
}
_BECOMES = {"JPEG": "jpg", "HEIF": "jpg", "PNG": "png", "GIF": "png", "WEBP": "webp"}
# What Pillow's readers raise for files that are broken, cut off or lying.
_UNREADABLE = (EOFError, OSError, SyntaxError, ValueError)


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
    try:
        # The kinds are named so that no reader of Pillow's is asked that we have not chosen.
        with Image.open(file, formats=list(_BECOMES)) as picture:
            # A telephone's JPEG with several pictures in it calls itself MPO.
            extension = _BECOMES.get(picture.format or "", "jpg")
            if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise _too_large()
            picture.load()
            dots = _only_dots(picture, opaque=extension == "jpg")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
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


def _only_dots(picture: Image.Image, *, opaque: bool) -> Image.Image:
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in _PLAIN_MODES:
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if profile and upright.mode in {"RGB", "RGBA"}:
        # With a broken profile, or one of another colour model, the dots are taken as they are.
        with suppress(ImageCms.PyCMSError, OSError):
            converted = ImageCms.profileToProfile(
                upright, BytesIO(profile), _SRGB, outputMode=upright.mode
            )
            upright = converted or upright
    if opaque and upright.mode in {"LA", "RGBA"}:
        upright = upright.convert(upright.mode.removesuffix("A"))
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare
