"""One person gets one payment in a file, and every honorarium in it can be found again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.utils import timezone

from activities.models import Session
from core.errors import RuleBroken
from ledger import books
from ledger.models import Entry
from payouts import bank_references
from payouts.bank import banking_days, batches, statuses
from payouts.bank.pain001 import NAMESPACE
from payouts.earnings import promises
from payouts.models import Batch, Payout
from payouts.reconciliation import verification
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory, with_staff
from tests.payouts.helpers import Scene, bank_people, pain002, scene, sealed

pytestmark = pytest.mark.django_db
SPACE = {"p": NAMESPACE}


def take_part_again(stage: Scene, person: Any) -> None:
    session = SessionFactory(
        running=True, state=Session.State.DRAFT, activity=stage.session.activity,
        team=stage.session.team, places=4,
    )  # fmt: skip
    session = promises.offer(with_staff(session), by=stage.by)
    promises.record(session, participant=person, by=stage.by)
    promises.close(session, by=stage.by)


@pytest.fixture
def stage() -> Iterator[Scene]:
    """Return a scene in which one has earned three honoraria and another one; the books hold."""
    stage = scene()
    often, _once = bank_people(stage, count=2)
    for _more in range(2):
        take_part_again(stage, often)
    yield stage
    assert verification.verify() == []


def texts(batch: Batch, path: str) -> list[str | None]:
    found = fromstring(batches.download(batch))  # noqa: S314 - our own bytes
    return [element.text for element in found.findall(path, SPACE)]


def states() -> list[str]:
    return list(
        Payout.objects.order_by("earning__participant", "pk").values_list("state", flat=True)
    )


def whose(batch: Batch) -> list[Payout]:
    return list(batch.payouts.order_by("earning__participant", "pk"))


def colleague(batch: Batch) -> Any:
    return MembershipFactory(team=batch.team, role="finance").user


def sent(stage: Scene) -> Batch:
    return batches.mark_sent(sealed(stage), by=stage.by)


def test_the_file_pays_everybody_once_and_the_sum_is_all_of_it(stage: Scene) -> None:
    batch = sealed(stage)
    payouts = whose(batch)
    assert texts(batch, ".//p:InstdAmt") == ["450.00", "150.00"]
    assert texts(batch, ".//p:NbOfTxs") == ["2", "2"]
    assert texts(batch, ".//p:CtrlSum") == ["600.00", "600.00"]
    names = texts(batch, ".//p:EndToEndId")
    assert [payout.sealed_as for payout in payouts] == [*[names[0]] * 3, names[1]]
    assert texts(batch, ".//p:Ustrd") == [f"Utbetaling {payouts[n].number}" for n in (0, 3)]


@pytest.mark.parametrize(("word", "after"), [("ACSC", "paid"), ("RJCT", "failed")])
def test_what_the_bank_says_of_a_payment_holds_for_all_of_it(
    stage: Scene, word: str, after: str
) -> None:
    batch = sent(stage)
    first = whose(batch)[0]
    answer = pain002(batch.message_id, rows={first.end_to_end_id: word})
    statuses.apply_answer(batch, answer, by=stage.by)
    assert states() == [after, after, after, "sending"]
    step = {"paid": "settle", "failed": "fail"}[after]
    assert Entry.objects.filter(kind=step).count() == 3


def test_what_a_person_says_of_one_holds_for_its_payment(stage: Scene) -> None:
    batch = sent(stage)
    one = whose(batch)[1]
    for _twice in range(2):
        statuses.settle(one, by=stage.by)
    assert states() == ["paid", "paid", "paid", "sending"]
    for _twice in range(2):
        statuses.reverse(one, reason="Kom i retur", by=stage.by)
    assert states() == ["failed", "failed", "failed", "sending"]
    other = whose(batch)[3]
    statuses.fail(other, reason="Stengt", by=stage.by)
    assert books.balance("owed") == -60_000


def test_what_arrived_after_all_arrived_whole(stage: Scene) -> None:
    batch = sent(stage)
    one = whose(batch)[2]
    for _twice in range(2):
        statuses.fail(one, reason="Stengt", by=stage.by)
    assert states() == ["failed", "failed", "failed", "sending"]
    for _twice in range(2):
        statuses.arrived_after_all(one, reason="Sett i banken", by=stage.by)
    assert states() == ["paid", "paid", "paid", "sending"]
    assert books.balance("bank") == -45_000


def test_after_all_is_whole_or_not_at_all(stage: Scene) -> None:
    batch = sent(stage)
    one = whose(batch)[0]
    statuses.fail(one, reason="Stengt", by=stage.by)
    again = batches.make(stage.session.team, by=stage.by)
    batches.remove(again.payouts.get(earning=one.earning))
    before = states()
    with pytest.raises(RuleBroken):
        statuses.arrived_after_all(one, reason="Sett i banken", by=stage.by)
    assert states() == before


def test_what_is_taken_out_of_the_draft_is_in_no_payment(stage: Scene) -> None:
    batch = batches.make(stage.session.team, by=stage.by)
    out = whose(batch)[0]
    batches.remove(out)
    batches.seal(batch, by=colleague(batch), execution_on=timezone.localdate())
    batch.refresh_from_db()
    statuses.apply_answer(batch, pain002(batch.message_id, status="ACSC"), by=stage.by)
    assert states() == ["failed", "paid", "paid", "paid"]
    assert sorted(map(str, texts(batch, ".//p:InstdAmt"))) == ["150.00", "300.00"]


def test_the_ids_carry_the_installation_s_code_and_stay(stage: Scene, settings: Any) -> None:
    settings.BANK_CODE = "ALNA1"
    batch = sent(stage)
    names = texts(batch, ".//p:EndToEndId")
    assert texts(batch, ".//p:MsgId") == [f"REIR-ALNA1-B{batch.pk}"]
    assert all(str(name).startswith("REIR-ALNA1-P") for name in names)

    settings.BANK_CODE = "OTHER"
    batch = Batch.objects.get(pk=batch.pk)
    assert batch.message_id == f"REIR-ALNA1-B{batch.pk}"
    statuses.apply_answer(
        batch, pain002(batch.message_id, rows={str(names[0]): "ACSC"}), by=stage.by
    )
    assert states() == ["paid", "paid", "paid", "sending"]


def test_without_a_code_set_the_address_gives_one(settings: Any) -> None:
    settings.BANK_CODE = ""
    codes = set()
    for address in ("https://a.example", "https://b.example"):
        settings.WAGTAILADMIN_BASE_URL = address
        codes.add(bank_references.code())
    assert len(codes) == 2
    assert all(bank_references.CODE.fullmatch(code) for code in codes)
    assert len(bank_references.end_to_end_id(2**63)) <= bank_references.LONGEST


@pytest.mark.parametrize("code", ["å", "A", "ALT FOR LANG", "<B>"])
def test_a_code_that_no_bank_takes_is_told(settings: Any, code: str) -> None:
    settings.BANK_CODE = code
    assert [found.id for found in bank_references.the_code_is_one()] == ["payouts.E003"]


@pytest.mark.parametrize(
    ("day", "is_paid_on"),
    [
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 24), date(2026, 12, 28)),  # Christmas Eve, two holidays and a Sunday
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2027, 3, 25), date(2027, 3, 30)),  # from Maundy Thursday over Easter
        (date(2027, 5, 17), date(2027, 5, 18)),
        (date(2026, 11, 27), date(2026, 11, 27)),
    ],
)
def test_the_next_bank_day(day: date, is_paid_on: date) -> None:
    assert banking_days.first_from(day) == is_paid_on


def test_a_file_is_sealed_for_a_bank_day(stage: Scene) -> None:
    saturday = timezone.localdate() + timedelta(days=7)
    while saturday.weekday() != 5:
        saturday += timedelta(days=1)
    batch = batches.make(stage.session.team, by=stage.by)
    batch = batches.seal(batch, by=colleague(batch), execution_on=saturday)
    assert batch.execution_on == banking_days.first_from(saturday) != saturday
    assert texts(batch, ".//p:ReqdExctnDt/p:Dt") == [str(batch.execution_on)]


def test_one_payment_is_of_one_batch_and_what_is_not_sealed_is_one_by_itself() -> None:
    for stage in (scene(), scene()):
        bank_people(stage)
        sealed(stage)
    Payout.objects.update(sealed_as="REIR-B1-P1")
    first, second = Payout.objects.order_by("pk")
    assert list(Payout.objects.of_payment(first)) == [first]

    Payout.objects.update(sealed_as="")
    first.refresh_from_db()

    assert list(Payout.objects.of_payment(first)) == [first]
    assert (first.end_to_end_id, second.end_to_end_id) == (f"REIR-P{first.pk}", "REIR-B1-P1")
