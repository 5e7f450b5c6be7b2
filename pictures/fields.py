"""The file of a picture: cleaned on every way into storage, served by `pictures.views` alone."""

from django.core.files.base import File
from django.urls import reverse
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from pictures.cleaning import clean


class GatedFieldFile(WagtailImageFieldFile):
    """A stored file whose address is our gated view's, whatever the storage is."""

    @property
    def url(self) -> str:
        """Return the address under /bilder/."""
        self._require_file()  # type: ignore[attr-defined]
        return reverse("picture", args=[self.name])


class CleanFieldFile(GatedFieldFile):
    """A file without a public address, stripped of metadata whatever saves it: form or command."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Store the cleaned picture; raises ValidationError when it cannot be read."""
        cleaned = clean(content)
        super().save(cleaned.name or name, cleaned, save=save)


class GatedImageField(WagtailImageField):
    """For renditions, which are made from a clean picture."""

    attr_class = GatedFieldFile


class CleanImageField(WagtailImageField):
    """For what people upload."""

    attr_class = CleanFieldFile
