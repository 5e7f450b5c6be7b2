"""Accounts and names: written rightly, encrypted at rest, forgotten, rotated."""

from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from core.errors import RuleBroken
from payouts.bank import batches
from payouts.models import BankProfile, Earning, GiftCard, PayChoice, Signature, VaultEntry
from payouts.models.vault import VaultLocked
from payouts.over_the_table import cash, gift_cards
from payouts.vault import bank_accounts
from payouts.vault import keys as vault_keys
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BankProfileFactory, GiftCardFactory, VaultEntryFactory
from tests.payouts.helpers import SIGNATURE, bank_people, full_box, scene, sealed

pytestmark = pytest.mark.django_db


def keep(person: Any, **changes: str) -> VaultEntry:
    written = {"registered_name": "Ola Nordmann", "account_number": "8601 11 17947"} | changes
    by = MembershipFactory(team=person.team, role="leader").user
    return bank_accounts.store(person, by=by, **written)


def raw(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM payouts_vaultentry")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("86011117947", "86011117947"),
        ("8601.11.17947", "86011117947"),
        (" 8601 11 17947 ", "86011117947"),
        ("8601\u00a011\u00a017947", "86011117947"),
        ("NO93 8601 1117 947", "NO9386011117947"),
        ("no9386011117947", "NO9386011117947"),
        ("IBAN: NO93 8601 1117 947", "NO9386011117947"),
        ("Kontonr. 8601.11.17947", "86011117947"),
        ("konto 1506.80.10095", "15068010095"),
        ('"8601/11/17947"', "86011117947"),
        ("1506.80.10095", "15068010095"),  # an account that could be an identity number
    ],
)
def test_an_account_as_people_write_it(written: str, kept: str) -> None:
    person = ParticipantFactory()
    for _twice in range(2):
        entry = keep(person, account_number=written)
    assert (entry.account_number, VaultEntry.objects.count()) == (kept, 1)
    assert PayChoice.objects.get(participant=person).way == "bank"


@pytest.mark.parametrize(
    "written",
    ["86011117948", "8601111794", "NO9386011117948", "NO93", "abc", "1" * 60],
)
def test_a_number_that_is_no_account_is_said_with_the_name(written: str) -> None:
    person = ParticipantFactory(chosen_name="Ola")
    with pytest.raises(RuleBroken) as told:
        keep(person, account_number=written)
    assert told.value.message == (
        "Kontonummeret til Ola stemmer ikke. Les det opp sammen en gang til."
    )
    assert VaultEntry.objects.count() == 0


@pytest.mark.parametrize("written", ["15068010095", "150680 10095", "konto 150680/10095"])
def test_a_national_identity_number_is_not_kept_as_an_account(written: str) -> None:
    with pytest.raises(RuleBroken) as told:
        keep(ParticipantFactory(chosen_name="Ola"), account_number=written)
    assert told.value.message == (
        "Dette kan være et fødselsnummer. Er det kontoen til Ola, så skriv den med"
        " punktum: 1234.56.78903."
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  ", "Skriv navnet som Ola har i banken."),
        ("N" * 71, "Navnet til Ola er for langt for banken. Bruk høyst 70 bokstaver."),
        (
            "Ola 150680 10095",
            "Navnet til Ola har tall i seg. Reir skal ikke ha fødselsnummer.",
        ),
        ("Anđé Č", "Banken tar ikke imot «Č» i navnet til Ola. Se hva banken skriver."),
    ],
)
def test_a_name_that_the_bank_does_not_take_is_said(name: str, sentence: str) -> None:
    person = ParticipantFactory(chosen_name="Ola")
    BankProfileFactory(team=person.team)
    with pytest.raises(RuleBroken) as told:
        keep(person, registered_name=name)
    assert told.value.message == sentence


def test_what_is_kept_cannot_be_read_in_the_database() -> None:
    keep(ParticipantFactory())
    assert "Nordmann" not in raw("registered_name")
    assert "86011117947" not in raw("account_number")


def test_forget_twice_and_nothing_waits_for_the_bank() -> None:
    stage = scene()
    (person,) = bank_people(stage)
    Earning.objects.update(way="bank")

    for _twice in range(2):
        bank_accounts.forget(person)

    assert (VaultEntry.objects.count(), PayChoice.objects.count()) == (0, 0)
    assert list(batches.chosen([stage.session.team])) == []
    assert list(Earning.objects.waiting_for_payment()) == [Earning.objects.get()]


def test_rotation_writes_everything_with_the_newest_key_and_may_be_repeated(settings: Any) -> None:
    stage = scene(places=8)
    (person,) = bank_people(stage)
    batch = sealed(stage)
    file_before = batches.download(batch)
    other = scene()
    from tests.payouts.over_the_table.test_cash import earned

    earning = earned(other)
    cash.pay(
        earning.participant, earnings=[earning.pk], box=full_box(other), by=other.by,
        signature=SIGNATURE,
    )  # fmt: skip
    old, new = settings.VAULT_KEYS[0], Fernet.generate_key().decode()
    settings.VAULT_KEYS = [new, old]

    for _twice in range(2):
        said = StringIO()
        call_command("rotate_vault", stdout=said)
        assert sorted(said.getvalue().splitlines()) == [
            "payouts.Batch: 1 skrevet på nytt, 0 kan ikke åpnes.",
            "payouts.GiftCard: 0 skrevet på nytt, 0 kan ikke åpnes.",
            "payouts.Signature: 1 skrevet på nytt, 0 kan ikke åpnes.",
            "payouts.VaultEntry: 1 skrevet på nytt, 0 kan ikke åpnes.",
        ]

    settings.VAULT_KEYS = [new]
    assert VaultEntry.objects.get(participant=person).account_number == "86011117947"
    assert Signature.objects.get().path == SIGNATURE
    assert batches.download(batch) == file_before


@pytest.mark.both
def test_a_gift_card_is_known_again_when_the_secret_key_is_another(settings: Any) -> None:
    by: Any = UserFactory()
    card: Any = GiftCardFactory()
    handed_out: Any = GiftCardFactory()
    GiftCard.objects.filter(pk=handed_out.pk).update(number="")  # the books have forgotten it
    settings.SECRET_KEY = "another secret key, as long as it takes to be one"

    call_command("rotate_vault", stdout=StringIO())

    with pytest.raises(RuleBroken, match="Linje 1: Dette kortet er lagt inn før"):
        gift_cards.add(
            card.team, issuer=card.issuer, numbers=[card.number], ore=15_000, by=by, key="again"
        )
    forgotten = GiftCard.objects.get(pk=handed_out.pk)
    assert (forgotten.number, forgotten.number_hash) == ("", handed_out.number_hash)


@pytest.mark.both
def test_a_card_that_was_accepted_twice_meanwhile_is_told(settings: Any) -> None:
    by: Any = UserFactory()
    card: Any = GiftCardFactory()
    settings.SECRET_KEY = "another secret key, as long as it takes to be one"
    gift_cards.add(
        card.team, issuer=card.issuer, numbers=[card.number], ore=15_000, by=by, key="again"
    )
    said = StringIO()

    call_command("rotate_vault", stdout=said)

    assert said.getvalue().splitlines()[-1] == "1 gavekort har samme nummer som et annet."
    assert len(set(GiftCard.objects.values_list("number_hash"))) == 2


def test_rotation_leaves_what_no_key_opens_and_says_so(settings: Any) -> None:
    VaultEntryFactory()
    before = raw("account_number")
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError) as told:
        call_command("rotate_vault", stdout=StringIO())

    assert str(told.value) == (
        "1 rader kan ikke åpnes. Behold de gamle nøklene, og let etter deres."
    )
    assert raw("account_number") == before


def test_a_file_that_no_key_opens_is_not_handed_out(settings: Any) -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(VaultLocked):
        batches.download(batch)


def test_every_encrypted_column_is_found() -> None:
    found = {model._meta.label: names for model, names in vault_keys.encrypted_columns()}
    assert found == {
        "payouts.Batch": ["file"],
        "payouts.GiftCard": ["number"],
        "payouts.VaultEntry": ["registered_name", "bank_spelling", "account_number"],
        "payouts.Signature": ["path"],
    }
    assert BankProfile._meta.label not in found


@pytest.mark.parametrize("keys", [[], [""], ["kort"], ["a" * 44, "x"], [None]])
def test_without_a_valid_key_the_system_check_stops(settings: Any, keys: list[Any]) -> None:
    settings.VAULT_KEYS = keys
    found = vault_keys.the_vault_has_keys()
    assert [(error.id, error.level) for error in found] == [("payouts.E001", checks.ERROR)]


def test_a_key_from_the_source_is_refused_at_deployment(settings: Any) -> None:
    assert [error.id for error in vault_keys.the_vault_has_a_key_of_its_own()] == ["payouts.E002"]
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]
    assert vault_keys.the_vault_has_a_key_of_its_own() == []
    assert vault_keys.the_vault_has_keys() == []


@pytest.mark.parametrize(
    "text",
    ["NO93\uff18\uff16\uff10\uff111117947", "NO9\uff1386011117947", "\u0668\u066601.11.17947"],
)
def test_digits_of_another_kind_are_kept_as_the_ones_that_banks_take(text: str) -> None:
    assert bank_accounts.is_account(bank_accounts.read_account(text, called="Ola"))
    assert bank_accounts.read_account(text, called="Ola").isascii()


def test_eleven_zeros_are_no_account() -> None:
    assert not bank_accounts.is_account("0" * 11)
    with pytest.raises(RuleBroken):
        bank_accounts.read_account("0" * 11, called="Ola")


def test_the_same_again_is_no_rewriting_and_nor_is_a_rotation(settings: Any) -> None:
    stage = scene()
    (person,) = bank_people(stage)
    batch = batches.make(stage.session.team, by=stage.by)
    before = VaultEntry.objects.values("changed_at", "written_by").get()
    kept = VaultEntry.objects.get()
    settings.VAULT_KEYS = [Fernet.generate_key().decode(), *settings.VAULT_KEYS]

    keep(person, registered_name=kept.registered_name, account_number="8601.11.17947")
    call_command("rotate_vault", stdout=StringIO())

    assert VaultEntry.objects.values("changed_at", "written_by").get() == before
    assert list(batches.rewritten(batch)) == []


def test_what_is_written_after_the_batch_was_made_is_found_until_it_is_sent() -> None:
    stage = scene()
    person, other = bank_people(stage, count=2)
    outside = VaultEntryFactory()
    batch = batches.make(stage.session.team, by=stage.by)

    written = keep(person, account_number="1506.80.10095")
    keep(outside.participant, account_number="1506.80.10095")
    bank_accounts.forget(other)
    anew = keep(other)
    assert set(batches.rewritten(batch)) == {written, anew}

    for one in (person, other):
        bank_accounts.confirm(one, by=stage.by)
    by: Any = MembershipFactory(team=stage.session.team, role="finance").user
    batch = batches.seal(batch, by=by, execution_on=timezone.localdate())
    assert set(batches.rewritten(batch)) == {written, anew}
    batch = batches.mark_sent(batch, by=by)
    assert list(batches.rewritten(batch)) == []


def test_a_spelling_is_proposed_and_stands_in_the_file_when_somebody_accepts_it() -> None:
    person = ParticipantFactory(chosen_name="Ola")
    BankProfileFactory(team=person.team)
    with pytest.raises(bank_accounts.NeedsSpelling) as needs:
        keep(person, registered_name="Šárka Łuczak")
    assert needs.value.proposal == "Sárka Luczak"
    assert not VaultEntry.objects.exists()

    entry = keep(person, registered_name="Šárka Łuczak", bank_spelling=needs.value.proposal)
    assert (entry.registered_name, entry.name_in_bank) == ("Šárka Łuczak", "Sárka Luczak")
    bank_accounts.confirm(person, by=MembershipFactory(team=person.team, role="leader").user)
    assert keep(person, registered_name="Šárka Łuczak", bank_spelling="Sárka Luczak").confirmed_at

    again = keep(person, registered_name="Šárka Łuczak", bank_spelling="Sarka Luczak")
    assert (again.name_in_bank, again.confirmed_at) == ("Sarka Luczak", None)
    with pytest.raises(bank_accounts.NeedsSpelling) as other:
        keep(person, registered_name="Šárka Čech", bank_spelling="Sarka Luczak")
    assert other.value.proposal == "Sárka Cech"
    assert keep(person, registered_name="Sara Ås", bank_spelling="Sarka Luczak").bank_spelling == ""


@pytest.mark.parametrize("spelled", ["Šárka", "S" * 71, "Sarka 15068010095", "\u200b"])
def test_a_spelling_is_as_the_bank_takes_it(spelled: str) -> None:
    person = ParticipantFactory(chosen_name="Ola")
    BankProfileFactory(team=person.team)
    with pytest.raises(RuleBroken):
        keep(person, registered_name="Šárka", bank_spelling=spelled)
    assert not VaultEntry.objects.exists()


def test_a_name_that_the_bank_stopped_taking_is_proposed_anew() -> None:
    person = ParticipantFactory(chosen_name="Ola")
    profile = BankProfileFactory(team=person.team)
    entry = keep(person, registered_name="Bjørg Ås")
    assert bank_accounts.proposal(entry) == ""
    profile.letters = "basic"
    profile.save()
    assert bank_accounts.proposal(entry) == "Bjoerg Aas"


@pytest.mark.parametrize(
    "written",
    [
        "8601\u00a011\u00a017947", "8601.\u200b11.\u200b17947", "8601–11–17947",
        "8601\u201011\u201117947", "\ufeff86011117947", "8601\u202f11\u202f17947",
        "\uff18\uff16\uff10\uff11\uff11\uff11\uff11\uff17\uff19\uff14\uff17", "8601\u00ad1117947",
        "8601·11·17947", "\u202a8601 11 17947\u202c", "8601\u221211\u221217947",
        "NO93\u00a08601\u200b1117\u2060947",
    ],
)  # fmt: skip
def test_an_account_is_read_through_what_cannot_be_seen(written: str) -> None:
    entry = keep(ParticipantFactory(), account_number=written)
    assert entry.account_number.removeprefix("NO93") == "86011117947"


def test_a_name_is_kept_without_what_cannot_be_seen() -> None:
    person = ParticipantFactory()
    BankProfileFactory(team=person.team)
    entry = keep(person, registered_name="Bjo\u0308rn\u200b\u00a0A\u030as\u202e")
    assert entry.registered_name == "Björn Ås"
