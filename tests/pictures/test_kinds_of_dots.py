"""A picture comes out as it looks, whatever camera, scanner or telephone made it."""

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
