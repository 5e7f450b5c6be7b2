"""An act and the money that follows it are one: when the last step fails, nothing has happened."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from activities.models import CareVisit
from activities.taking_part import guests
from ledger import books
from ledger.models import AccountCode
from payouts import losses, postings
from payouts.bank import batches, statuses
from payouts.earnings import approval, funding, promises, unfunded
from payouts.models import Earning, Payout
from payouts.over_the_table import cash
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import WorkFactory
from tests.factories.payouts import RateFactory
from tests.payouts.helpers import SIGNATURE, Scene, bank_people, earned, full_box, scene, sealed

pytestmark = pytest.mark.django_db

Act = Callable[[], Any]


def approve(stage: Scene) -> Act:
    earning = promises.record(stage.session, participant=stage.participant(), by=stage.by).earning
    assert earning is not None
    return lambda: approval.approve_many([earning.pk], by=stage.by)


def record(stage: Scene) -> Act:
    return lambda: promises.record(stage.session, participant=stage.participant(), by=stage.by)


def take_back(stage: Scene) -> Act:
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    return lambda: promises.reverse(stage.session, participant=person, by=stage.by)


def guest_became(stage: Scene) -> Act:
    guest, person = guests.add(stage.session, called="Kari", by=stage.by), stage.participant()
    return lambda: promises.guest_became(guest, participant=person, by=stage.by)


def close(stage: Scene) -> Act:
    promises.record(stage.session, participant=stage.participant(), by=stage.by)
    return lambda: promises.close(stage.session, by=stage.by)


def cancel(stage: Scene) -> Act:
    return lambda: promises.cancel(stage.session, reason="Per er syk.", by=stage.by)


def cared_for(stage: Scene) -> dict[str, Any]:
    person = stage.participant()
    RateFactory(activity=stage.session.activity, reason="care_visit", ore=1_000)
    work = WorkFactory(team=person.team, activity=stage.session.activity, steward=person)
    return {"work": work, "participant": person, "care": "cleaned"}


def care(stage: Scene) -> Act:
    what = cared_for(stage)
    return lambda: promises.care(**what)


def take_back_care(stage: Scene) -> Act:
    what = cared_for(stage)
    visit = promises.care(**what)
    return lambda: promises.reverse_care(visit, participant=what["participant"])


def fund(stage: Scene) -> Act:
    for _number in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)
    promises.close(stage.session, by=stage.by)
    Earning.objects.filter(pk=Earning.objects.latest("pk").pk).update(
        state="unfunded", held_by="budget", reservation=None, approved_at=None
    )
    return unfunded.fund_waiting


def pay_again_to_loss(stage: Scene) -> Act:
    earning = earned(stage)
    given: dict[str, Any] = {"box": full_box(stage), "by": stage.by, "signature": SIGNATURE}
    cash.pay(earning.participant, earnings=[earning.pk], **given)
    other = MembershipFactory(team=stage.session.team, role="finance").user
    return lambda: losses.pay_again_to_loss(Payout.objects.get(), reason="Borte", by=other)


def arrived_after_all(stage: Scene) -> Act:
    bank_people(stage)
    batches.mark_sent(sealed(stage), by=stage.by)
    payout = statuses.fail(Payout.objects.get(), reason="Feil konto", by=stage.by)
    return lambda: losses.arrived_after_all(
        payout, account="bank", reason="Kom likevel", by=stage.by
    )


ACTS: dict[str, tuple[Callable[[Scene], Act], Any, str]] = {
    "an approval": (approve, Earning.objects._queryset_class, "update"),
    "a tap": (record, funding, "promise"),
    "a tap taken back": (take_back, Earning.objects._queryset_class, "update"),
    "a guest with a name": (guest_became, promises, "record"),
    "an end": (close, approval, "approve_many"),
    "a cancelling": (cancel, approval, "approve_many"),
    "a visit": (care, approval, "approve_many"),
    "a visit taken back": (take_back_care, CareVisit, "save"),
    "money that is found": (fund, approval, "approve_many"),
    "a loss": (pay_again_to_loss, postings, "book"),
    "a late arrival": (arrived_after_all, postings, "book"),
}
"""What is done, and its last step: in a module, or a model's."""


def written() -> dict[str, list[dict[str, Any]]]:
    """Return every row of what happened and of the money."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for label in ("activities", "payouts", "ledger", "notices")
        for model in apps.get_app_config(label).get_models()
    }


@pytest.mark.parametrize(("prepared", "where", "step"), ACTS.values(), ids=[*ACTS])
def test_nothing_has_happened_when_the_last_step_fails(
    prepared: Callable[[Scene], Act], where: Any, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = prepared(scene())
    before = written()

    def fails(*_arguments: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr(where, step, fails)
        act()

    assert written() == before
    act()
    assert written() != before


def test_codes_are_set_together_or_not_at_all() -> None:
    with pytest.raises(KeyError):
        books.set_codes({"expense": "5900", "unheard of": "1"})

    assert not AccountCode.objects.exists()
