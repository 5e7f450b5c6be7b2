"""A steward's visit is honoured at once, once a day, and never more than the budget holds."""

import pytest

from activities.models import CareVisit
from notices.models import Task
from participants.models import Participant
from payouts import promises
from payouts.models import Earning, Entry, Rate
from tests.factories.accounts import UserFactory
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory

pytestmark = pytest.mark.django_db


def stewarded(*, amount_ore: int = 20_000):
    """Return a work with a steward, a rate of 100 kroner a visit, and the budget for it."""
    steward = ParticipantFactory()
    work = WorkFactory(team=steward.team, steward=steward)
    RateFactory(activity=work.activity, reason="care_visit", ore=10_000)
    return work, steward, BudgetFactory(team=work.team, amount_ore=amount_ore)


def test_a_visit_is_honoured_and_owed_at_once() -> None:
    work, steward, budget = stewarded()

    visit = promises.care(work, care="cleaned", participant=steward, by=UserFactory())

    earning = Earning.objects.get()
    assert (earning.care_visit, earning.what, earning.ore) == (visit, str(work), 10_000)
    assert earning.state == Earning.State.APPROVED
    assert Entry.objects.balance("owed") == -10_000
    budget.refresh_from_db()
    assert budget.committed_ore == 10_000


def test_two_visits_a_day_are_two_facts_and_one_honorarium() -> None:
    work, steward, budget = stewarded()

    promises.care(work, care="cleaned", participant=steward)
    promises.care(work, care="cleaned", participant=steward)
    promises.care(work, care="birds_inside", participant=steward)

    assert CareVisit.objects.count() == 2
    assert Earning.objects.count() == 1
    budget.refresh_from_db()
    assert budget.committed_ore == 10_000


def test_without_money_the_visit_stands_and_the_leader_is_asked() -> None:
    work, steward, _budget = stewarded(amount_ore=9_999)

    promises.care(work, care="cleaned", participant=steward)

    assert CareVisit.objects.count() == 1
    assert not Earning.objects.exists()
    assert Task.objects.get().kind == Task.Kind.FIND_MONEY


@pytest.mark.parametrize("who", ["somebody else", "nobody"])
def test_others_care_as_they_like_and_promise_nothing(who: str) -> None:
    work, steward, _budget = stewarded()
    other: Participant | None = ParticipantFactory(team=steward.team)

    promises.care(work, care="watered", participant=other if who == "somebody else" else None)

    assert not Earning.objects.exists()


def test_no_rate_no_promise() -> None:
    work, steward, _budget = stewarded()
    Rate.objects.update(reason="took_part")

    promises.care(work, care="watered", participant=steward)

    assert not Earning.objects.exists()
    assert not Task.objects.exists()
