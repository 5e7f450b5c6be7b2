"""What a colleague was last told about their shift in a session (docs/decisions/026)."""

from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.models.user import to_user
from activities.models.place import Place
from activities.models.session import Session
from activities.models.staffing.shift import Shift
from core.constraints import once
from core.dates import midnight
from core.models import TimeStamped


class ShiftNoticeQuerySet(models.QuerySet["ShiftNotice"]):
    """Reads of what colleagues were told."""

    def to_come(self) -> "ShiftNoticeQuerySet":
        """Keep what is about a session that is not over, as it is or as they were told."""
        now = timezone.now()
        return self.filter(Q(session__ends_at__gt=now) | Q(told_ends_at__gt=now))

    def untrue(self) -> "ShiftNoticeQuerySet":
        """Keep those to come whose colleague was told something else than what is so now.

        `has_shift` says whether they are put on the session, `is_on` whether they work it so that
        it holds. Who was told that it is drawn back, and not settled, hears when it is: cancelled,
        or without them. Who is away, or works in the team no more, is
        told nothing now; who comes back is. Whom somebody notes afterwards on a session that is
        over is told nothing.
        """
        own = Shift.objects.filter(session=OuterRef("session"), staff=OuterRef("staff"))
        theirs = Membership.objects.planning().filter(
            user=OuterRef("staff"), team=OuterRef("session__team")
        )
        goes_on = Q(session__state__in=(Session.State.PUBLISHED, Session.State.CLOSED))
        thought_so, is_on = Q(told__in=ShiftNotice.ON), Q(is_on=True)
        is_settled = Q(session__state=Session.State.CANCELLED) | Q(has_shift=False)
        waited = Q(told=ShiftNotice.Told.DRAWN_BACK) & is_settled
        as_told = Q(
            told_starts_at=F("session__starts_at"),
            told_ends_at=F("session__ends_at"),
            told_place=F("session__place"),
        )
        asks = apps.get_model("activities", "CoverAsk").objects.filter(
            staff=OuterRef("staff"), session=OuterRef("session"), ended="got_it"
        )
        lends = Membership.objects.planning().filter(
            user=OuterRef("staff"), team=OuterRef("lent_by")
        )
        lent = Exists(asks.filter(Exists(lends)))
        rows = (
            self.to_come()
            .filter(Exists(theirs) | lent)
            .annotate(has_shift=Exists(own), is_on=Exists(own) & goes_on)
        )
        return rows.filter(
            Q(session__ends_at__gt=timezone.now()) | thought_so,
            (thought_so & ~is_on)
            | waited
            | (is_on & Exists(own.working()) & ~(thought_so & as_told)),
        )

    def instead_of_reminder(self, session: Session) -> "ShiftNoticeQuerySet":
        """Keep those of `session` whose message is as good as a reminder the day before.

        Its message came the day before or later, or is about to come.
        """
        lately = midnight(timezone.localdate(session.starts_at) - timedelta(days=1))
        own = self.filter(session=session)
        told = own.filter(told_at__gte=lately, told__in=ShiftNotice.ON)
        return self.filter(Q(pk__in=told.values("pk")) | Q(pk__in=own.untrue().values("pk")))

    def unseen(self) -> "ShiftNoticeQuerySet":
        """Keep what was told, is to come, and was not answered with «Sett», the nearest first."""
        found = self.to_come().filter(told_at__isnull=False, seen_at__isnull=True)
        return found.order_by("session__starts_at", "pk")


class ShiftNotice(TimeStamped):
    """What one colleague was last told about one session, so that they hear the difference only.

    `told_starts_at`, `told_ends_at` and `told_place` are what they were to work when they last
    were on it. `told_at` is when the message was put in: None when there was nothing to tell, since
    they did it themselves. `seen_at` is their «Sett». `told_missing` is how many staff lacked when
    they last heard of it. `noted_at` is when somebody last changed something.
    Only `activities.staffing.shift_notices` writes it.
    """

    class Told(models.TextChoices):
        NOTHING = "nothing", _("ingenting")
        PUT_ON = "put_on", _("satt på")
        MOVED = "moved", _("flyttet")
        TAKEN_OFF = "taken_off", _("tatt av")
        CANCELLED = "cancelled", _("avlyst")
        DRAWN_BACK = "drawn_back", _("trukket tilbake")

    ON = (Told.PUT_ON, Told.MOVED)
    """What somebody was told who believes that they work the session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="shift_notices")
    staff = to_user(on_delete=models.CASCADE, related_name="shift_notices")
    told = models.CharField(max_length=10, choices=Told.choices, default=Told.NOTHING)
    told_starts_at = models.DateTimeField(null=True)
    told_ends_at = models.DateTimeField(null=True)
    told_place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    told_missing = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(_("sett"), null=True)
    noted_at = models.DateTimeField(default=timezone.now)

    objects = ShiftNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("beskjed om vakt")
        verbose_name_plural = _("beskjeder om vakter")
        ordering = ["pk"]
        constraints = [
            once("session", "staff", name="shift_notice_once_a_person"),
            models.CheckConstraint(
                condition=Q(told="nothing")
                | Q(told_starts_at__isnull=False, told_ends_at__isnull=False),
                name="shift_notice_says_when",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(told_at__isnull=False),
                name="shift_notice_seen_was_told",
            ),
        ]
        indexes = [models.Index(fields=["staff", "seen_at"], name="shift_notice_unseen")]
