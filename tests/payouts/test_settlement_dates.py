"""Money counts in the year when it moved, whenever we heard of it and whoever told us."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import RuleBroken
from ledger import chart
from payouts import losses, settlement_dates
from payouts.bank import batches, statuses
from payouts.models import Batch, Payout
from payouts.reports import over_threshold, yearly_statement
from payouts.stripe import transfers
from tests.factories.payouts import ThresholdFactory, an_unsure_payout
from tests.payouts import helpers
from tests.payouts.helpers import Scene

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
NEW_YEAR = date(2026, 12, 30)


@contextmanager
def on(year: int, month: int, day: int, hour: int = 9) -> Iterator[None]:
    with time_machine.travel(datetime(year, month, day, hour, tzinfo=OSLO), tick=True):
        yield


@pytest.fixture
def sent() -> tuple[Scene, Batch]:
    """Return a batch of two that the bank was asked on 29 December to pay on the 30th."""
    with on(2026, 12, 29):
        stage = helpers.scene()
        helpers.bank_people(stage, count=2)
        batch = helpers.sealed(stage)
        batches.mark_sent(batch, by=stage.by)
    return stage, batch


def days() -> list[date]:
    moments = Payout.objects.order_by("pk").values_list("settled_at", flat=True)
    return [timezone.localdate(moment) for moment in moments if moment]


def answer(batch: Batch, *, more: str = "", code: str = "ACSC") -> bytes:
    """Return an answer about each payment, with `more` elements in each."""
    rows = dict.fromkeys((payout.end_to_end_id for payout in batch.payouts.all()), code)
    written = helpers.pain002(batch.message_id, rows=rows)
    return written.replace(b"</TxSts>", f"</TxSts>{more}".encode())


def test_a_file_answered_in_january_counts_in_december(sent: tuple[Scene, Batch]) -> None:
    stage, batch = sent
    team = stage.session.team
    team.organisation_number = "310000019"
    team.save()
    threshold = ThresholdFactory(ore=10_000, organisation_number="310000019")
    with on(2027, 1, 4):
        statuses.apply_answer(batch, answer(batch), by=stage.by)
        paid = Payout.objects.select_related("earning__participant").first()
        assert paid is not None
        assert paid.heard_at is not None
        old, new = (
            {line.paid_ore for line in over_threshold.passed(threshold, year=year)}
            for year in (2026, 2027)
        )
        person = paid.earning.participant
        assert (old, new) == ({15_000}, set())
        assert yearly_statement.statement(person, year=2026).paid_ore == 15_000
        assert yearly_statement.statement(person, year=2027).paid_ore == 0
        assert yearly_statement.years_of(person) == [2027, 2026]
    assert (days(), timezone.localdate(paid.heard_at)) == ([NEW_YEAR] * 2, date(2027, 1, 4))


@pytest.mark.parametrize(
    ("more", "told", "day"),
    [
        ("", None, NEW_YEAR),
        ("", date(2027, 1, 2), date(2027, 1, 2)),
        ("<AccptncDtTm>2026-12-31T08:00:00</AccptncDtTm>", None, date(2026, 12, 31)),
        ("<AccptncDtTm>2026-12-31T08:00:00</AccptncDtTm>", date(2027, 1, 3), date(2026, 12, 31)),
        ("<AccptncDtTm>2026-12-31T23:30:00Z</AccptncDtTm>", None, date(2027, 1, 1)),
        ("<AccptncDtTm>2026-12-29T10:00:00+01:00</AccptncDtTm>", None, NEW_YEAR),
        ("<OrgnlTxRef><IntrBkSttlmDt>2027-01-02</IntrBkSttlmDt></OrgnlTxRef>", None,
         date(2027, 1, 2)),
        ("<FctvIntrBkSttlmDt><Dt>2026-12-31+01:00</Dt></FctvIntrBkSttlmDt>", None,
         date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_the_day_is_the_file_s_and_else_what_somebody_told(
    sent: tuple[Scene, Batch], more: str, told: date | None, day: date
) -> None:
    stage, batch = sent
    with on(2027, 1, 4):
        statuses.apply_answer(batch, answer(batch, more=more), by=stage.by, moved_on=told)
    assert days() == [day, day]


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2027, 1, 5), date(2027, 12, 30)])
@pytest.mark.parametrize("how", ["in the file", "accepted", "told", "by hand", "after all"])
def test_a_day_that_cannot_be_changes_nothing(
    sent: tuple[Scene, Batch], day: date, how: str
) -> None:
    stage, batch = sent
    first = batch.payouts.order_by("pk")[0]
    inside = {
        "in the file": f"<OrgnlTxRef><IntrBkSttlmDt>{day}</IntrBkSttlmDt></OrgnlTxRef>",
        "accepted": f"<AccptncDtTm>{day}T09:00:00</AccptncDtTm>",
    }
    if how == "after all":
        statuses.fail(first, reason="Stengt konto", by=stage.by)
    before = list(Payout.objects.order_by("pk").values_list("state", "settled_at"))
    with on(2027, 1, 4), pytest.raises(RuleBroken) as told:
        if how == "by hand":
            statuses.settle(first, by=stage.by, moved_on=day)
        elif how == "after all":
            losses.arrived_after_all(
                first, account=chart.BANK, reason="Sett", by=stage.by, moved_on=day
            )
        else:
            statuses.apply_answer(
                batch,
                answer(batch, more=inside.get(how, "")),
                by=stage.by,
                moved_on=day if how == "told" else None,
            )
    assert "Se på datoen." in told.value.message
    assert list(Payout.objects.order_by("pk").values_list("state", "settled_at")) == before


def test_by_hand_and_after_all_count_in_their_year_too(sent: tuple[Scene, Batch]) -> None:
    stage, batch = sent
    first, second = batch.payouts.order_by("pk")
    with on(2027, 1, 4):
        statuses.settle(first, by=stage.by)
        statuses.fail(second, reason="Stengt konto", by=stage.by)
        losses.arrived_after_all(
            second, account=chart.BANK, reason="Sett", by=stage.by, moved_on=date(2026, 12, 31)
        )
    assert days() == [NEW_YEAR, date(2026, 12, 31)]
    heard = {timezone.localdate(one.heard_at) for one in Payout.objects.all() if one.heard_at}
    assert heard == {date(2027, 1, 4)}


def test_a_day_asked_for_that_is_to_come_is_today(sent: tuple[Scene, Batch]) -> None:
    stage, batch = sent
    with on(2026, 12, 29, 17):
        statuses.settle(batch.payouts.first(), by=stage.by)
    assert days() == [date(2026, 12, 29)]


@pytest.mark.parametrize(
    ("made_at", "day"),
    [
        (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(1970, 1, 1, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2030, 1, 1, tzinfo=UTC), date(2027, 1, 4)),
    ],
)
def test_stripe_s_own_day_is_the_day(made_at: datetime, day: date) -> None:
    with on(2026, 12, 31):
        stage = helpers.scene()
        payout = an_unsure_payout(stage.session, by=stage.by)
    asked = payout.stripe_transfer
    told = transfers.client.Transfer(
        id="tr_1", key=asked.idempotency_key, ore=payout.earning.ore, currency="nok",
        account=asked.account_id, reversed_ore=0, made_at=made_at,
    )  # fmt: skip
    with on(2027, 1, 4):
        transfers.settle_from_event(told)
    assert days() == [day]


def test_the_database_keeps_heard_after_moved() -> None:
    stage = helpers.scene()
    helpers.bank_people(stage)
    batches.make(stage.session.team, by=stage.by)
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.update(settled_at=now, heard_at=datetime(2020, 1, 1, tzinfo=UTC))


def test_what_is_made_after_noon_is_not_paid_before_it_was_made() -> None:
    with on(2026, 12, 29, 15):
        moment = settlement_dates.moment(date(2026, 12, 29), made_at=timezone.now())
        assert moment <= timezone.now()
        assert timezone.localtime(moment).hour == 15
