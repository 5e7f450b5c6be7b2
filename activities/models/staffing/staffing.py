"""What staff can do, when they are at work, and the things that a session needs."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user, to_user_or_none
from activities.models.activity import Activity
from activities.models.series import Series
from activities.models.session import Session
from activities.models.staffing.shift import gone
from core.constraints import once
from core.models import Named, TimeStamped


class Skill(Named):
    """Something that a session may need and a member of staff can do: førerkort, førstehjelp."""

    name = models.CharField(_("navn"), max_length=60, unique=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="skills", verbose_name=_("hvem kan det")
    )
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="skills", verbose_name=_("trengs i")
    )

    class Meta:
        verbose_name = _("ferdighet")
        verbose_name_plural = _("ferdigheter")
        ordering = ["name"]


class Resource(Named, TimeStamped):
    """A vehicle, room or piece of equipment that can be in one place at a time."""

    class Kind(models.TextChoices):
        VEHICLE = "vehicle", _("bil eller sykkel")
        ROOM = "room", _("rom")
        EQUIPMENT = "equipment", _("utstyr")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="resources")
    name = models.CharField(_("navn"), max_length=80)
    kind = models.CharField(_("slag"), max_length=10, choices=Kind.choices)
    sessions = models.ManyToManyField(Session, blank=True, related_name="resources")
    series = models.ManyToManyField(Series, blank=True, related_name="resources")

    class Meta:
        verbose_name = _("ting vi deler")
        verbose_name_plural = _("ting vi deler")
        ordering = ["name"]
        constraints = [
            once(
                "team",
                "name",
                name="resource_name_once",
                violation_error_message=_("Teamet har allerede noe med det navnet."),
            )
        ]


class DayOff(Named, TimeStamped):
    """Days on which a team has nothing on, both included (`activities.planning.days_off`)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="days_off")
    name = models.CharField(_("hva"), max_length=80)
    first_day = models.DateField(_("fra og med"))
    last_day = models.DateField(_("til og med"))

    class Meta:
        verbose_name = _("fridag")
        verbose_name_plural = _("fridager")
        ordering = ["first_day", "last_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="day_off_in_order",
                violation_error_message=_("Siste dag kan ikke komme før første dag."),
            ),
            once("team", "first_day", "last_day", "name", name="day_off_once"),
        ]


class WorkingHours(TimeStamped):
    """When a member of staff is normally at work, on the clock in Oslo; `weekday` 0 is Monday.

    An end before the start runs over midnight. Somebody without any row is taken to be available
    at all hours of the day.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="working_hours")
    staff = to_user(on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(_("ukedag"))
    starts = models.TimeField(_("fra"))
    ends = models.TimeField(_("til"))

    class Meta:
        verbose_name = _("arbeidstid")
        verbose_name_plural = _("arbeidstider")
        ordering = ["weekday", "starts"]
        constraints = [
            once("team", "staff", "weekday", name="working_hours_once_a_day"),
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="working_hours_on_a_weekday"
            ),
            models.CheckConstraint(condition=~Q(starts=F("ends")), name="working_hours_last"),
        ]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reads of who is away."""

    def on(self, day: date) -> "AbsenceQuerySet":
        """Keep those that hold on `day`."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def during(self, starts_at: Any, ends_at: Any) -> "AbsenceQuerySet":
        """Keep those that hold for any part of [starts_at, ends_at)."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def at(self, moment: Any) -> "AbsenceQuerySet":
        """Keep those that hold at `moment`."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def now(self) -> "AbsenceQuerySet":
        """Keep those that hold now."""
        return self.at(timezone.now())


class Absence(TimeStamped):
    """That a member of staff is away, both days included. Why is nobody's business here.

    `from_clock` is when it begins on the first day, `until_clock` when it ends on the last (Oslo);
    None is the whole day. `starts_at` and `ends_at` (UTC) follow from them. A leader names a
    deputy, who answers in their place (`activities.staffing.availability`).
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="absences")
    staff = to_user(on_delete=models.CASCADE, related_name="absences")
    deputy = to_user_or_none(blank=True, related_name="stands_in", verbose_name=_("stedfortreder"))
    first_day = models.DateField(_("fra og med"))
    last_day = models.DateField(_("til og med"))
    from_clock = models.TimeField(_("fra klokka"), null=True, blank=True)
    until_clock = models.TimeField(_("til klokka"), null=True, blank=True)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("borte")
        verbose_name_plural = _("borte")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_start",
                violation_error_message=_("Siste dag kan ikke komme før første dag."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="absence_lasts",
                violation_error_message=_("Klokka til må være senere enn klokka fra."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("staff")),
                name="absence_deputy_is_another",
                violation_error_message=_("Stedfortrederen må være en annen."),
            ),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Work out the times first, so that they can be looked at."""
        self._set_times()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the times that follow from the days and the clocks."""
        self._set_times()
        super().save(*args, **kwargs)

    def _set_times(self) -> None:
        first = datetime.combine(self.first_day, self.from_clock or time.min)
        last = datetime.combine(self.last_day, self.until_clock or time.min)
        if not self.until_clock:
            last += timedelta(days=1)
        self.starts_at, self.ends_at = timezone.make_aware(first), timezone.make_aware(last)


def _answers(moment: datetime) -> Any:
    away = Absence.objects.at(moment).filter(staff=OuterRef("staff"))
    return ~gone("staff") & ~Exists(away)


class OnCallQuerySet(models.QuerySet["OnCall"]):
    """Reads of who answers the phone."""

    def at(self, moment: datetime) -> "OnCallQuerySet":
        """Keep the watch that holds at `moment`, of somebody who is there to answer.

        Who is noted as away then, has left the team or can no longer sign in answers nothing.
        """
        return self.in_time(moment).filter(_answers(moment)).order_by("starts_at", "pk")

    def in_time(self, moment: datetime) -> "OnCallQuerySet":
        """Keep the watch whose time it is at `moment`, whether or not its person is there."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def with_presence(self, *, at: datetime) -> "OnCallQuerySet":
        """Add `is_there` to each: whether its person is there to answer at that moment."""
        return self.annotate(is_there=_answers(at))

    def without_anybody(self) -> "OnCallQuerySet":
        """Keep the watches ahead in whose time their person is away, or after they left."""
        now = timezone.now()
        away = Absence.objects.during(OuterRef("starts_at"), OuterRef("ends_at"))
        theirs = away.filter(staff=OuterRef("staff"), ends_at__gte=now)
        return self.filter(Exists(theirs) | gone("staff"), ends_at__gt=now)

    def of_team(self, team: Any) -> "OnCallQuerySet":
        """Keep the watches of `team`."""
        return self.filter(team=team)


class OnCall(TimeStamped):
    """Who answers the team's phone, from when until when (UTC)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="on_call")
    staff = to_user(related_name="on_call")
    starts_at = models.DateTimeField(_("fra"))
    ends_at = models.DateTimeField(_("til"))

    objects = OnCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("vakttelefon")
        verbose_name_plural = _("vakttelefoner")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="on_call_ends_after_start",
                violation_error_message=_("Vakten må slutte etter at den begynner."),
            )
        ]
