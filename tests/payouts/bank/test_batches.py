"""Files for the bank: collected, sealed by another, the same bytes, sent, settled or put away."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import RuleBroken
from ledger import books
from ledger.models import Entry
from payouts.bank import batches, statuses
from payouts.bank.lines import Line
from payouts.models import BankProfile, Batch, Earning, PayChoice, Payout, VaultEntry
from payouts.vault import bank_accounts
from tests.factories.accounts import MembershipFactory
from tests.payouts.helpers import bank_people, scene, sealed

pytestmark = pytest.mark.django_db


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def states() -> list[str]:
    return list(Payout.objects.order_by("pk").values_list("state", flat=True))


def balances() -> dict[str, int]:
    return {name: books.balance(name) for name in ("owed", "in_transit", "bank")}


def test_only_those_who_chose_the_bank_and_told_their_account_are_collected() -> None:
    stage = scene(places=8)
    people = bank_people(stage, count=5)
    VaultEntry.objects.filter(participant=people[1]).delete()
    PayChoice.objects.filter(participant=people[2]).update(way="saved")
    Earning.objects.filter(participant=people[3]).update(way="gift_card")
    PayChoice.objects.filter(participant=people[4]).update(way="in_hand")
    Earning.objects.filter(participant=people[4]).update(way="bank")

    batch = batches.make(stage.session.team, by=stage.by)

    paid = batch.payouts.order_by("pk").values_list("earning__participant", flat=True)
    assert list(paid) == [people[0].pk, people[4].pk]
    assert states() == ["queued", "queued"]
    assert list(batches.without_account([stage.session.team])) == [people[1]]


def test_a_collected_payout_is_as_one_made_by_itself() -> None:
    stage = scene()
    bank_people(stage)
    batches.make(stage.session.team, by=stage.by)

    made = Payout.objects.get()
    alone = Payout(earning=made.earning, method="bank", batch=made.batch)

    written = set(batches.COLUMNS) - {"created_at", "changed_at"}
    names = {field.name for field in Payout._meta.concrete_fields} - {"id"}
    assert {name: getattr(made, name) for name in written} == {
        name: getattr(alone, name) for name in written
    }
    assert {name for name in names - written if getattr(made, name)} == {"created_at", "changed_at"}
    assert made.created_at == made.changed_at


def test_a_second_tap_returns_the_draft_and_an_empty_team_is_told() -> None:
    stage = scene()
    bank_people(stage)

    made = [batches.make(stage.session.team, by=stage.by) for _twice in range(2)]

    assert made[0] == made[1]
    with pytest.raises(RuleBroken) as told:
        batches.make(scene().session.team, by=stage.by)
    assert told.value.message == "Ingen har penger til gode på konto nå."


def test_from_draft_to_settled_the_books_follow() -> None:
    stage = scene()
    bank_people(stage, count=2)
    batch = sealed(stage)
    assert (batch.state, states(), balances()["owed"]) == ("sealed", ["queued"] * 2, -30_000)

    for _twice in range(2):
        batches.mark_sent(batch, by=stage.by)
    assert (states(), balances()) == (
        ["sending"] * 2,
        {"owed": 0, "in_transit": -30_000, "bank": 0},
    )

    for payout in Payout.objects.all():
        for _twice in range(2):
            statuses.settle(payout, by=stage.by)
    batch.refresh_from_db()
    assert (batch.state, states()) == ("settled", ["paid"] * 2)
    assert balances() == {"owed": 0, "in_transit": 0, "bank": -30_000}
    numbers = Entry.objects.order_by("voucher_number").values_list("voucher_number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_the_file_is_the_same_at_every_download_and_is_not_readable_at_rest() -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)

    first, second = batches.download(batch), batches.download(batch)

    assert first == second
    assert hashlib.sha256(first).hexdigest() == batch.sha256
    assert "Bjørg Ærlig Ås".encode() in first
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM payouts_batch")
        stored = bytes(cursor.fetchone()[0])
    assert b"86011117947" not in stored
    assert len(stored) < len(first)


def test_a_file_that_is_not_the_sealed_one_is_never_handed_out() -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)
    Batch.objects.filter(pk=batch.pk).update(file=b"<Document/>")

    with pytest.raises(RuleBroken) as told:
        batches.download(batch)

    assert told.value.message.startswith("Fila er ikke den som ble forseglet.")


def test_who_made_it_does_not_seal_it() -> None:
    stage = scene()
    bank_people(stage)
    batch = batches.make(stage.session.team, by=stage.by)

    with pytest.raises(RuleBroken) as told:
        batches.seal(batch, by=stage.by, execution_on=tomorrow())

    assert told.value.message == "En annen enn den som laget bunken, må forsegle den."


def test_who_rewrote_an_account_since_does_not_seal_it() -> None:
    stage = scene()
    (person,) = bank_people(stage)
    finance = [MembershipFactory(team=stage.session.team, role="finance").user for _two in "ab"]
    batch = batches.make(stage.session.team, by=stage.by)
    account = {"registered_name": "Bjørg Ås", "account_number": "1503.20.80119"}
    bank_accounts.store(person, **account, by=finance[0])
    bank_accounts.confirm(person, by=finance[1])

    with pytest.raises(RuleBroken) as told:
        batches.seal(batch, by=finance[0], execution_on=tomorrow())

    assert told.value.message.startswith("Du har skrevet om en konto")
    assert batches.seal(batch, by=finance[1], execution_on=tomorrow()).state == "sealed"


@pytest.mark.both
def test_the_database_keeps_four_eyes_and_the_file() -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)
    table = "UPDATE payouts_batch SET"
    attempts = [
        f"{table} sealed_by_id = made_by_id",
        f"{table} sealed_by_id = NULL",
        f"{table} sha256 = ''",
        f"{table} file = ''",
        f"{table} state = 'void'",
    ]

    for attempt in attempts:
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{attempt} WHERE id = %s", [batch.pk])

    batch.refresh_from_db()
    assert (batch.state, batch.sealed_by == stage.by) == ("sealed", False)


@pytest.mark.both
def test_the_database_refuses_a_bank_payout_without_a_batch() -> None:
    stage = scene()
    bank_people(stage)

    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(earning=Earning.objects.get(), method="bank")


def test_every_person_to_fix_is_named_before_sealing() -> None:
    stage = scene(places=8)
    people = bank_people(stage, count=4)
    for person, name in zip(people, ("Ola", "Kari", "Ali", "Per"), strict=True):
        person.chosen_name = name
        person.save()
    batch = batches.make(stage.session.team, by=stage.by)
    entries = [VaultEntry.objects.get(participant=person) for person in people]
    entries[0].account_number = "86011117948"
    entries[1].registered_name = "Kari Čapek Ø"
    entries[2].registered_name = ""
    for entry in entries[:3]:
        entry.save()
    entries[3].delete()
    other = MembershipFactory(team=stage.session.team, role="finance").user

    with pytest.raises(RuleBroken) as told:
        batches.seal(batch, by=other, execution_on=tomorrow())

    assert told.value.message == (
        "Kontonummeret til Ola stemmer ikke. Se på det sammen. "
        "Banken tar ikke imot «Č» i navnet til Kari. Se hva banken skriver. "
        "Navnet som Ali har i banken, mangler. "
        "Per mangler konto. Skriv den inn, eller ta utbetalingen ut."
    )
    assert [problem.participant_id for problem in batches.problems(batch)] == [
        person.pk for person in people
    ]
    batch.refresh_from_db()
    assert batch.state == "draft"


def test_a_bank_without_norwegian_letters_refuses_them_visibly() -> None:
    stage = scene()
    (person,) = bank_people(stage)
    BankProfile.objects.update(letters="basic", initiating_party="Bydelen")
    batch = batches.make(stage.session.team, by=stage.by)

    assert [problem.sentence for problem in batches.problems(batch)] == [
        f"Banken tar ikke imot «Å», «Æ», «ø» i navnet til {person.chosen_name}."
        " Se hva banken skriver."
    ]


def test_a_sum_of_nothing_is_named() -> None:
    nothing = Line(
        "REIR-P1", "Ola Nordmann", "86011117947", 0, "Utbetaling 1", called="Ola",
        participant_id=1, is_confirmed=True, payouts=(1,),
    )  # fmt: skip
    assert batches.problem_with(nothing, letters="basic") == (
        "Summen til Ola er null. Ta utbetalingen ut."
    )


def test_an_empty_batch_a_missing_profile_and_yesterday_are_answered() -> None:
    stage = scene()
    bank_people(stage)
    batch = batches.make(stage.session.team, by=stage.by)
    other = MembershipFactory(team=stage.session.team, role="finance").user
    told = []

    for prepare in (None, "remove", "profile"):
        if prepare == "remove":
            batches.remove(Payout.objects.get())
        elif prepare == "profile":
            BankProfile.objects.all().delete()
        day = tomorrow() if prepare else timezone.localdate() - timedelta(days=1)
        with pytest.raises(RuleBroken) as broken:
            batches.seal(batch, by=other, execution_on=day)
        told.append(broken.value.message)

    assert told == [
        "Velg i dag eller en dag som kommer.",
        "Bunken er tom. Legg den bort.",
        "Teamet mangler bankoppsett. Fyll det ut først.",
    ]


def test_what_is_taken_out_can_be_paid_again_and_a_sealed_batch_is_left_whole() -> None:
    stage = scene()
    bank_people(stage, count=2)
    batch = batches.make(stage.session.team, by=stage.by)
    first, second = Payout.objects.order_by("pk")

    for _twice in range(2):
        batches.remove(first)
    other = MembershipFactory(team=stage.session.team, role="finance").user
    batches.seal(batch, by=other, execution_on=tomorrow())
    with pytest.raises(RuleBroken):
        batches.remove(second)

    assert states() == ["failed", "queued"]
    assert list(Earning.objects.waiting_for_payment()) == [first.earning]


def test_a_batch_put_away_frees_its_honoraria_and_a_sent_one_is_never_put_away() -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)

    with pytest.raises(RuleBroken) as told:
        batches.void(batch, reason=" ", by=stage.by)
    assert told.value.message == "Skriv hvorfor."
    for _twice in range(2):
        batches.void(batch, reason="Feil dag", by=stage.by)
    for act in (batches.mark_sent, lambda row, by: batches.download(row)):
        with pytest.raises(RuleBroken):
            act(batch, by=stage.by)

    again = sealed(stage)
    batches.mark_sent(again, by=stage.by)
    with pytest.raises(RuleBroken):
        batches.void(again, reason="Angret", by=stage.by)
    assert (states(), again == batch) == (["failed", "sending"], False)


def test_what_did_not_arrive_is_owed_again_and_may_be_sent_anew() -> None:
    stage = scene()
    bank_people(stage)
    batches.mark_sent(sealed(stage), by=stage.by)
    payout = Payout.objects.get()

    with pytest.raises(RuleBroken):
        statuses.fail(payout, reason="", by=stage.by)
    for _twice in range(2):
        statuses.fail(payout, reason="Kontoen er stengt", by=stage.by)
    with pytest.raises(RuleBroken):
        statuses.settle(payout, by=stage.by)

    payout.refresh_from_db()
    assert (payout.state, payout.failed_reason) == ("failed", "Kontoen er stengt")
    assert (balances(), payout.batch.state) == (
        {"owed": -15_000, "in_transit": 0, "bank": 0},
        "settled",
    )
    assert sealed(stage).payouts.get().earning == payout.earning


def test_money_that_came_back_is_booked_back_with_a_reason() -> None:
    stage = scene()
    bank_people(stage)
    batches.mark_sent(sealed(stage), by=stage.by)
    payout = Payout.objects.get()
    with pytest.raises(RuleBroken):
        statuses.reverse(payout, reason="For tidlig", by=stage.by)
    statuses.settle(payout, by=stage.by)

    with pytest.raises(RuleBroken):
        statuses.fail(payout, reason="Feil vei", by=stage.by)
    with pytest.raises(RuleBroken):
        statuses.reverse(payout, reason="", by=stage.by)
    for _twice in range(2):
        statuses.reverse(payout, reason="Banken sendte pengene tilbake", by=stage.by)

    assert (states(), balances()) == (["failed"], {"owed": -15_000, "in_transit": 0, "bank": 0})
    assert list(Earning.objects.waiting_for_payment()) == [payout.earning]


@pytest.mark.both
def test_sixteen_hands_make_and_seal_and_send_once(race: Any) -> None:
    result = race.run("tests.payouts.racers.same_bank_file", processes=16, people=5)

    assert [act.get("error") for act in result["acts"]] == [None] * 16
    assert len({act["value"] for act in result["acts"]}) == 1
    assert result["look"] == {
        "batches": 1,
        "payouts": ["sending"] * 5,
        "sent": 5,
        "gaps": 0,
        "owed": 0,
        "in_transit": -75_000,
    }
