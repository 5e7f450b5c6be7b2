"""Scenes that the money tests share."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from activities.models import Session
from ledger import posting
from ledger.models import Entry
from participants.models import Participant
from payouts.bank import batches
from payouts.earnings import approval, promises
from payouts.models import Batch, Budget, CashBox, Earning, PayChoice, Way
from payouts.over_the_table import cash
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, SessionFactory, with_staff
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import (
    BankProfileFactory,
    BudgetFactory,
    CashBoxFactory,
    RateFactory,
    VaultEntryFactory,
)

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


def booked(
    *, key: str, ore: int = 100, debit: str = "expense", credit: str = "owed", **more: Any
) -> Entry:
    """Book a transfer that no act of ours makes, as if a box had been filled."""
    box = CashBoxFactory()
    about = posting.About(team=box.team_id, box=box.pk, **more)
    return posting.post(
        Entry.Kind.FILL_BOX,
        about=about,
        key=key,
        debit=debit,
        credit=credit,
        ore=ore,
        reason="prøve",
    )


def full_box(stage: Scene, *, ore: int = 500_000) -> CashBox:
    """Return a box of the scene's team with `ore` in it."""
    box = CashBoxFactory(team=stage.session.team)
    cash.fill_box(box, ore=ore, by=stage.by, key="first")
    return box


def bank_people(stage: Scene, *, count: int = 1) -> list[Participant]:
    """Return people of the scene's team who have earned 150 kroner each and told their account."""
    BankProfileFactory(team=stage.session.team)
    people = [stage.participant() for _n in range(count)]
    for person in people:
        promises.record(stage.session, participant=person, by=stage.by)
        VaultEntryFactory(participant=person, written_by=stage.by)
        PayChoice.objects.create(participant=person, way=Way.BANK)
    promises.close(stage.session, by=stage.by)
    return people


def sealed(stage: Scene) -> Batch:
    """Return the batch of what is ready, sealed by another person for tomorrow."""
    other = MembershipFactory(team=stage.session.team, role="finance").user
    batch = batches.make(stage.session.team, by=stage.by)
    return batches.seal(batch, by=other, execution_on=timezone.localdate() + timedelta(days=1))


def pain002(
    message_id: str, *, rows: dict[str, str] | None = None, status: str = "", version: str = "10"
) -> bytes:
    """Return a bank's answer: `status` for the whole, `rows` as {end-to-end id: four letters}."""
    group = f"<GrpSts>{status}</GrpSts>" if status else ""
    written = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{key}</OrgnlEndToEndId><TxSts>{word}</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for key, word in (rows or {}).items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}">'
        "<CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-25T12:00:00</CreDtTm>"
        f"</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{message_id}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message_id}</OrgnlPmtInfId>{written}"
        "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def earned(stage: Scene, *, participant: Participant | None = None) -> Earning:
    """Return one approved honorarium of `participant`, or of somebody new."""
    recorded = promises.record(
        stage.session, participant=participant or stage.participant(), by=stage.by
    )
    assert recorded.earning is not None
    approval.approve_many([recorded.earning.pk], by=stage.by)
    return Earning.objects.get(pk=recorded.earning.pk)
