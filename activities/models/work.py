"""Something made or cared for. It has no date to be finished by and is never behind."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user_or_none
from activities.models import links
from core.constraints import once
from core.models import Row, TimeStamped
from participants.models import Participant
from pictures.models import Picture


class WorkQuerySet(links.OfTeamQuerySet["Work"]):
    """Reads of works."""

    def public(self) -> "WorkQuerySet":
        """Keep what everybody may see. Names of makers need `consents.may_show` besides."""
        return self.filter(is_public=True)

    def made_by(self, participant: Participant) -> "WorkQuerySet":
        """Keep what `participant` has had a hand in, the newest first."""
        return self.filter(makings__participant=participant).order_by("-created_at", "-pk")


class Work(TimeStamped):
    """A birdhouse, mini-garden, refurbished computer, film, mural …

    It stays open over as many sessions as it takes, rests, and may go on by other hands.
    """

    class Kind(models.TextChoices):
        BIRDHOUSE = "birdhouse", _("fuglekasse")
        GARDEN = "garden", _("minihage")
        COMPUTER = "computer", _("datamaskin")
        FILM = "film", _("film")
        PHOTO = "photo", _("foto")
        MUSIC = "music", _("musikk")
        MURAL = "mural", _("veggmaleri")
        OTHER = "other", _("annet")

    class State(models.TextChoices):
        OPEN = "open", _("holder på")
        RESTING = "resting", _("hviler")
        FINISHED = "finished", _("ferdig")
        GONE = "gone", _("borte")

    kind = models.CharField(_("slag"), max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField(_("nummer"), null=True, blank=True)
    title = models.CharField(_("tittel"), max_length=120)
    description = models.CharField(_("om verket"), max_length=280, blank=True)
    activity = links.to_activity(related_name="works")
    team = links.to_team(related_name="works")
    makers = models.ManyToManyField(Participant, through="Making", related_name="works")
    steward = links.to_participant_or_none(
        blank=True, related_name="stewarded_works", verbose_name=_("ser etter den")
    )
    place = links.to_place_or_none(related_name="works", verbose_name=_("sted"))
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="works"
    )
    more_pictures = models.ManyToManyField(
        Picture, blank=True, related_name="+", verbose_name=_("flere bilder")
    )
    illustration = models.SlugField(_("tegning"), max_length=40, blank=True)
    state = models.CharField(
        _("tilstand"), max_length=10, choices=State.choices, default=State.OPEN
    )
    is_public = models.BooleanField(_("vises for alle"), default=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verk")
        verbose_name_plural = _("verk")
        ordering = ["kind", "number", "pk"]
        constraints = [
            once(
                "activity",
                "kind",
                "number",
                name="work_number_once",
                condition=Q(number__isnull=False),
                violation_error_message=_("Nummeret er i bruk."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}" if self.number else self.title

    def people_concerned(self) -> models.QuerySet[Participant]:
        """Return those whose consent is needed before their name stands beside the work."""
        return self.makers.all()


class Making(Row):
    """That a participant had a hand in a work. No amount, no order of importance."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="makings")
    participant = links.to_participant(related_name="makings")

    class Meta:
        verbose_name = _("har laget")
        verbose_name_plural = _("har laget")
        constraints = [once("work", "participant", name="making_once_a_work")]


class CareVisit(Row):
    """That somebody looked after a work: a tap, not a report."""

    class Care(models.TextChoices):
        CHECKED = "checked", _("sett til")
        WATERED = "watered", _("vannet")
        CLEANED = "cleaned", _("vasket")
        BIRDS_INSIDE = "birds_inside", _("fugler i kassen")
        RAKED = "raked", _("rakt og stelt")

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="care_visits")
    care = models.CharField(_("hva"), max_length=20, choices=Care.choices)
    visited_at = models.DateTimeField(_("når"), default=timezone.now)
    participant = links.to_participant_or_none(blank=True, related_name="care_visits")
    recorded_by = to_user_or_none()

    class Meta:
        verbose_name = _("tilsyn")
        verbose_name_plural = _("tilsyn")
        ordering = ["-visited_at", "-pk"]
