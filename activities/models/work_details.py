"""The few fields that each kind of work has of its own: only what a page shows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.session import Session
from activities.models.work import Work
from core.models import Row, TimeStamped


class WorkStep(Row):
    """A step of a work. It has no date, and the order is only the order on the page."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("steg"), max_length=120)
    place_in_list = models.PositiveSmallIntegerField(default=0)
    is_done = models.BooleanField(_("gjort"), default=False)

    class Meta:
        verbose_name = _("steg")
        verbose_name_plural = _("steg")
        ordering = ["place_in_list", "pk"]


class Birdhouse(TimeStamped):
    """Where a nest box hangs. Birds and cleaning are care visits."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="birdhouse")
    hangs = models.CharField(_("her henger den"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("fuglekasse")
        verbose_name_plural = _("fuglekasser")


class Computer(TimeStamped):
    """A refurbished computer. It is given only when its disk is wiped, with a certificate.

    Who receives it is counted, never named.
    """

    class Stage(models.TextChoices):
        RECEIVED = "received", _("kommet inn")
        WIPED = "wiped", _("slettet, med bevis")
        GIVEN = "given", _("gitt til en familie")

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="computer")
    stage = models.CharField(
        _("hvor langt"), max_length=10, choices=Stage.choices, default="received"
    )
    certificate = models.CharField(_("slettebevis, nummer"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("datamaskin")
        verbose_name_plural = _("datamaskiner")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="received") | ~Q(certificate=""),
                name="computer_wiped_with_certificate",
                violation_error_message=_("Skriv nummeret på slettebeviset først."),
            )
        ]


class Recording(TimeStamped):
    """Film, photo or music: who may use it, and the words for those who cannot see or hear it."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="recording")
    rights = models.CharField(_("rettigheter"), max_length=200, blank=True)
    captions = models.CharField(_("teksting"), max_length=200, blank=True)
    transcript = models.TextField(_("det som blir sagt"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("film, foto eller musikk")
        verbose_name_plural = _("film, foto og musikk")


class Mural(TimeStamped):
    """A wall: who owns it, and whether they have said yes."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="mural")
    wall_owner = models.CharField(_("veggen eies av"), max_length=120, blank=True)
    has_permission = models.BooleanField(_("eieren har sagt ja"), default=False)

    class Meta:
        verbose_name = _("veggmaleri")
        verbose_name_plural = _("veggmalerier")


class RiverResult(TimeStamped):
    """What a session brought out of the river, and that the safety list was gone through."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="river_result")
    kilos = models.PositiveIntegerField(_("kilo"), default=0)
    scooters = models.PositiveIntegerField(_("elsparkesykler"), default=0)
    weather = models.CharField(_("været"), max_length=60, blank=True)
    safety_checked = models.BooleanField(_("HMS-lista er gått gjennom"), default=False)

    class Meta:
        verbose_name = _("fangst fra elva")
        verbose_name_plural = _("fangst fra elva")
        constraints = [
            models.CheckConstraint(
                condition=Q(kilos__lte=100_000, scooters__lte=1_000),
                name="river_result_sensible",
                violation_error_message=_("Det var mye. Se over tallene."),
            )
        ]
