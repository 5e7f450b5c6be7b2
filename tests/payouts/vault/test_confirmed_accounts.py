"""One dishonest member of staff never gets money to an account that nobody else has confirmed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import RuleBroken
from core.hidden_fields import Changed, digest
from participants import cards
from payouts.bank import batches, statuses
from payouts.models import Payout, VaultEntry
from payouts.vault import bank_accounts
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.payouts.helpers import bank_people, scene

pytestmark = pytest.mark.django_db
MINE = {"registered_name": "Lotte Leder", "account_number": "1503.20.80119"}


@pytest.fixture
def stage() -> Any:
    found = scene()
    found.people = bank_people(found, count=2)
    found.thief = MembershipFactory(team=found.session.team, role="leader").user
    found.honest = MembershipFactory(team=found.session.team, role="finance").user
    return found


def to_the_bank(stage: Any) -> set[int]:
    return set(batches.ready([stage.session.team]).values_list("participant", flat=True))


def test_an_account_rewritten_before_the_draft_is_not_collected(stage: Any) -> None:
    bank_accounts.store(stage.people[0], **MINE, by=stage.thief)
    batch = batches.make(stage.session.team, by=stage.honest)

    assert set(batch.payouts.values_list("earning__participant", flat=True)) == {stage.people[1].pk}
    batch = batches.seal(batch, by=stage.thief, execution_on=timezone.localdate())
    assert b"15032080119" not in batches.download(batch).split(b"<CdtTrfTxInf>", 1)[1]


def test_one_rewritten_after_the_draft_is_not_sealed_by_anybody(stage: Any) -> None:
    batch = batches.make(stage.session.team, by=stage.by)
    bank_accounts.store(stage.people[0], **MINE, by=stage.thief)
    for by in (stage.thief, stage.honest):
        with pytest.raises(RuleBroken):
            batches.seal(batch, by=by, execution_on=timezone.localdate())


def test_small_steps_clear_the_confirmation_each_time(stage: Any) -> None:
    person = stage.people[0]
    for change in (
        MINE,
        {"registered_name": "Lotte Leder", "account_number": "8601.11.17947"},
        {"registered_name": "Ola", "account_number": "NO93 8601 1117 947"},
    ):
        bank_accounts.store(person, **change, by=stage.thief)
        with pytest.raises(RuleBroken):
            bank_accounts.confirm(person, by=stage.thief)
        assert person.pk not in to_the_bank(stage)
        bank_accounts.confirm(person, by=stage.honest)
        assert person.pk in to_the_bank(stage)
    bank_accounts.forget(person)
    bank_accounts.store(person, **MINE, by=stage.thief)
    assert person.pk not in to_the_bank(stage)


def test_a_colleague_who_puts_the_name_right_makes_no_second_person_of_the_first(
    stage: Any,
) -> None:
    person = stage.people[0]
    number = {"account_number": MINE["account_number"]}
    bank_accounts.store(person, registered_name="Ola", **number, by=stage.thief)
    _card, token = cards.issue(person, by=stage.thief)
    bank_accounts.store(person, registered_name="Ola Normann", **number, by=stage.honest)

    entry = VaultEntry.objects.get(participant=person)
    assert not bank_accounts.may_confirm(stage.thief, entry)
    with pytest.raises(RuleBroken):
        bank_accounts.confirm(person, by=stage.thief)
    card: Any = cards.card_of_token(token)
    with pytest.raises(RuleBroken):
        bank_accounts.confirm_own(person, card=card, shown=digest(*bank_accounts.facts(entry)))
    assert person.pk not in to_the_bank(stage)

    third: Any = MembershipFactory(team=stage.session.team, role="leader").user
    bank_accounts.confirm(person, by=third)
    # Two have seen the number now: a new spelling needs one beside who spells.
    bank_accounts.store(person, registered_name="Ola Nordmann", **number, by=stage.honest)
    bank_accounts.confirm(person, by=stage.thief)


def test_another_role_and_another_team_make_no_second_person(stage: Any) -> None:
    bank_accounts.store(stage.people[0], **MINE, by=stage.thief)
    stage.thief.memberships.update(role="finance")
    MembershipFactory(user=stage.thief, role="leader")
    with pytest.raises(RuleBroken):
        bank_accounts.confirm(stage.people[0], by=stage.thief)


def test_the_card_that_the_writer_printed_proves_nothing(stage: Any) -> None:
    person = stage.people[0]
    entry = bank_accounts.store(person, **MINE, by=stage.thief)
    shown = digest(*bank_accounts.facts(entry))
    own, _token = cards.issue(person, by=stage.thief)
    with pytest.raises(RuleBroken):
        bank_accounts.confirm_own(person, card=own, shown=shown)
    other, _token = cards.issue(stage.people[1], by=stage.honest)
    with pytest.raises(RuleBroken):
        bank_accounts.confirm_own(person, card=other, shown=shown)
    card, _token = cards.issue(person, by=stage.honest)
    assert bank_accounts.confirm_own(person, card=card, shown=shown).confirmed_how == "owner"


def test_what_was_shown_is_what_is_confirmed(stage: Any) -> None:
    person = stage.people[0]
    shown = digest(*bank_accounts.facts(bank_accounts.store(person, **MINE, by=UserFactory())))
    bank_accounts.store(
        person, registered_name="Ola", account_number="8601.11.17947", by=stage.thief
    )
    with pytest.raises(Changed):
        bank_accounts.confirm(person, by=stage.honest, shown=shown)
    batch = batches.make(stage.session.team, by=stage.by)
    seen = digest(*batches.facts(batch))
    batches.remove(batch.payouts.get())
    with pytest.raises(Changed):
        batches.seal(batch, by=stage.honest, execution_on=timezone.localdate(), shown=seen)


@pytest.mark.both
def test_the_database_keeps_the_four_eyes(stage: Any) -> None:
    entry = bank_accounts.store(stage.people[0], **MINE, by=stage.thief)
    rows = VaultEntry.objects.filter(pk=entry.pk)
    now = timezone.now()
    for values in (
        {"confirmed_how": "colleague", "confirmed_by": stage.thief, "confirmed_at": now},
        {"confirmed_how": "colleague", "confirmed_at": now},
        {"confirmed_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


@pytest.mark.parametrize(
    ("written", "is_like"),
    [
        ("LEDÉR, LOTTÉ", True), ("Lotte Marie Leder", True), ("Lotte-Marie  leder", True),
        ("Lotte", True), ("Lotte Lederud", False), ("Ola Leder", False),
    ],
)  # fmt: skip
def test_a_name_of_staff_is_known_however_it_is_written(
    stage: Any, written: str, is_like: bool
) -> None:
    stage.thief.first_name, stage.thief.last_name = "Lotte", "Leder"
    stage.thief.save()
    MembershipFactory(user__first_name="Lotte", user__last_name="")
    entry = bank_accounts.store(
        stage.people[0], registered_name=written, account_number="1503.20.80119", by=stage.honest
    )
    alone = "Navnet er det samme som navnet til en ansatt."
    assert (alone in bank_accounts.doubts([entry]).get(stage.people[0].pk, [])) == is_like


def test_who_seals_sees_what_is_new_since_it_was_paid_and_what_is_odd(stage: Any) -> None:
    stage.thief.first_name, stage.thief.last_name = "Lotte", "Leder"
    stage.thief.save()
    first, second = stage.people
    batch = batches.make(stage.session.team, by=stage.by)
    assert {entry.participant for entry in batches.fresh(batch)} == {first, second}
    same = bank_accounts.store(
        first, **MINE | {"account_number": "NO93 8601 1117 947"}, by=stage.thief
    )
    assert bank_accounts.doubts([same]) == {
        first.pk: [
            "Den samme kontoen står på flere.",
            "Navnet er det samme som navnet til en ansatt.",
        ]
    }
    bank_accounts.confirm(first, by=stage.honest)
    with pytest.raises(RuleBroken):
        batches.seal(
            batch, by=stage.honest, execution_on=timezone.localdate(), looked_at_accounts=False
        )
    batch = batches.seal(batch, by=stage.honest, execution_on=timezone.localdate())
    batches.mark_sent(batch, by=stage.honest)
    for payout in Payout.objects.filter(batch=batch):
        statuses.settle(payout, by=stage.honest)
    assert list(batches.fresh(batch)) == []


def test_the_card_that_the_writers_other_login_printed_proves_nothing(stage: Any) -> None:
    person = stage.people[0]
    again = MembershipFactory(
        team=stage.session.team,
        user=UserFactory(email=stage.thief.email.replace("@", "+kort@")),
        role="worker",
    ).user
    entry = bank_accounts.store(person, **MINE, by=stage.thief)
    card, _token = cards.issue(person, by=again)
    with pytest.raises(RuleBroken):
        bank_accounts.confirm_own(person, card=card, shown=digest(*bank_accounts.facts(entry)))
    assert person.pk not in to_the_bank(stage)


def test_who_wrote_the_number_since_the_draft_does_not_seal_whoever_put_the_name_right(
    stage: Any,
) -> None:
    person, third = stage.people[0], MembershipFactory(team=stage.session.team, role="leader").user
    batch = batches.make(stage.session.team, by=stage.by)
    bank_accounts.store(person, **MINE, by=stage.thief)
    number = {"account_number": MINE["account_number"]}
    bank_accounts.store(person, registered_name="Lotte Lederli", **number, by=stage.honest)
    bank_accounts.confirm(person, by=third)
    again = MembershipFactory(
        team=stage.session.team,
        user=UserFactory(email=stage.thief.email.replace("@", "+to@")),
        role="leader",
    ).user
    for by in (stage.thief, again):
        with pytest.raises(RuleBroken, match="skrevet om en konto"):
            batches.seal(batch, by=by, execution_on=timezone.localdate())
    assert batches.seal(batch, by=third, execution_on=timezone.localdate()).sealed_by == third
