"""That a colleague was asked to take a shift over, and what came of it (docs/decisions/028)."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PLANNING, Team
from accounts.models.user import to_user, to_user_or_none
from activities.models.session import Session
from core.constraints import once
from core.models import TimeStamped


class CoverAskQuerySet(models.QuerySet["CoverAsk"]):
    """Reads of who was asked."""

    def live(self) -> "CoverAskQuerySet":
        """Keep what can still be answered: not closed, of an open session that is not over."""
        return self.filter(
            closed_at__isnull=True,
            session__state=Session.State.PUBLISHED,
            session__ends_at__gt=timezone.now(),
        )

    def waiting_for_leader(self) -> "CoverAskQuerySet":
        """Keep a yes that a leader is to answer: any other yes has closed its row."""
        return self.live().filter(said_yes=True)

    def keeping_others(self) -> "CoverAskQuerySet":
        """Keep of those the ones while whose leader thinks nobody else can say yes.

        A yes past a limit of working time keeps nobody: whoever is rested goes first.
        """
        return self.waiting_for_leader().filter(past_limit=False)

    def answered_by(self, user: Any) -> "CoverAskQuerySet":
        """Keep what is for `user` to answer: in a team where they plan, or lent by one of them."""
        own = Team.objects.of(user, PLANNING).values("pk")
        here = Q(session__team__in=own, lent_by=None) | Q(lent_by__in=own)
        return self.filter(here, staff=user)

    def unanswered(self) -> "CoverAskQuerySet":
        """Keep what can be answered and has not been, the nearest session first."""
        return self.live().filter(said_yes=None).order_by("session__starts_at", "pk")


class CoverAsk(TimeStamped):
    """A colleague, `staff`, was asked to work `session` in the place of `instead_of`.

    Without `instead_of` it is a place that nobody has. `lent_by` is the team of a substitute. A yes
    that is `past_limit` of working time waits for a leader. With `in_return` it is a swap:
    `instead_of` works that session of theirs. Why somebody is replaced has no column. `said_yes` is
    the answer at `answered_at`. `closed_at` is when nobody needed an answer any more, and `ended`
    how. The token of the link is stored hashed (SHA-256).
    Only `activities.staffing.cover_asks` and `asking` write it.
    """

    class Ended(models.TextChoices):
        OPEN = "open", _("venter")
        GOT_IT = "got_it", _("fikk vakten")
        TAKEN = "taken", _("en annen tok den")
        NOT_NEEDED = "not_needed", _("trengs ikke lenger")
        LEADER_NO = "leader_no", _("lederen sa nei")

    session = models.ForeignKey(Session, models.CASCADE, related_name="cover_asks")
    instead_of = to_user(on_delete=models.CASCADE, related_name="cover_wanted", null=True)
    staff = to_user(on_delete=models.CASCADE, related_name="cover_asks")
    asked_by = to_user_or_none(on_delete=models.SET_NULL)
    in_return = models.ForeignKey(
        Session, models.CASCADE, null=True, related_name="cover_asks_in_return"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("spurt"), default=timezone.now)
    answered_at = models.DateTimeField(_("svart"), null=True)
    said_yes = models.BooleanField(_("sa ja"), null=True)
    past_limit = models.BooleanField(_("går over en grense"), default=False)
    lent_by = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, default=Ended.OPEN)

    objects = CoverAskQuerySet.as_manager()

    class Meta:
        verbose_name = _("spørsmål om vakt")
        verbose_name_plural = _("spørsmål om vakter")
        ordering = ["pk"]
        constraints = [
            once(
                "session",
                "instead_of",
                "staff",
                name="cover_ask_once_a_person",
                condition=Q(closed_at__isnull=True),
            ),
            once(
                "session",
                "instead_of",
                name="cover_ask_one_yes",
                condition=Q(closed_at__isnull=True, said_yes=True, past_limit=False),
            ),
            once(
                "session",
                "staff",
                name="cover_ask_once_a_gap",
                condition=Q(closed_at__isnull=True, instead_of__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(past_limit=False) | Q(said_yes=True), name="cover_ask_past_limit_is_yes"
            ),
            models.CheckConstraint(
                condition=~Q(staff=F("instead_of")), name="cover_ask_of_another"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, said_yes__isnull=True)
                | Q(answered_at__isnull=False, said_yes__isnull=False),
                name="cover_ask_answer_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ended="open")
                | (Q(closed_at__isnull=False) & ~Q(ended="open")),
                name="cover_ask_closed_says_how",
            ),
        ]
