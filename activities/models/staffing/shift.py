"""A member of staff's part in a session, ended by «all clear» when it is off-site."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PLANNING, Membership, Team
from accounts.models.user import to_user
from activities.models.session import Session
from core.constraints import once
from core.models import TimeStamped

ESCALATION_LASTS = timedelta(days=1)
"""For how long after a session's end somebody is told, step by step, who is not home."""
SUBSTITUTE_SEES = timedelta(days=1)
"""For how long after a session's end a substitute sees it: to look a name up, and report home."""


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Reads of shifts."""

    def working(self) -> "ShiftQuerySet":
        """Keep those whose person is there: the one answer to «who is at work in this session»."""
        return self.filter(_is_there())

    def worked_between(self, first: Any, last: Any) -> "ShiftQuerySet":
        """Keep of `working` what is planned or held and shares any time with [first, last).

        Whenever it began: an exhibition that lasts a fortnight is work on its last day too.
        """
        return self.working().filter(
            session__state__in=(*Session.EDITABLE, Session.State.CLOSED),
            session__starts_at__lt=last,
            session__ends_at__gt=first,
        )

    def with_presence(self) -> "ShiftQuerySet":
        """Add `is_there` to each.

        Somebody is not there who is away for any part of it, is shielded after something that
        happened earlier that day, has left the team, or can no longer sign in. The shift itself
        stays, so that who comes back is there again.
        """
        return self.annotate(is_there=_is_there())

    def lent_out(self, user: Any) -> "ShiftQuerySet":
        """Keep what `user` works, or worked, as a substitute, whenever that was.

        What was open alone; and only who is at work still in the team that lends them.
        """
        return self.filter(
            staff=user.pk,
            lent_by__in=Team.objects.of(user, PLANNING).values("pk"),
            session__published_at__isnull=False,
        )

    def lent_to(self, user: Any) -> "ShiftQuerySet":
        """Keep of `lent_out` those that `user` may see: until a day after the end."""
        return self.lent_out(user).filter(session__ends_at__gt=timezone.now() - SUBSTITUTE_SEES)

    def lent_and_out(self, user: Any) -> "ShiftQuerySet":
        """Keep of `lent_out` those that ask for «all clear» still, as long as anybody is asked."""
        return self.lent_out(user).out(at=timezone.now())

    def never_went(self) -> "ShiftQuerySet":
        """Keep those who were noted as away before the session began, for its beginning.

        And those who had left the team by then. Somebody who goes home in the middle, or is noted
        afterwards, did go out: they are asked.
        """
        begins = OuterRef("session__starts_at")
        known = _absences().at(begins).filter(created_at__lte=begins)
        return self.filter(Q(Exists(known)) | _had_left())

    def not_home(self, *, at: Any) -> "ShiftQuerySet":
        """Keep shifts of off-site sessions that have ended without «all clear»."""
        return self.out(at=at).filter(session__ends_at__lte=at)

    def out(self, *, at: Any) -> "ShiftQuerySet":
        """Keep shifts of off-site sessions that have begun, and are without «all clear»."""
        open_duties = self.filter(
            session__off_site=True,
            session__state__in=(Session.State.PUBLISHED, Session.State.CLOSED),
            session__starts_at__lte=at,
            all_clear_at__isnull=True,
        )
        return open_duties.exclude(pk__in=Shift.objects.never_went().values("pk"))

    def in_escalation(self, *, at: Any) -> "ShiftQuerySet":
        """Keep of `not_home` those that somebody is told of one by one.

        Those that ended within a day, or about whom a leader was asked in time.
        """
        return self.filter(_in_time(at))

    def past_escalation(self, *, at: Any) -> "ShiftQuerySet":
        """Keep of `not_home` the rest: the timer stood still, and now it is one question.

        Who works in the team no more can never report, and is no question for ever.
        """
        return self.exclude(_in_time(at)).exclude(gone("staff", team=_works_for()))


def _absences() -> Any:
    """Read when the person of a shift is away."""
    return apps.get_model("activities", "Absence").objects.filter(staff=OuterRef("staff"))


def _is_there() -> Q:
    """Return whether a shift's person is at work in its session."""
    away = _absences().during(OuterRef("session__starts_at"), OuterRef("session__ends_at"))
    shielded = apps.get_model("activities", "Incident").objects.filter(
        staff=OuterRef("staff"),
        happened_at__lt=OuterRef("session__starts_at"),
        happened_at__date=OuterRef("session__starts_at__date"),
    )
    may_sign_in = Q(staff__is_active=True) | Q(session__ends_at__lte=timezone.now())
    return may_sign_in & ~Exists(away) & ~Exists(shielded) & ~_had_left()


def gone(person: str, *, team: Any = "team") -> Q:
    """Tell whether `person` of a row has left its `team`, or can no longer sign in."""
    of_team = OuterRef(team) if isinstance(team, str) else team
    theirs = Membership.objects.filter(team=of_team, user=OuterRef(person))
    left = Exists(theirs.filter(ended_at__isnull=False)) & ~Exists(theirs.planning())
    return left | Q(**{f"{person}__is_active": False})


def _works_for() -> Any:
    """Return the team in which the person of a shift is at work: for a substitute, their own."""
    return Coalesce(OuterRef("lent_by"), OuterRef("session__team"))


def _had_left() -> Any:
    """Tell whether the person of a shift had left the team when its session began."""
    theirs = Membership.objects.filter(user=OuterRef("staff"), team=_works_for())
    stays = theirs.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=OuterRef("session__starts_at")),
        role__in=PLANNING,
    )
    return Exists(theirs.filter(ended_at__isnull=False)) & ~Exists(stays)


def _in_time(at: Any) -> Any:
    asked = Shift.objects.filter(escalation_steps__step="leader")
    return Q(session__ends_at__gt=at - ESCALATION_LASTS) | Q(pk__in=asked.values("pk"))


class Shift(TimeStamped):
    """Who works a session, as what. `all_clear_at` (UTC) ends an off-site duty.

    `lent_by` is the team of a substitute from another team; None is one of the session's own.
    """

    class Part(models.TextChoices):
        LEAD = "lead", _("leder økta")
        SECOND = "second", _("er med")
        PEER = "peer", _("erfaringskonsulent")
        DRIVER = "driver", _("kjører")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shifts")
    staff = to_user(related_name="shifts", verbose_name=_("ansatt"))
    part = models.CharField(_("rolle"), max_length=10, choices=Part.choices, default=Part.SECOND)
    all_clear_at = models.DateTimeField(_("alt i orden"), null=True, editable=False)
    lent_by = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("lånt fra"),
    )

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("vakt")
        verbose_name_plural = _("vakter")
        ordering = ["pk"]
        constraints = [
            once(
                "session",
                "staff",
                name="shift_once_a_person",
                violation_error_message=_("Denne personen har allerede vakt her."),
            )
        ]
