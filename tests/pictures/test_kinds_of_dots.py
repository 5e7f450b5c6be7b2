"""A picture comes out as it looks, whatever camera, scanner or phone made it."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from pictures import cleaning
from pictures.cleaning import clean


def _cleaned(picture, kind="PNG", **options):
    written = BytesIO()
    picture.save(written, kind, **options)
    return Image.open(clean(ContentFile(written.getvalue(), name="a")))


def test_sixteen_bits_of_grey_are_as_dark_as_they_were():
    wide = Image.new("I;16", (2, 1))
    wide.putpixel((0, 0), 30_000)
    wide.putpixel((1, 0), 65_535)
    out = _cleaned(wide).convert("L")
    assert (abs(out.getpixel((0, 0)) - 117) <= 1, out.getpixel((1, 0))) == (True, 255)


@pytest.mark.parametrize(
    ("mode", "unseen"), [("L", 7), ("RGB", (7, 8, 9)), ("P", 0), ("1", 0), ("I;16", 7)]
)
def test_a_colour_that_stands_for_nothing_still_does(mode, unseen):
    picture = Image.new(mode, (2, 1), unseen)
    picture.putpixel((1, 0), {"RGB": (200, 0, 0), "I;16": 40_000}.get(mode, 1))
    out = _cleaned(picture, transparency=unseen).convert("RGBA")
    assert [out.getpixel((at, 0))[3] for at in (0, 1)] == [0, 255]


def _png(depth, colour_type, dots, unseen):
    """A PNG of one row, as scanners write it; Pillow writes only eight bits of each."""

    def chunk(name, data):
        ends = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + ends

    wide = len(dots) * 8 // (depth * {0: 1, 2: 3}[colour_type])
    head = struct.pack(">IIBBBBB", wide, 1, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*part)
        for part in [
            (b"IHDR", head),
            (b"tRNS", struct.pack(f">{len(unseen)}H", *unseen)),
            (b"IDAT", zlib.compress(b"\0" + dots)),
            (b"IEND", b""),
        ]
    )


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (_png(1, 0, b"\x40", [1]), [255, 0]),
        (_png(2, 0, b"\x1b", [1]), [255, 0, 255, 255]),
        (_png(4, 0, b"\x08", [8]), [255, 0]),
        (_png(8, 0, b"\x01\x08", [8]), [255, 0]),
        (_png(16, 0, struct.pack(">2H", 0x8000, 0x00FF), [0x00FF]), [255, 0]),
        (
            _png(16, 2, struct.pack(">6H", 1, 2, 3, 0x8000, 0x4000, 9), [0x8000, 0x4000, 9]),
            [255, 0],
        ),
        (
            _png(16, 2, struct.pack(">6H", 0x1000, 0x2000, 0x3000, 16 << 8, 0, 0), [16, 32, 48]),
            [255, 255],
        ),
    ],
    ids=["1", "2", "4", "8", "16", "colours", "a fainter colour"],
)
def test_the_colour_that_stands_for_nothing_is_counted_as_the_dots_are(data, seen):
    out = Image.open(clean(ContentFile(data, name="a"))).convert("RGBA")
    assert [out.getpixel((at, 0))[3] for at in range(len(seen))] == seen


def _grey_profile():
    """A profile of light in proportion to the numbers: half of it looks brighter than sRGB's."""
    parts = [
        (b"desc", b"desc\0\0\0\0" + struct.pack(">I", 5) + b"grey\0" + b"\0" * 79),
        (b"wtpt", b"XYZ \0\0\0\0" + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)),
        (b"kTRC", b"curv\0\0\0\0" + struct.pack(">IHH", 1, 256, 0)),
        (b"cprt", b"text\0\0\0\0abc\0"),
    ]
    table, body = struct.pack(">I", len(parts)), b""
    for name, data in parts:
        table += name + struct.pack(">II", 132 + 12 * len(parts) + len(body), len(data))
        body += data
    head = struct.pack(
        ">4sI4s4s4s6H4s28x3I48x", b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ",
        2016, 1, 1, 0, 0, 0, b"acsp", 0xF6D6, 0x10000, 0xD32D,
    )[:124]  # fmt: skip
    whole = head + table + body
    return struct.pack(">I", len(whole) + 4) + whole


@pytest.mark.parametrize("options", [{}, {"transparency": 3}])
@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_grey_looks_as_its_profile_says_whatever_shines_through(mode, options):
    half = {"L": 128, "LA": (128, 200), "I;16": 128 * 257}[mode]
    options = {} if mode == "LA" else options
    out = _cleaned(Image.new(mode, (2, 2), half), icc_profile=_grey_profile(), **options)
    assert abs(out.convert("RGBA").getpixel((0, 0))[0] - 188) <= 1


def test_ink_on_paper_keeps_its_colours():
    out = _cleaned(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG").convert("RGB")
    red, green, blue = out.getpixel((4, 4))
    assert red > 240 and green < 15 and blue < 15


def test_grey_with_a_profile_of_colours_is_taken_as_it_is():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = _cleaned(Image.new("L", (2, 2), 90), icc_profile=profile)
    assert out.convert("L").getpixel((0, 0)) == 90


def test_what_shines_through_lies_on_white_where_the_kind_has_no_such_thing():
    out = _cleaned(Image.new("RGBA", (16, 16), (0, 0, 0, 0)), "HEIF")
    assert out.format == "JPEG" and min(out.getpixel((8, 8))) > 250


def test_several_pictures_in_one_file_give_the_first():
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    for kind in ("MPO", "GIF", "PNG", "WEBP"):
        out = _cleaned(first, kind, save_all=True, append_images=[second]).convert("RGB")
        assert out.getpixel((4, 4))[0] > 240, kind


def test_the_ceiling_is_in_bytes_unpacked(monkeypatch):
    monkeypatch.setattr(cleaning, "MOST_BYTES", 99)
    assert _cleaned(Image.new("L", (9, 9))).size == (9, 9)
    with pytest.raises(ValidationError) as refused:
        _cleaned(Image.new("P", (9, 9)))
    assert refused.value.code == "too_large_picture"


def test_a_file_cut_anywhere_is_a_picture_or_a_sentence():
    written = BytesIO()
    Image.effect_noise((32, 32), 60).save(written, "JPEG", progressive=True)
    for kept in range(0, len(written.getvalue()), 97):
        with pytest.raises(ValidationError):
            clean(ContentFile(written.getvalue()[:kept], name="a"))
