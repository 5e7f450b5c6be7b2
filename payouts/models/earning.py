"""A person's honorarium for one thing: promised, then approved, then paid by a payout."""

from datetime import datetime
from typing import cast

from django.db import models
from django.db.models import Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from activities.models import CareVisit, Session
from core.constraints import once
from core.errors import RuleBroken
from core.models import TimeStamped, is_a_sum
from payouts.models.budget import Reservation
from payouts.models.pay_choice import Way
from payouts.models.person_link import person_link
from payouts.models.rate import Reason
from payouts.models.threshold import Threshold

_IN_HAND = Q(way=Way.IN_HAND) | Q(way="") & (
    Q(participant__pay_choice__isnull=True) | Q(participant__pay_choice__way=Way.IN_HAND)
)

WAITING = {"budget": "honorarium_without_money", "threshold": "honorarium_before_threshold"}
"""The waiting state (docs/waiting.md) of an UNFUNDED honorarium, by what holds it."""


class EarningQuerySet(models.QuerySet["Earning"]):
    """Reads of honoraria."""

    def live(self) -> "EarningQuerySet":
        """Keep what there is money for: promised or approved, and not reversed."""
        return self.filter(state__in=(Earning.State.PROMISED, Earning.State.APPROVED))

    def unfunded(self) -> "EarningQuerySet":
        """Keep what has no money yet, with what holds it."""
        return self.filter(state=Earning.State.UNFUNDED)

    def owed(self) -> "EarningQuerySet":
        """Keep what people have earned: what there is money for, and what waits for money.

        What was stopped before a threshold is not promised to anybody.
        """
        return self.exclude(state=Earning.State.REVERSED).exclude(held_by=Earning.HeldBy.THRESHOLD)

    def at_flat_rate(self) -> "EarningQuerySet":
        """Keep those whose sum is the session's flat rate."""
        return self.exclude(reason=Reason.CO_ORGANISING)

    def waiting_for_payment(self) -> "EarningQuerySet":
        """Keep approved honoraria with no live payout: what is owed to people."""
        from payouts.models.payout import Payout  # noqa: PLC0415 - the other half of one concept

        return self.filter(state=Earning.State.APPROVED).exclude(payouts__state__in=Payout.LIVE)

    def with_what(self) -> "EarningQuerySet":
        """Fetch what each is for, the newest first."""
        happened_at = Coalesce("session__starts_at", "care_visit__visited_at")
        return self.select_related("session__activity", "care_visit__work").order_by(
            happened_at.desc(), "-pk"
        )

    def in_cash(self) -> "EarningQuerySet":
        """Keep what is wanted in cash: chosen for it, chosen always, or nothing chosen."""
        return self.filter(_IN_HAND)

    def in_another_way(self) -> "EarningQuerySet":
        """Keep what its owner has chosen to have in another way than in cash."""
        return self.exclude(_IN_HAND)

    def with_way(self) -> "EarningQuerySet":
        """Add `wanted`, a Way: its own choice, else its owner's, else in cash."""
        return self.annotate(
            wanted=Coalesce(
                NullIf("way", Value("")), "participant__pay_choice__way", Value(Way.IN_HAND.value)
            )
        )

    def total(self) -> int:
        """Return the sum in øre."""
        return self.aggregate(total=Sum("ore"))["total"] or 0


class Earning(TimeStamped):
    """A flat sum in øre, once for each (participant, reason, session), or once a care visit.

    `way` is how this one shall be paid when its owner chose so; empty is as they always choose.
    UNFUNDED has nothing reserved: `held_by` says whether it waits for a budget, or was stopped
    before `threshold`. `payouts.earnings.unfunded.fund_waiting` promises it when that has passed.

    Only `payouts.earnings` and `payouts.postings` change its state.
    """

    class State(models.TextChoices):
        UNFUNDED = "unfunded", _("venter på penger")
        PROMISED = "promised", _("lovet")
        APPROVED = "approved", _("på vei")
        REVERSED = "reversed", _("rettet")

    class HeldBy(models.TextChoices):
        BUDGET = "budget", _("budsjettet")
        THRESHOLD = "threshold", _("en grense")

    participant = person_link("earnings")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, related_name="earnings"
    )
    care_visit = models.OneToOneField(
        CareVisit, on_delete=models.PROTECT, null=True, related_name="earning"
    )
    reservation = models.ForeignKey(
        Reservation, on_delete=models.PROTECT, null=True, related_name="earnings"
    )
    ore = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROMISED)
    held_by = models.CharField(max_length=10, choices=HeldBy.choices, blank=True)
    threshold = models.ForeignKey(
        Threshold, on_delete=models.PROTECT, null=True, related_name="held"
    )
    approved_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)

    objects = EarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("honorar")
        verbose_name_plural = _("honorarer")
        indexes = [models.Index(fields=["participant", "state"], name="earning_participant_state")]
        constraints = [
            once("participant", "reason", "session", name="earning_once"),
            is_a_sum("earning_is_a_sum"),
            models.CheckConstraint(
                condition=Q(participant__isnull=False)
                | ~Q(state="promised") & ~Q(state="unfunded", held_by="budget"),
                name="earning_promised_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="unfunded", reservation__isnull=True)
                | Q(state="reversed")
                | Q(state__in=("promised", "approved"), reservation__isnull=False),
                name="earning_reserved_or_unfunded",
            ),
            models.CheckConstraint(
                condition=Q(state="unfunded", held_by="budget", threshold__isnull=True)
                | Q(state="unfunded", held_by="threshold", threshold__isnull=False)
                | ~Q(state="unfunded") & Q(held_by="", threshold__isnull=True),
                name="earning_held_by_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False, care_visit__isnull=True)
                | Q(session__isnull=True, care_visit__isnull=False, reason=Reason.CARE_VISIT),
                name="earning_for_one_thing",
            ),
        ]

    @property
    def person_id(self) -> int:
        """Return the id of whose it is. Raises RuleBroken when the books have forgotten it."""
        if self.participant_id is None:
            raise RuleBroken(str(_("Dette er så lenge siden at vi har glemt hvem det gjaldt.")))
        return self.participant_id

    @property
    def is_funded(self) -> bool:
        """Tell whether there is money for it: promised or approved."""
        return self.state in (self.State.PROMISED, self.State.APPROVED)

    @property
    def what(self) -> str:
        """Return the name of the session or work that it is for. Fetched by `with_what`."""
        return self.session.name if self.session else str(self.visit.work)

    @property
    def happened_at(self) -> datetime:
        """Return when the session began or the visit was (UTC). Fetched by `with_what`."""
        return self.session.starts_at if self.session else self.visit.visited_at

    @property
    def visit(self) -> CareVisit:
        """Return the care visit that it is for, when it is for no session."""
        return cast(CareVisit, self.care_visit)  # the constraint `earning_for_one_thing` says so
