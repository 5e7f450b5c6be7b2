"""Scenes that the money tests share."""

from dataclasses import dataclass

from accounts.models import User
from activities.models import Session
from participants.models import Participant
from payouts import ledger, promises
from payouts.models import Budget, CashBox, Earning
from payouts.rails import cash
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, SessionFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, CashBoxFactory, RateFactory

SIGNATURE = "M20 150L40 60L80 140L120 50M140 100L300 90"
"""What the drawing area sends when somebody has drawn."""


@dataclass
class Scene:
    """A session that is going on, with a rate, a budget and somebody to record."""

    session: Session
    budget: Budget
    by: User

    def participant(self) -> Participant:
        return ParticipantFactory(team=self.session.team)


def scene(*, budget_ore: int = 1_000_000, places: int | None = 4, rate_ore: int = 15_000) -> Scene:
    """Return an offered session with `places` honoraria reserved."""
    activity = ActivityFactory()
    draft = SessionFactory(
        running=True, state=Session.State.DRAFT, activity=activity, places=places
    )
    RateFactory(activity=activity, ore=rate_ore)
    budget = BudgetFactory(team=draft.team, amount_ore=budget_ore)
    by = MembershipFactory(team=draft.team, role="leader").user
    session = promises.offer(with_staff(draft), by=by)
    budget.refresh_from_db()
    return Scene(session=session, budget=budget, by=by)


def full_box(stage: Scene, *, ore: int = 500_000) -> CashBox:
    """Return a box of the scene's team with `ore` in it."""
    box = CashBoxFactory(team=stage.session.team)
    cash.fill_box(box, ore=ore, by=stage.by, key="first")
    return box


def earned(stage: Scene, *, participant: Participant | None = None) -> Earning:
    """Return one approved honorarium of `participant`, or of somebody new."""
    recorded = promises.record(
        stage.session, participant=participant or stage.participant(), by=stage.by
    )
    assert recorded.earning is not None
    ledger.approve(recorded.earning, by=stage.by)
    return Earning.objects.get(pk=recorded.earning.pk)
