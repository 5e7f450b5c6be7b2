"""A box that is closed: only when it is empty, and then no money goes in or out."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from core.errors import RuleBroken
from ledger.models import Entry
from payouts.models import CashBox
from payouts.over_the_table import cash, counts
from tests.factories.accounts import MembershipFactory, a_colleague
from tests.payouts.helpers import SIGNATURE, Scene, earned, full_box, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Scene:
    """Return a scene."""
    return scene()


def emptied(stage: Scene) -> CashBox:
    """Return a box that was filled, emptied and closed."""
    box = full_box(stage, ore=50_000)
    cash.take_out(box, ore=50_000, by=stage.by, witness=a_colleague(box), key="all")
    cash.close(box)
    return box


def fill(box: CashBox, stage: Scene) -> Any:
    return cash.fill_box(box, ore=10_000, by=stage.by, key="later")


def take_out(box: CashBox, stage: Scene) -> Any:
    return cash.take_out(box, ore=10_000, by=stage.by, witness=a_colleague(box), key="later")


def count(box: CashBox, stage: Scene) -> Any:
    colleague: Any = MembershipFactory(team=stage.session.team, role="worker").user
    return counts.count(box, counted_ore=0, by=stage.by, witness=colleague, key=uuid4())


def pay(box: CashBox, stage: Scene) -> Any:
    earning = earned(stage)
    return cash.pay(
        earning.participant, earnings=[earning.pk], box=box, by=stage.by, signature=SIGNATURE
    )


def pay_group(box: CashBox, stage: Scene) -> Any:
    colleague: Any = MembershipFactory(team=stage.session.team, role="worker").user
    return cash.pay_group(
        box,
        earnings=[earned(stage).pk, earned(stage).pk],
        by=stage.by,
        witness=colleague,
        paid_by_initials="KL",
        witness_initials="PA",
    )


@pytest.mark.parametrize("act", [fill, take_out, count, pay, pay_group])
def test_a_closed_box_is_refused_with_its_name(
    stage: Scene, act: Callable[[CashBox, Scene], Any]
) -> None:
    box = emptied(stage)
    before = Entry.objects.exclude(kind="approve").count()

    with pytest.raises(RuleBroken, match=f"^{box.name} er ikke i bruk lenger. Velg et annet"):
        act(box, stage)

    assert Entry.objects.exclude(kind="approve").count() == before


def test_only_an_empty_box_is_closed_and_a_repeat_changes_nothing(stage: Scene) -> None:
    box = full_box(stage, ore=50_000)
    with pytest.raises(RuleBroken, match="Det skal ligge 500\u00a0kr i skrinet"):
        cash.close(box)
    assert list(CashBox.objects.in_use()) == [box]

    cash.take_out(box, ore=50_000, by=stage.by, witness=a_colleague(box), key="all")
    cash.close(box)
    box.refresh_from_db()
    first = box.closed_at
    cash.close(box)

    box.refresh_from_db()
    assert (box.closed_at, list(CashBox.objects.in_use())) == (first, [])


def test_what_was_done_before_it_was_closed_can_be_sent_again(stage: Scene) -> None:
    earning, box = earned(stage), full_box(stage, ore=15_000)
    who: dict[str, Any] = {
        "earnings": [earning.pk],
        "box": box,
        "by": stage.by,
        "signature": SIGNATURE,
    }
    receipt = cash.pay(earning.participant, **who)
    colleague = MembershipFactory(team=stage.session.team, role="worker").user
    counting: dict[str, Any] = {
        "counted_ore": 0,
        "by": stage.by,
        "witness": colleague,
        "key": uuid4(),
    }
    counted = counts.count(box, **counting)
    cash.close(box)
    before = Entry.objects.count()

    assert cash.pay(earning.participant, **who) == receipt
    assert counts.count(box, **counting) == counted
    cash.fill_box(box, ore=15_000, by=stage.by, key="first")
    assert Entry.objects.count() == before


def test_a_closed_box_is_read_and_can_be_opened_again(stage: Scene) -> None:
    box, today = emptied(stage), timezone.localdate()
    report = counts.report(box, first=today, last=today)
    assert (report.filled, report.taken_out, report.closing) == (50_000, 50_000, 0)

    cash.open_again(box)

    assert list(CashBox.objects.in_use()) == [box]
    fill(box, stage)
    assert cash.balance(box) == 10_000
