"""Wagtail's image model with the people in it, and renditions behind our own gate."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from participants.models import Participant


class Picture(AbstractImage):
    """A picture. `people` are those who can be known from it; each must consent to showing it.

    `people_checked` is the tick of the person who uploaded it: «I have looked for people».
    A picture that nobody has checked is not shown to the public.
    """

    people = models.ManyToManyField(
        Participant, blank=True, related_name="pictures", verbose_name=_("personer på bildet")
    )
    people_checked = models.BooleanField(
        _("jeg har sett etter personer"),
        default=False,
        help_text=_("Kryss av når alle som kan kjennes igjen, står i lista over."),
    )

    admin_form_fields = (*Image.admin_form_fields, "people", "people_checked")

    class Meta(AbstractImage.Meta):
        verbose_name = _("bilde")
        verbose_name_plural = _("bilder")

    def people_concerned(self) -> models.QuerySet[Participant]:
        """Return those whose consent the picture needs."""
        return self.people.all()


class Rendition(AbstractRendition):
    """A picture in a size. Served by `pictures.views.serve` alone."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_a_size"
            )
        ]
