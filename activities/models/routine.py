"""A routine of a team: how we do it here, in editions, and who has read which."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ALL_STAFF, Role, Team
from accounts.models.user import to_user, to_user_or_none
from activities.models import links
from core.constraints import AppendOnlyConstraint, once
from core.models import AppendOnly, Named, Row, TimeStamped

READERS = ALL_STAFF - {Role.AUDITOR}
"""Who is asked to read: an auditor sees them, and follows none."""
LONGEST = 10_000
"""Letters in a routine: three or four pages."""


class RoutineQuerySet(links.OfTeamQuerySet["Routine"]):
    """Reads of routines."""

    def in_use(self) -> "RoutineQuerySet":
        """Keep those that hold today."""
        return self.filter(retired_at__isnull=True)

    def to_review(self) -> "RoutineQuerySet":
        """Keep those whose day has come to be gone through."""
        return self.in_use().filter(review_on__lte=timezone.localdate())

    def with_is_unread(self, user: Any) -> "RoutineQuerySet":
        """Add `is_unread`: whether `user` is asked to read it, and has not since it changed in
        what matters."""
        read = RoutineReading.objects.filter(
            reader=user,
            edition__routine=OuterRef("pk"),
            edition__number__gte=OuterRef("read_from"),
        )
        asked = Q(team__in=Team.objects.of(user, READERS), retired_at__isnull=True)
        unread = models.ExpressionWrapper(asked & ~Q(Exists(read)), models.BooleanField())
        return self.annotate(is_unread=unread)

    def unread_by(self, user: Any) -> "RoutineQuerySet":
        """Keep what `user` is asked to read in their teams and has not, by team and name."""
        found: Any = self.with_is_unread(user)
        return found.filter(is_unread=True).order_by("team__name", "name", "pk")


class Routine(Named, TimeStamped):
    """How something is done in a team. Only `activities.handbook.routines` writes it.

    The words are in its editions; `edition` is the number of the one that holds. Who has read
    the edition `read_from` or a later one has read it. `review_on` is the day when somebody goes
    through it, `responsible` who does, else a leader.
    """

    class Room(models.TextChoices):
        """The rooms of the staff's portal, by their slugs."""

        TODAY = "i-dag", _("I dag")
        PLAN = "plan", _("Plan")
        PEOPLE = "folk", _("Folk")
        MONEY = "penger", _("Penger")
        WORKS = "verk", _("Verk")
        STORIES = "historier", _("Historier")
        PARTNERS = "bedrifter", _("Bedrifter")
        MINE = "min-side", _("Å jobbe her")

    team = links.to_team(related_name="routines")
    name = models.CharField(_("navn"), max_length=80)
    room = models.CharField(_("hører til"), max_length=20, choices=Room.choices)
    responsible = to_user_or_none(blank=True, verbose_name=_("ansvarlig"))
    edition = models.PositiveIntegerField(default=1)
    read_from = models.PositiveIntegerField(default=1)
    review_on = models.DateField(_("ses over"))
    reviewed_on = models.DateField(null=True)
    reviewed_by = to_user_or_none()
    retired_at = models.DateTimeField(null=True)
    retired_by = to_user_or_none()

    objects = RoutineQuerySet.as_manager()

    class Meta:
        verbose_name = _("rutine")
        verbose_name_plural = _("rutiner")
        ordering = ["name", "pk"]
        constraints = [
            once(
                "team", "name", name="routine_name_once", condition=Q(retired_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(read_from__gte=1, read_from__lte=F("edition")),
                name="routine_asks_for_an_edition_that_is",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False),
                name="routine_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="routine_retired_by_somebody",
            ),
        ]  # fmt: skip

    @property
    def should_be_reviewed(self) -> bool:
        """Tell whether the day to go through it has come."""
        return self.retired_at is None and self.review_on <= timezone.localdate()


class RoutineEdition(AppendOnly):
    """The words of a routine as they were from a time on. Never changed, so that it stays true
    what somebody has read."""

    routine = models.ForeignKey(Routine, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("tekst"), max_length=LONGEST)
    written_by = to_user()
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("utgave av en rutine")
        verbose_name_plural = _("utgaver av rutiner")
        ordering = ["-number"]
        constraints = [
            once("routine", "number", name="routine_edition_once"),
            AppendOnlyConstraint(
                name="routine_edition_append_only", unique=(("routine", "number"),)
            ),
        ]


class RoutineReading(Row):
    """That a colleague says that they have read an edition: once, and never taken back."""

    edition = models.ForeignKey(RoutineEdition, models.PROTECT, related_name="readings")
    reader = to_user()
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lest rutine")
        verbose_name_plural = _("leste rutiner")
        ordering = ["pk"]
        constraints = [once("edition", "reader", name="routine_reading_once")]
