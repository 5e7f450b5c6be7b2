"""Money set aside: a budget that cannot be overdrawn, and what sessions have reserved of it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Team
from accounts.models.user import to_user, to_user_or_none
from activities.models import Activity, CareVisit, Session, Work
from core.models import Named, TimeStamped, is_a_sum, one_of_two, two_different
from core.money import MOST_ORE


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Reads of budgets."""

    def covering(self, thing: Session | Work, *, day: date) -> "BudgetQuerySet":
        """Keep approved budgets of the team and activity of `thing` that hold on `day`.

        A budget for the activity itself comes before the team's common one.
        """
        return (
            self.filter(
                team_id=thing.team_id,
                approved_by__isnull=False,
                starts_on__lte=day,
                ends_on__gt=day,
            )
            .filter(Q(activity_id=thing.activity_id) | Q(activity__isnull=True))
            .in_order()
        )

    def in_order(self) -> "BudgetQuerySet":
        """Order as money is taken; several are always locked so."""
        return self.order_by(F("activity").asc(nulls_last=True), "ends_on", "pk")


class Budget(Named, TimeStamped):
    """A sum for honoraria from one source in [starts_on, ends_on), approved by a second person.

    `amount_ore` grows and shrinks by approved additions (`payouts.budgets.additions`) alone.
    `committed_ore` is the sum of its reservations; only `payouts.budgets.reservations` moves it,
    with the row locked, and the database refuses to let it pass `amount_ore`. A budget of lease
    income can be used as far as income has come in and been earmarked to it (`earmarked_ore`).
    """

    class Source(models.TextChoices):
        GRANT = "grant", _("tilskudd")
        LEASE_INCOME = "lease_income", _("leieinntekt")
        OWN = "own", _("egne midler")

    name = models.CharField(_("navn"), max_length=120)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="budgets")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="budgets"
    )
    source = models.CharField(_("kilde"), max_length=20, choices=Source.choices)
    amount_ore = models.PositiveBigIntegerField(_("sum i øre"))
    committed_ore = models.PositiveBigIntegerField(default=0, editable=False)
    earmarked_ore = models.PositiveBigIntegerField(default=0, editable=False)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("fram til"))
    made_by = to_user()
    approved_by = to_user_or_none()

    objects = BudgetQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "committed_ore", "earmarked_ore"])

    class Meta:
        verbose_name = _("budsjett")
        verbose_name_plural = _("budsjetter")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_ore__gte=0, amount_ore__lte=MOST_ORE), name="budget_is_a_sum"
            ),
            models.CheckConstraint(
                condition=Q(committed_ore__gte=0, committed_ore__lte=F("amount_ore")),
                name="budget_never_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(earmarked_ore__lte=F("amount_ore"))
                & (~Q(source="lease_income") | Q(committed_ore__lte=F("earmarked_ore"))),
                name="budget_within_earmarked",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="budget_ends_after_start"
            ),
            two_different("budget_four_eyes", "made_by", "approved_by"),
        ]

    @property
    def usable_ore(self) -> int:
        """Return how much can be promised in all (øre): of lease income, what is earmarked."""
        return self.earmarked_ore if self.source == self.Source.LEASE_INCOME else self.amount_ore

    @property
    def free_ore(self) -> int:
        """Return what is not promised to anybody yet (øre)."""
        return self.usable_ore - self.committed_ore

    @property
    def account(self) -> str:
        """Return the account in the ledger that holds what is earmarked to it."""
        return f"earmarked:{self.pk}"


class Reservation(TimeStamped):
    """What a session, or one care visit, has reserved of a budget.

    That is `count` times `rate_ore` for taking part, and `extra_ore` for those who helped to
    organise it, whose rate is another. A session's is released when it is closed: both fall to
    what was earned.
    """

    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, null=True, related_name="reservation"
    )
    care_visit = models.OneToOneField(
        CareVisit, on_delete=models.PROTECT, null=True, related_name="reservation"
    )
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="reservations")
    rate_ore = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    extra_ore = models.PositiveBigIntegerField(default=0)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            is_a_sum("reservation_is_a_sum", field="rate_ore"),
            models.CheckConstraint(
                condition=one_of_two("session", "care_visit"),
                name="reservation_for_one_thing",
            ),
        ]

    @property
    def ore(self) -> int:
        """Return the whole sum that the reservation holds (øre)."""
        return self.count * self.rate_ore + self.extra_ore
