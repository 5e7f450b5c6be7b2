"""A session: a time and a place that one can come to."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models import links
from activities.models.place import Place
from activities.models.planned import Demand, SessionFields
from activities.models.series import Series
from core.constraints import once
from core.dates import midnight

if TYPE_CHECKING:
    from activities.models.staffing.shift import Shift


class SessionQuerySet(links.OfTeamQuerySet["Session"]):
    """Reads of sessions."""

    def with_staff(self) -> "SessionQuerySet":
        """Fetch who works each, with whether they are there, so that `staff_there` asks no more."""
        shifts = apps.get_model("activities", "Shift")._default_manager
        return self.prefetch_related(
            Prefetch("shifts", shifts.with_presence().select_related("staff"))
        )

    def lacking_staff(self) -> "SessionQuerySet":
        """Keep what is not over and has too few at work: what is open, and drafts that lost some.

        A draft that nobody has been put on yet is still being planned.
        """
        lost_some = Q(staff_put__gt=F("staff_working"))
        return self.annotate(
            staff_working=_number_of("Shift", working=True), staff_put=_number_of("Shift")
        ).filter(
            Q(state=Session.State.PUBLISHED) | (Q(state=Session.State.DRAFT) & lost_some),
            ends_at__gt=timezone.now(),
            staff_working__lt=F("min_staff"),
        )

    def unfinished(self) -> "SessionQuerySet":
        """Keep what is over and still open: nobody has said «gjør ferdig». The oldest first."""
        found = self.filter(state=Session.State.PUBLISHED, ends_at__lte=timezone.now())
        return found.order_by("ends_at", "pk")

    def upcoming(self) -> "SessionQuerySet":
        """Keep published sessions that have not ended, the nearest first."""
        found = self.filter(state=Session.State.PUBLISHED, ends_at__gt=timezone.now())
        return found.order_by("starts_at", "pk")

    def last_of(self, activity: Any, *, teams: Any) -> "Session | None":
        """Return the latest that `teams` have planned of `activity` and not called off."""
        found = self.filter(activity=activity, team__in=teams)
        return found.exclude(state=Session.State.CANCELLED).order_by("-starts_at", "-pk").first()

    def with_room(self) -> "SessionQuerySet":
        """Keep what has a place free, or takes anybody."""
        found = self.annotate(taken=_number_of("SignUp", state="coming"))
        return found.filter(Q(places__isnull=True) | Q(places__gt=F("taken")))

    def public(self) -> "SessionQuerySet":
        """Keep what the public may see: what was shown, of a public activity."""
        return self.shown().filter(activity__is_public=True)

    def shown(self) -> "SessionQuerySet":
        """Keep what has ever been open to participants, whatever became of it since.

        A draft that is called off was never shown, so nobody hears of it. What was drawn back
        (`activities.planning.sessions.draw_back`) is a draft, and not shown while it is, nor when
        it is called off as one: nobody had answered it.
        """
        was_open = self.filter(published_at__isnull=False, cancelled_as_draft=False)
        return was_open.exclude(state=Session.State.DRAFT)

    def between(self, first: datetime, last: datetime) -> "SessionQuerySet":
        """Keep sessions that begin in [first, last), in order."""
        return self.filter(starts_at__gte=first, starts_at__lt=last).order_by("starts_at", "pk")

    def on_days(self, first: date, last: date) -> "SessionQuerySet":
        """Keep sessions that begin on the days of Oslo from `first` to `last`, both included."""
        return self.between(midnight(first), midnight(last + timedelta(days=1)))

    def with_signup_counts(self) -> "SessionQuerySet":
        """Add `coming_count` and `line_count`."""
        return self.annotate(
            coming_count=_number_of("SignUp", state="coming"),
            line_count=_number_of("SignUp", state="in_line"),
        )

    def with_counts(self) -> "SessionQuerySet":
        """Add to `with_signup_counts` `taken_part_count` (guests too) and `staff_count`.

        Staff who are away are not counted.
        """
        return self.with_signup_counts().annotate(
            taken_part_count=_number_of("Attendance") + _number_of("Guest", participant=None),
            staff_count=_number_of("Shift", working=True),
        )


def _number_of(model: str, *, working: bool = False, **conditions: Any) -> Coalesce:
    """Count a session's rows in a subquery of its own: joined lists multiply each other."""
    rows = apps.get_model("activities", model)._default_manager.order_by()
    if working:
        rows = rows.working()
    own = rows.filter(session=OuterRef("pk"), **conditions).values("session")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def own_domain() -> str:
    """Return the domain of Reir's own address."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


class Session(SessionFields):
    """A session. Only `activities.planning.sessions` changes its state.

    `places` is None for drop-in. Times are UTC. `calendar_key` is the identity of the entry in
    a calendar that it was imported from (UID and occurrence), empty when it was made here;
    `calendar_sequence` is the edition that it was last taken from.

    `uid` and `uid_domain` name it in the calendars that we write. The domain is the one that Reir
    had when it was made, so that a new address never makes it a second entry there.

    `any_time`: one comes when one can between start and end. `newcomer_places` of `places` are
    kept for people who have not been at this activity. When it rains, `rain_place` and `place`
    change places (`moved_indoors`). A session of a series is known by `occurrence_on`, the day
    on which the rule put it, wherever it was moved; one that was edited by itself
    (`stands_alone`) is left in peace when the series changes.

    Fewer staff than the place asks for is a leader's word, with a reason that stays to be read
    (`activities.staffing.minimum_staff`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        PUBLISHED = "published", _("åpen")
        CANCELLED = "cancelled", _("avlyst")
        CLOSED = "closed", _("ferdig")

    EDITABLE = (State.DRAFT, State.PUBLISHED)

    activity = links.to_activity(related_name="sessions")
    team = links.to_team(related_name="sessions")
    place = links.to_place(related_name="sessions", verbose_name=_("sted"))
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    places = models.PositiveSmallIntegerField(
        _("plasser"), null=True, blank=True, help_text=_("Tomt felt betyr: kom når du vil.")
    )
    newcomer_places = models.PositiveSmallIntegerField(
        _("plasser til nye"), default=0, help_text=_("Holdes av til dem som ikke har vært her før.")
    )
    moved_indoors = models.BooleanField(default=False, editable=False)
    called_first = models.BooleanField(_("ringt først"), default=False, editable=False)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    occurrence_on = models.DateField(null=True, blank=True, editable=False)
    stands_alone = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        _("tilstand"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("åpnet"), null=True, editable=False)
    """When it was first open to participants (UTC). A fact: nothing takes it back."""
    cancelled_reason = models.CharField(_("hvorfor avlyst"), max_length=200, blank=True)
    cancelled_as_draft = models.BooleanField(default=False, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uid_domain = models.CharField(max_length=253, default=own_domain, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    """Those of one imported calendar share it."""

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta(SessionFields.Meta):
        verbose_name = _("økt")
        verbose_name_plural = _("økter")
        indexes = [
            models.Index(fields=["team", "starts_at"], name="session_team_starts"),
            models.Index(fields=["state", "starts_at"], name="session_state_starts"),
            models.Index(fields=["state", "ends_at"], name="session_state_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("Økta må slutte etter at den begynner."),
            ),
            *SessionFields.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | Q(published_at__isnull=False),
                name="session_open_was_published",
            ),
            once(
                "series",
                "occurrence_on",
                name="session_once_an_occurrence",
                condition=Q(series__isnull=False),
            ),
        ]

    @property
    def calendar_uid(self) -> str:
        """Return its UID in every calendar that we write, whoever asks and from which address."""
        return f"{self.uid}@{self.uid_domain}"

    @property
    def public_note(self) -> str:
        """Return what everybody may read of the note.

        What was written for the place outside («vi møtes ved brua») leads astray when it is moved
        indoors, and what is called off needs none.
        """
        is_told = self.state != self.State.CANCELLED and not self.moved_indoors
        return self.note if is_told else ""

    @property
    def planned_place(self) -> Place:
        """Return where it is when it does not rain."""
        return self.rain_place if self.moved_indoors and self.rain_place else self.place

    @property
    def planned_rain_place(self) -> Place | None:
        """Return where it is when it rains, wherever it is now."""
        return self.place if self.moved_indoors else self.rain_place

    @property
    def is_drawn_back(self) -> bool:
        """Tell whether it is a draft that has been open: it is cancelled, never discarded."""
        return self.state == self.State.DRAFT and self.published_at is not None

    @property
    def has_begun(self) -> bool:
        """Tell whether it has begun: before that nobody «var med», they are written down."""
        return self.starts_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        """Tell whether its time is over."""
        return self.ends_at <= timezone.now()

    def meets(self, other: Any) -> bool:
        """Tell whether it and `other`, a session or an absence, share any time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def is_today_or_past(self) -> bool:
        """Tell whether its day has come, from when taking part can be recorded."""
        return timezone.localdate(self.starts_at) <= timezone.localdate()

    @property
    def is_drop_in(self) -> bool:
        """Tell whether one may come without a place."""
        return self.places is None

    @property
    def expected_count(self) -> int:
        """Return how many are reckoned with: its places, or how many come to a drop-in."""
        return self.activity.expected_at_drop_in if self.places is None else self.places

    @property
    def demands_in_words(self) -> list[str]:
        """Return what the session asks of people, in words, as it is said before they join."""
        return [str(Demand(value).label) for value in self.demands]

    @property
    def missing_staff(self) -> int:
        """Return how many staff a session that is not over lacks; lists come `with_staff`.

        Who is away is lacking. Without the list, it is counted anew each time.
        """
        if self.state not in self.EDITABLE:
            return 0
        return max(0, self.min_staff - len(self.staff_there))

    @property
    def staff_there(self) -> "list[Shift]":
        """Return the shifts of those who are at work (`Shift.objects.working`)."""
        listed = list(getattr(self, "_prefetched_objects_cache", {}).get("shifts", [None]))
        if all(hasattr(shift, "is_there") for shift in listed):
            return [shift for shift in listed if shift.is_there]
        return list(self.shifts.working().select_related("staff"))

    @property
    def planned_minutes(self) -> int:
        """Return the planned length in minutes, the only length that Reir knows."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)
