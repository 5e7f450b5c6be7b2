"""Pictures, and files such as phones make them."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from PIL import ExifTags, Image, PngImagePlugin

from pictures.models import Picture

SECRET = "Hemmelig vei 7"
"""A text that every file of `file_with_secrets` carries where no eye sees it."""


def file_with_secrets(kind: str = "JPEG", *, size: tuple[int, int] = (80, 60)) -> bytes:
    """Return a picture of `kind` with a place, a comment and a camera in its metadata.

    JPEG, WEBP and HEIF say that they lie on their side (orientation 6).
    """
    picture = Image.new("RGB", size, (31, 77, 58))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.ImageDescription] = SECRET
    exif[ExifTags.Base.Model] = SECRET
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (59.0, 54.0, 50.0), 3: "E", 4: (10.0, 45.0, 8.0)}
    )
    written = BytesIO()
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET)
        texts.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
        picture.save(written, "PNG", pnginfo=texts, exif=exif)
    elif kind == "GIF":
        picture.save(written, "GIF", comment=SECRET.encode())
    elif kind == "JPEG":
        xmp = f"<x>{SECRET}</x>".encode()
        picture.save(written, "JPEG", exif=exif, comment=SECRET.encode(), xmp=xmp)
    elif kind == "WEBP":
        picture.save(written, "WEBP", exif=exif, xmp=f"<x>{SECRET}</x>".encode())
    else:
        picture.save(written, kind, exif=exif)
    return written.getvalue()


class PictureFactory(factory.django.DjangoModelFactory):
    """A picture that somebody has checked for people, with `people` in it."""

    class Meta:
        model = Picture
        skip_postgeneration_save = True

    title = factory.Sequence("Fuglekasse {}".format)
    people_checked = True
    file = factory.LazyFunction(
        lambda: ContentFile(file_with_secrets("JPEG"), name="Ola hjemme.jpg")
    )

    @factory.post_generation
    def people(self, create, extracted, **kwargs):  # type: ignore[no-untyped-def]
        """Put `people` on the picture."""
        if extracted:
            self.people.set(extracted)
