"""The registered name and account of those who chose the bank: kept, checked and forgotten."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.no import fodselsnummer, kontonr

from accounts.models import User
from accounts.second_person import are_two, must_be_two
from core.errors import RuleBroken
from core.hidden_fields import must_be_unchanged
from core.text import clean_line, plain
from participants.models import AccessCard, Participant
from payouts import bank_characters
from payouts.models import BankProfile, Earning, PayChoice, VaultEntry, Way
from payouts.permissions import can_see_bank_accounts
from payouts.vault.hashes import account_hash

IN_THE_FILE = ("registered_name", "bank_spelling", "account_number")
"""What of an entry a file for the bank depends on."""
_BETWEEN = re.compile(r"[\s.,/_'\"\u00a0\u202f-]+")
_BEFORE = re.compile(
    r"^[\s'\"]*(?:(?:iban|bban|konto(?:nummer|nr)?|kto|account)\b[.:#\s]*)+(?=[a-z]{0,2}\d)", re.I
)
"""What stands before an account on a bank's own paper."""
_IN_GROUPS = re.compile(r"\d{4}[\s.\u00a0\u202f]\d{2}[\s.\u00a0\u202f]\d{5}")
"""«1503.20.12345»: how an account is written, and a national identity number never is."""


class NeedsSpelling(RuleBroken):
    """The bank does not take the name: somebody accepts `proposal`, or writes another spelling."""

    def __init__(self, message: str, *, proposal: str) -> None:
        super().__init__(message)
        self.proposal = proposal


def store(
    participant: Participant,
    *,
    registered_name: str,
    account_number: str,
    by: User,
    bank_spelling: str = "",
) -> VaultEntry:
    """Write down where the money of `participant` goes, and that they chose the bank.

    Spaces and dots are taken as people write them. `bank_spelling` is how the bank writes a name
    that has letters it does not take; without it NeedsSpelling proposes one. A repeat changes
    nothing, nor who wrote it and when: `batches.rewritten` builds on that. What is written anew is
    not confirmed: ask `confirm` or `confirm_own`. Raises RuleBroken with a sentence that names the
    person when the name or the number cannot be right.
    """
    called = participant.chosen_name
    letters = _letters_for(participant)
    name = _name(registered_name, called=called)
    account = read_account(account_number, called=called)
    with transaction.atomic():
        kept = VaultEntry.objects.select_for_update().filter(participant=participant).first()
        spelled = _spelling(bank_spelling, name=name, called=called, letters=letters, before=kept)
        written = (name, spelled, account)
        is_open = (
            kept is not None
            and kept.confirmed_at is None
            and account_hash(kept.account_number) == account_hash(account)
        )  # nobody but who wrote the number has said that it is right
        if kept is None or tuple(getattr(kept, field) for field in IN_THE_FILE) != written:
            kept, _new = VaultEntry.objects.update_or_create(
                participant=participant,
                defaults={
                    "registered_name": name,
                    "bank_spelling": spelled,
                    "account_number": account,
                    "account_hash": account_hash(account),
                    "written_by": by,
                    "written_at": timezone.now(),
                    "number_by": (kept.number_by or kept.written_by) if kept and is_open else by,
                    "confirmed_how": "",
                    "confirmed_by": None,
                    "confirmed_at": None,
                },
            )
        by_bank = {"participant": participant, "way": Way.BANK}
        chose_once = Earning.objects.owed().filter(**by_bank)
        if not PayChoice.objects.filter(**by_bank).exists() and not chose_once.exists():
            PayChoice.objects.update_or_create(participant=participant, defaults={"way": Way.BANK})
    return kept


def facts(entry: VaultEntry) -> tuple[object, ...]:
    """Return what a page that asks for a confirmation shows, for the digest."""
    written = (getattr(entry, field) for field in IN_THE_FILE)
    return entry.participant_id, *written, entry.written_at


def confirm(participant: Participant, *, by: User, shown: str | None = None) -> VaultEntry:
    """Say that `by` has read the account up with its owner. A repeat changes nothing.

    Four eyes: raises RuleBroken for whoever wrote it, and for whoever wrote the number when a
    colleague has only put the name right since; Changed when it is not what was shown.
    """
    with transaction.atomic():
        entry = _locked(participant, shown=shown)
        if not may_confirm(by, entry):
            raise RuleBroken(
                _("Du skrev kontoen. En kollega, eller %(name)s selv med kortet, må bekrefte den.")
                % {"name": participant.chosen_name}
            )
        if not can_see_bank_accounts(by, participant.team):
            raise RuleBroken(_("Bare leder og økonomi i teamet kan bekrefte en konto."))
        for writer in _writers(entry):
            must_be_two(writer, by)
        _confirm(entry, how=VaultEntry.How.COLLEAGUE, by=by)
    return entry


def confirm_own(participant: Participant, *, card: AccessCard, shown: str | None) -> VaultEntry:
    """Say that the owner knows the account as theirs. A repeat changes nothing.

    A card that the account's writer printed, under whatever login (`are_two`), proves nothing: they
    may hold it themselves.
    """
    with transaction.atomic():
        entry = _locked(participant, shown=shown)
        if card.participant_id != participant.pk or _wrote(card.printed_by, entry):
            raise RuleBroken(
                _("Den som skrev kontoen, laget kortet ditt også. Be en annen i teamet bekrefte.")
            )
        _confirm(entry, how=VaultEntry.How.OWNER, by=None)
    return entry


def doubts(entries: Iterable[VaultEntry]) -> dict[int, list[str]]:
    """Return for each entry's participant what whoever seals should look at, in sentences.

    One account for two people, whatever team; a name that a member of staff has, however it is
    written: turned round, without accents, with a name more between. Two queries.
    """
    entries = list(entries)
    staff = _staff_names()
    hashes = {account_hash(entry.account_number) for entry in entries}
    owners: dict[str, set[int]] = defaultdict(set)
    for hashed, owner in VaultEntry.objects.filter(account_hash__in=hashes).values_list(
        "account_hash", "participant"
    ):
        owners[hashed].add(owner)
    found = {}
    for entry in entries:
        others = owners[account_hash(entry.account_number)] - {entry.participant_id}
        said = [_("Den samme kontoen står på flere.")] if others else []
        names = _words(entry.registered_name), _words(entry.name_in_bank)
        if any(one == name or (len(one) > 1 and one <= name) for name in names for one in staff):
            said.append(_("Navnet er det samme som navnet til en ansatt."))
        if said:
            found[entry.participant_id] = said
    return found


def _staff_names() -> list[set[str]]:
    """Return the words of each name that somebody of the staff has."""
    staff = User.objects.filter(memberships__isnull=False, is_active=True).distinct()
    return [words for user in staff if (words := _words(str(user)))]


def forget(participant: Participant) -> None:
    """Delete name and account of somebody who chose otherwise. A repeat changes nothing.

    What waits for the bank waits for them as everybody's does. What lies in a sealed file stays.
    """
    with transaction.atomic():
        VaultEntry.objects.filter(participant=participant).delete()
        PayChoice.objects.filter(participant=participant, way=Way.BANK).delete()
        waiting = participant.earnings.waiting_for_payment().filter(way=Way.BANK)
        Earning.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(way="")


def has_account(participant: Participant) -> bool:
    """Tell whether it is known where `participant`'s money goes."""
    return VaultEntry.objects.filter(participant=participant).exists()


def read_account(text: str, *, called: str) -> str:
    """Return eleven digits or an IBAN from what somebody wrote for the person `called`.

    Raises RuleBroken. Every national identity number has the check digit of an account too, so
    eleven digits that could be one must be written in an account's groups.
    """
    account = digits(text)
    if not account:
        raise RuleBroken(_("Skriv kontonummeret til %(name)s.") % {"name": called})
    if not is_account(account):
        raise RuleBroken(
            _("Kontonummeret til %(name)s stemmer ikke. Les det opp sammen en gang til.")
            % {"name": called}
        )
    if account[:2].isalpha():
        return account
    if fodselsnummer.is_valid(account) and not _IN_GROUPS.fullmatch(_BEFORE.sub("", plain(text))):
        raise RuleBroken(
            _(
                "Dette kan være et fødselsnummer. Er det kontoen til %(name)s, så skriv den med"
                " punktum: 1234.56.78903."
            )
            % {"name": called}
        )
    return account


def digits(text: str) -> str:
    """Return `text` in upper case without what people write before it («IBAN») and between."""
    return _BETWEEN.sub("", _BEFORE.sub("", plain(text))).upper()


def grouped(account: str) -> str:
    """Return eleven digits as an account is written, «1234.56.78903»; an IBAN as it is."""
    if account[:2].isalpha():
        return account
    return f"{account[:4]}.{account[4:6]}.{account[6:]}"


def is_account(account: str) -> bool:
    """Tell whether `account` is eleven digits or an IBAN with the right check digits.

    Only a to z and 0 to 9: python-stdnum reads other alphabets' digits too, and the bank does not.
    """
    if not account.isascii():
        return False
    if account[:2].isalpha():
        return bool(iban.is_valid(account))
    return len(account) == 11 and account != "0" * 11 and bool(kontonr.is_valid(account))


def unsupported_sentence(letters: list[str], *, called: str) -> str:
    """Say which letters in the name of the person `called` the bank does not take."""
    return _("Banken tar ikke imot %(letters)s i navnet til %(name)s. Se hva banken skriver.") % {
        "letters": ", ".join(f"«{letter}»" for letter in letters),
        "name": called,
    }


def proposal(entry: VaultEntry) -> str:
    """Return a spelling that the bank takes of a name which it does not; "" when none is needed."""
    letters = _letters_for(entry.participant)
    if not letters or not bank_characters.unsupported(entry.name_in_bank, letters=letters):
        return ""
    return bank_characters.spelling(entry.registered_name, letters=letters)


def _letters_for(participant: Participant) -> str:
    """Return which letters the team's bank takes; "" while nobody has told."""
    profiles = BankProfile.objects.filter(team=participant.team_id)
    return profiles.values_list("letters", flat=True).first() or ""


def _spelling(text: str, *, name: str, called: str, letters: str, before: VaultEntry | None) -> str:
    """Return what stands for `name` in the bank's file; "" when the bank takes the name itself."""
    wrong = bank_characters.unsupported(name, letters=letters) if letters else []
    if not wrong:
        return ""
    proposed = bank_characters.spelling(name, letters=letters)
    spelled = clean_line(text)
    if before and name != before.registered_name and spelled == before.bank_spelling != proposed:
        spelled = ""  # it spells the name before this one
    if not spelled:
        raise NeedsSpelling(unsupported_sentence(wrong, called=called), proposal=proposed)
    _must_be_a_name(spelled, called=called)
    if wrong := bank_characters.unsupported(spelled, letters=letters):
        raise NeedsSpelling(unsupported_sentence(wrong, called=called), proposal=proposed)
    return spelled


def _name(text: str, *, called: str) -> str:
    name = clean_line(" ".join(text.split()))
    if not name:
        raise RuleBroken(_("Skriv navnet som %(name)s har i banken.") % {"name": called})
    _must_be_a_name(name, called=called)
    return name


def _must_be_a_name(name: str, *, called: str) -> None:
    if len(name) > bank_characters.LONGEST_NAME:
        raise RuleBroken(
            _("Navnet til %(name)s er for langt for banken. Bruk høyst %(most)s bokstaver.")
            % {"name": called, "most": bank_characters.LONGEST_NAME}
        )
    digits = re.sub(r"\D", "", name)
    if len(digits) >= 11 or fodselsnummer.is_valid(digits):
        raise RuleBroken(
            _("Navnet til %(name)s har tall i seg. Reir skal ikke ha fødselsnummer.")
            % {"name": called}
        )


def _locked(participant: Participant, *, shown: str | None) -> VaultEntry:
    entry = VaultEntry.objects.select_for_update().filter(participant=participant).first()
    if entry is None:
        raise RuleBroken(_("Kontoen er slettet. Skriv den inn på nytt."))
    must_be_unchanged(shown, *facts(entry))
    return entry


def may_confirm(user: User, entry: VaultEntry) -> bool:
    """Tell whether `user` wrote nothing of `entry` as it stands."""
    return user.pk not in (entry.written_by_id, entry.number_by_id)


def wrote_any(user: User, entries: QuerySet[VaultEntry]) -> bool:
    """Tell whether `user`, under whatever login, wrote any of `entries`, or a number in them."""
    return any(_wrote(user, one) for one in entries.select_related("written_by", "number_by"))


def _writers(entry: VaultEntry) -> set[User]:
    """Return who wrote `entry`, and who wrote the number when it has only been spelled since."""
    return {entry.written_by, entry.number_by or entry.written_by}


def _wrote(user: User, entry: VaultEntry) -> bool:
    return not all(are_two(writer, user) for writer in _writers(entry))


def _confirm(entry: VaultEntry, *, how: str, by: User | None) -> None:
    if entry.confirmed_at is None:
        entry.confirmed_how, entry.confirmed_by, entry.confirmed_at = how, by, timezone.now()
        entry.save(update_fields=["confirmed_how", "confirmed_by", "confirmed_at"])


def _words(name: str) -> set[str]:
    """Return the words of a name in plain letters, whatever order and accents it is written in."""
    apart = unicodedata.normalize("NFKD", plain(name)).casefold()
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return set(re.findall(r"\w+", letters))
