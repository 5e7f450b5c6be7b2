"""A recurring session: a recurrence rule that makes sessions, one row each (RFC 5545)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import ALL_STAFF, Team
from activities.models.activity import Activity
from activities.models.place import Place
from core.models import TimeStamped
from participants.models import Participant


class Demand(models.TextChoices):
    """What a session asks of a body or a mind, said before anybody joins."""

    HEAVY = "heavy", _("tunge løft")
    HEIGHTS = "heights", _("høyder")
    WATER = "water", _("ved vann")
    CROWD = "crowd", _("mange folk")


def only_known_demands(value: Any) -> None:
    """Raise ValidationError unless `value` is a list of `Demand` values without repeats."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        raise ValidationError(_("Velg fra lista."))
    if not set(value) <= set(Demand.values):
        raise ValidationError(_("Velg fra lista."))


class SeriesQuerySet(models.QuerySet["Series"]):
    """Reads of series."""

    def visible_to(self, user: Any) -> "SeriesQuerySet":
        """Keep the series of teams in which `user` is staff."""
        return self.filter(team__in=Team.objects.of(user, ALL_STAFF))

    def running(self) -> "SeriesQuerySet":
        """Keep the series that still make sessions."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate()))


class Series(TimeStamped):
    """A «fast treff». Only `activities.planning.series` writes here.

    `starts_on`, `starts` and `minutes` are the clock in Oslo, so that no session moves when the
    clock changes. `rule` is an RRULE without its name. Sessions exist up to and with
    `made_until`; the timer makes more. `left_out` lists ISO days without a session (EXDATE),
    `held_anyway` those that are days off (`activities.planning.days_off`) and have one all the
    same. `staff` and its `resources` are put on each session that is made.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="series", verbose_name=_("aktivitet")
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="series", verbose_name=_("team")
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="series", verbose_name=_("sted")
    )
    rain_place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sted når det regner"),
    )
    title = models.CharField(_("tittel"), max_length=120, blank=True)
    note = models.CharField(_("godt å vite"), max_length=280, blank=True)
    starts_on = models.DateField(_("første gang"))
    starts = models.TimeField(_("begynner"))
    minutes = models.PositiveSmallIntegerField(_("varer i minutter"))
    rule = models.CharField(_("gjentas"), max_length=300)
    left_out = models.JSONField(_("dager uten treff"), default=list, blank=True)
    held_anyway = models.JSONField(_("fridager med treff"), default=list, blank=True)
    skip_holidays = models.BooleanField(_("hopp over helligdager"), default=True)
    any_time = models.BooleanField(_("kom når du kan"), default=False)
    places = models.PositiveSmallIntegerField(_("plasser"), null=True, blank=True)
    newcomer_places = models.PositiveSmallIntegerField(_("plasser til nye"), default=0)
    demands = models.JSONField(
        _("godt å vite på forhånd"), default=list, blank=True, validators=[only_known_demands]
    )
    off_site = models.BooleanField(_("ute av huset"), default=False)
    min_staff = models.PositiveSmallIntegerField(_("minst så mange ansatte"), default=2)
    min_staff_reason = models.CharField(
        _("hvorfor færre ansatte enn stedet trenger"), max_length=200, blank=True
    )
    min_staff_lowered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("hvem jobber")
    )
    made_until = models.DateField(null=True, editable=False)
    ended_on = models.DateField(_("slutter"), null=True, blank=True, editable=False)
    calendar_key = models.CharField(max_length=255, blank=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = SeriesQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        verbose_name = _("fast treff")
        verbose_name_plural = _("faste treff")
        ordering = ["starts_on", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=24 * 60),
                name="series_minutes_sensible",
                violation_error_message=_("Et treff varer fra fem minutter til et døgn."),
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1, places__lte=500),
                name="series_places_sensible",
                violation_error_message=_("Velg 1 til 500 plasser, eller la feltet stå tomt."),
            ),
            models.CheckConstraint(
                condition=Q(min_staff__gte=1, min_staff__lte=20),
                name="series_needs_staff",
                violation_error_message=_("Velg mellom 1 og 20 ansatte."),
            ),
            models.CheckConstraint(
                condition=Q(min_staff_reason="", min_staff_lowered_by__isnull=True)
                | Q(min_staff_reason__gt="", min_staff_lowered_by__isnull=False),
                name="series_lowered_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["team", "calendar_key"],
                condition=~Q(calendar_key=""),
                name="series_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the title, or the activity's name when it has none of its own."""
        return self.title or self.activity.name


class RecurringSignUp(TimeStamped):
    """That a participant comes to each session of a series until they say otherwise.

    Saying «not now» to one session takes nothing away from the next.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="recurring_signups")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="recurring_signups"
    )

    class Meta:
        verbose_name = _("fast plass")
        verbose_name_plural = _("faste plasser")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "participant"], name="recurring_signup_once_a_series"
            )
        ]

    def __str__(self) -> str:
        return f"RecurringSignUp {self.pk}"


class WeekTemplate(TimeStamped):
    """A normal week of a team, from which weeks are planned."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="week_templates")
    name = models.CharField(_("navn"), max_length=80)

    class Meta:
        verbose_name = _("normal uke")
        verbose_name_plural = _("normale uker")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"],
                name="week_template_name_once",
                violation_error_message=_("Teamet har allerede en normal uke med det navnet."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class WeekTemplateEntry(models.Model):
    """One session of a normal week; `weekday` 0 is Monday, `starts` the clock in Oslo."""

    template = models.ForeignKey(WeekTemplate, on_delete=models.CASCADE, related_name="entries")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    rain_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("tittel"), max_length=120, blank=True)
    note = models.CharField(_("godt å vite"), max_length=280, blank=True)
    weekday = models.PositiveSmallIntegerField(_("ukedag"))
    starts = models.TimeField(_("begynner"))
    minutes = models.PositiveSmallIntegerField(_("varer i minutter"))
    any_time = models.BooleanField(default=False)
    places = models.PositiveSmallIntegerField(_("plasser"), null=True, blank=True)
    newcomer_places = models.PositiveSmallIntegerField(default=0)
    demands = models.JSONField(default=list, blank=True, validators=[only_known_demands])
    off_site = models.BooleanField(default=False)
    min_staff = models.PositiveSmallIntegerField(default=2)

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="week_entry_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=24 * 60), name="week_entry_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"WeekTemplateEntry {self.pk}"
