"""A recurring session: a recurrence rule that makes sessions, one row each (RFC 5545)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Team
from activities.models import links
from activities.models.activity import Activity
from activities.models.planned import SessionFields, only_known_demands
from core.constraints import once
from core.models import Named, Row, TimeStamped


class SeriesQuerySet(links.OfTeamQuerySet["Series"]):
    """Reads of series."""

    def running(self) -> "SeriesQuerySet":
        """Keep the series that still make sessions."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate()))


class Series(SessionFields):
    """A «fast treff». Only `activities.planning.series` writes here.

    `starts_on`, `starts` and `minutes` are the clock in Oslo, so that no session moves when the
    clock changes. `rule` is an RRULE without its name. Sessions exist up to and with
    `made_until`; the timer makes more. `left_out` lists ISO days without a session (EXDATE),
    `held_anyway` those that are days off (`activities.planning.days_off`) and have one all the
    same. `staff` and its `resources` are put on each session that is made.
    """

    activity = links.to_activity(related_name="series")
    team = links.to_team(related_name="series")
    place = links.to_place(related_name="series", verbose_name=_("sted"))
    starts_on = models.DateField(_("første gang"))
    starts = models.TimeField(_("begynner"))
    minutes = models.PositiveSmallIntegerField(_("varer i minutter"))
    rule = models.CharField(_("gjentas"), max_length=300)
    left_out = models.JSONField(_("dager uten treff"), default=list, blank=True)
    held_anyway = models.JSONField(_("fridager med treff"), default=list, blank=True)
    skip_holidays = models.BooleanField(_("hopp over helligdager"), default=True)
    places = models.PositiveSmallIntegerField(_("plasser"), null=True, blank=True)
    newcomer_places = models.PositiveSmallIntegerField(_("plasser til nye"), default=0)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("hvem jobber")
    )
    made_until = models.DateField(null=True, editable=False)
    ended_on = models.DateField(_("slutter"), null=True, blank=True, editable=False)

    objects = SeriesQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta(SessionFields.Meta):
        verbose_name = _("fast treff")
        verbose_name_plural = _("faste treff")
        ordering = ["starts_on", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=24 * 60),
                name="series_minutes_sensible",
                violation_error_message=_("Et treff varer fra fem minutter til et døgn."),
            ),
            *SessionFields.Meta.constraints,
        ]


class RecurringSignUp(TimeStamped):
    """That a participant comes to each session of a series until they say otherwise.

    Saying «not now» to one session takes nothing away from the next.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="recurring_signups")
    participant = links.to_participant(related_name="recurring_signups")

    class Meta:
        verbose_name = _("fast plass")
        verbose_name_plural = _("faste plasser")
        constraints = [once("series", "participant", name="recurring_signup_once_a_series")]


class WeekTemplate(Named, TimeStamped):
    """A normal week of a team, from which weeks are planned."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="week_templates")
    name = models.CharField(_("navn"), max_length=80)

    class Meta:
        verbose_name = _("normal uke")
        verbose_name_plural = _("normale uker")
        ordering = ["name"]
        constraints = [
            once(
                "team",
                "name",
                name="week_template_name_once",
                violation_error_message=_("Teamet har allerede en normal uke med det navnet."),
            )
        ]


class WeekTemplateEntry(Row):
    """One session of a normal week; `weekday` 0 is Monday, `starts` the clock in Oslo."""

    template = models.ForeignKey(WeekTemplate, on_delete=models.CASCADE, related_name="entries")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    place = links.to_place(related_name="+")
    rain_place = links.to_place_or_none(related_name="+")
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
