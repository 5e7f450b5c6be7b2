"""What a phone writes into a picture does not come in."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageCms

from pictures.cleaning import CleanFile, clean
from tests.factories.pictures import SECRET, PictureFactory, file_with_secrets

BECOMES = {"JPEG": "jpg", "HEIF": "jpg", "PNG": "png", "GIF": "png", "WEBP": "webp"}


def upload(content, name="Ola hjemme.jpg"):
    return ContentFile(content, name=name)


@pytest.mark.parametrize("kind", BECOMES)
def test_nothing_is_left_but_the_dots(kind):
    dirty = file_with_secrets(kind)
    before = Image.open(BytesIO(dirty))
    if kind != "GIF":
        assert before.getexif()[ExifTags.Base.Model] == SECRET  # it was there
        assert before.getexif().get_ifd(ExifTags.IFD.GPSInfo)[3] == "E"
    clean_file = clean(upload(dirty))
    after = Image.open(BytesIO(clean_file.read()))
    left = {
        key
        for key in after.info
        if key not in {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    }
    assert (dict(after.getexif()), left - {"loop", "background", "timestamp", "duration"}) == (
        {},
        set(),
    )
    assert SECRET.encode() not in clean_file.open().read()
    assert clean_file.name == f"picture.{BECOMES[kind]}"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_picture_on_its_side_is_set_upright(kind):
    assert Image.open(clean(upload(file_with_secrets(kind, size=(80, 60))))).size == (60, 80)


def test_a_heic_stands_as_the_phone_shows_it():
    content = file_with_secrets("HEIF", size=(80, 60))
    shown = Image.open(BytesIO(content))
    expected = (60, 80) if shown.getexif().get(ExifTags.Base.Orientation) == 6 else shown.size
    assert Image.open(clean(upload(content, "a.heic"))).size == expected


def test_colours_of_another_space_are_carried_over_and_the_profile_is_not():
    written = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (4, 4), (200, 30, 30)).save(written, "PNG", icc_profile=profile)
    picture = Image.open(clean(upload(written.getvalue(), "a.png")))
    assert ("icc_profile" in picture.info, picture.getpixel((0, 0))) == (False, (200, 30, 30))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_dots_is_read(mode):
    written = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (8, 8)).save(written, kind)
    assert Image.open(clean(upload(written.getvalue()))).size == (8, 8)


def test_transparent_stays_transparent():
    written = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    assert Image.open(clean(upload(written.getvalue()))).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"this is no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        file_with_secrets("JPEG", size=(800, 600))[:-900],
        file_with_secrets("PNG")[:-60],
        b"BM" + b"\x00" * 100,
    ],
)
def test_what_cannot_be_read_gets_a_sentence(content):
    with pytest.raises(ValidationError) as error:
        clean(upload(content))
    assert error.value.messages == [
        "Dette bildet kan vi ikke lese. Prøv å lagre det på nytt, og last det opp igjen."
    ]


def test_a_picture_that_unpacks_to_far_too_much_is_not_unpacked(settings):
    written = BytesIO()
    Image.new("1", (9000, 9000)).save(written, "PNG")
    with pytest.raises(ValidationError):
        clean(upload(written.getvalue()))


def test_a_clean_file_is_not_drawn_twice():
    once = clean(upload(file_with_secrets()))
    assert (clean(once) is once, isinstance(once, CleanFile)) == (True, True)


@pytest.mark.django_db
def test_whoever_saves_the_file_is_clean_and_its_name_tells_nothing():
    picture = PictureFactory()
    by_hand = PictureFactory()
    by_hand.file.save("Ola Nordmann.png", upload(file_with_secrets("PNG")), save=True)
    for row in (picture, by_hand):
        row.refresh_from_db()
        stored = row.file.open().read()
        assert (SECRET.encode() in stored, "Ola" in row.file.name) == (False, False)
        assert (row.width, row.height) == Image.open(BytesIO(stored)).size
    assert (picture.file_size, picture.file_hash != "") == (len(picture.file.open().read()), True)
    assert (picture.width, picture.height) == (60, 80)
