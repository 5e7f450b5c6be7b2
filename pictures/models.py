"""Wagtail's image model with the people in it, and renditions that only our own view serves."""

import secrets
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Image,
    get_rendition_storage,
    get_rendition_upload_to,
    get_upload_to,
)

from core.constraints import once
from participants.models import Participant
from pictures.fields import CleanImageField, GatedImageField

ORIGINALS = "original_images"


class Picture(AbstractImage):
    """A picture. `people` are those who can be known from it; each must consent to showing it.

    `people_checked` is the tick of the person who uploaded it: «I have looked for people».
    A picture that nobody has checked is not shown to the public.
    """

    file = CleanImageField(
        verbose_name=_("fil"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    people = models.ManyToManyField(
        Participant, blank=True, related_name="pictures", verbose_name=_("personer på bildet")
    )
    people_checked = models.BooleanField(
        _("jeg har sett etter personer"),
        default=False,
        help_text=_("Kryss av når alle som kan kjennes igjen, står i lista over."),
    )

    sent_as = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    """The key by which a phone sent it, so that the same picture is sent once."""

    # Without tags: a word that one team writes would be offered to every other.
    admin_form_fields = (
        *(field for field in Image.admin_form_fields if field != "tags"),
        "people",
        "people_checked",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("bilde")
        verbose_name_plural = _("bilder")

    def people_concerned(self) -> models.QuerySet[Participant]:
        """Return those whose consent the picture needs."""
        return self.people.all()

    def remove_person(self, person: Participant) -> None:
        """Remove `person` from the picture. Only `participants.depiction_removals` calls this."""
        self.people.remove(person)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new file cleaned, and know its size and sum as it is stored."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """Return a random name: the original one may identify somebody."""
        return f"{ORIGINALS}/{secrets.token_hex(12)}{PurePosixPath(filename).suffix.lower()}"


class Rendition(AbstractRendition):
    """A picture in a size. Served by `pictures.views.serve` alone."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    file = GatedImageField(
        upload_to=get_rendition_upload_to,
        storage=get_rendition_storage,
        width_field="width",
        height_field="height",
    )

    class Meta:
        constraints = [
            once("image", "filter_spec", "focal_point_key", name="rendition_once_a_size")
        ]
