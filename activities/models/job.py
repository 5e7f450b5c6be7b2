"""Jobs that wait for somebody, and ideas of the participants' own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user_or_none
from activities.models import links
from activities.models.activity import Activity
from activities.models.work import Work
from core.constraints import once
from core.models import TimeStamped
from participants.models import Participant


class JobQuerySet(links.OfTeamQuerySet["Job"]):
    """Reads of the backlog."""

    def waiting(self) -> "JobQuerySet":
        """Keep what anybody may pick up, in the order in which it was written down."""
        return self.filter(state=Job.State.WAITING).order_by("pk")


class Job(TimeStamped):
    """Maintenance that waits. It can be picked up and put back; putting back leaves no trace."""

    class State(models.TextChoices):
        WAITING = "waiting", _("venter")
        TAKEN = "taken", _("noen er i gang")
        DONE = "done", _("gjort")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="jobs")
    title = models.CharField(_("hva"), max_length=120)
    description = models.CharField(_("slik gjør du"), max_length=280, blank=True)
    place = links.to_place_or_none(related_name="jobs", verbose_name=_("sted"))
    work = models.ForeignKey(
        Work,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("verk"),
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    participant = links.to_participant_or_none(blank=True, related_name="jobs")
    staff = to_user_or_none(on_delete=models.SET_NULL, blank=True, related_name="jobs")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppdrag")
        verbose_name_plural = _("oppdrag")
        ordering = ["pk"]
        indexes = [models.Index(fields=["team", "state"], name="job_team_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(participant__isnull=True, staff__isnull=True),
                name="job_waiting_is_nobodys",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Idea(TimeStamped):
    """What a participant would like to do or learn. Others may support it; nobody votes against.

    Who proposed it is seen by staff, and by others never. `written_by` wrote it down for them, on
    their wish; None: they wrote it themselves.
    """

    class State(models.TextChoices):
        OPEN = "open", _("ligger åpen")
        ANSWERED = "answered", _("snakket om")
        ACTIVITY = "activity", _("ble en aktivitet")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="ideas")
    participant = links.to_participant_or_none(related_name="ideas")
    text = models.CharField(_("hva har du lyst til?"), max_length=140)
    written_by = to_user_or_none(on_delete=models.SET_NULL)
    wishes_to_organise = models.BooleanField(
        _("jeg vil gjerne være med og lage det"), default=False
    )
    supporters = models.ManyToManyField(Participant, blank=True, related_name="supported_ideas")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    activity = models.ForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas"
    )

    objects = links.OfTeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("forslag")
        verbose_name_plural = _("forslag")
        ordering = ["-created_at", "-pk"]


class CoOrganiser(TimeStamped):
    """A participant who helps to make an activity happen."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="co_organisers")
    participant = links.to_participant(related_name="co_organising")

    class Meta:
        verbose_name = _("medarrangør")
        verbose_name_plural = _("medarrangører")
        constraints = [once("activity", "participant", name="co_organiser_once_an_activity")]
