"""How a team's bank wants its files: written down once, checked as the file will need it."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum import bic

from accounts.models import Team
from core.errors import RuleBroken
from core.text import clean_line, plain
from payouts import bank_letters
from payouts.models import BankProfile
from payouts.vault import bank_accounts

_CODE = re.compile(r"[A-Z0-9]{1,4}")
_REGISTER = re.compile(r"[A-Z0-9]{1,5}")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a bank wants in its files (`BankProfile`), as somebody wrote it."""

    initiating_party: str
    debtor_account: str
    letters: str
    initiating_party_id: str = ""
    debtor_bic: str = ""
    service_level: str = ""
    charge_bearer: str = ""
    category_purpose: str = ""
    debtor_clearing_system: str = ""
    debtor_clearing_number: str = ""
    batch_booking: str = ""


def set_up(team: Team, wanted: Wanted) -> BankProfile:
    """Write down a team's profile. Sealed files stay as they are. Raises RuleBroken."""
    account = bank_accounts.digits(wanted.debtor_account)
    if not bank_accounts.is_account(account) or len(account) != 11:
        raise RuleBroken(_("Kontoen det betales fra, stemmer ikke. Skriv elleve siffer."))
    sender = _sender(wanted.initiating_party, letters=wanted.letters)
    wanted_bic = bank_accounts.digits(wanted.debtor_bic)
    if wanted_bic and not bic.is_valid(wanted_bic):
        raise RuleBroken(_("BIC har åtte eller elleve tegn, for eksempel DNBANOKK."))
    level = _code(
        wanted.service_level,
        wrong=_("Tjenestenivået er høyst fire store bokstaver. Spør banken."),
    )
    purpose = _code(
        wanted.category_purpose,
        wrong=_("Formålskoden er høyst fire store bokstaver. Spør banken."),
    )
    register, number = _upper(wanted.debtor_clearing_system), plain(wanted.debtor_clearing_number)
    if register and (not _REGISTER.fullmatch(register) or not number):
        raise RuleBroken(
            _("Koden for bankregisteret er høyst fem store bokstaver. Skriv bankens nummer også.")
        )
    if bank_letters.unsupported(number, letters="basic"):
        raise RuleBroken(_("Bankens nummer i registeret har bare bokstaver a til z og tall."))
    profile, _new = BankProfile.objects.update_or_create(
        team=team,
        defaults={
            "initiating_party": sender,
            "initiating_party_id": plain(wanted.initiating_party_id),
            "debtor_account": account,
            "debtor_bic": wanted_bic,
            "service_level": level,
            "charge_bearer": wanted.charge_bearer,
            "category_purpose": purpose,
            "debtor_clearing_system": register,
            "debtor_clearing_number": number,
            "batch_booking": wanted.batch_booking,
            "letters": wanted.letters,
        },
    )
    return profile


def _sender(text: str, *, letters: str) -> str:
    """Return `text` as it is written; raise RuleBroken, with a spelling, for other letters."""
    sender = clean_line(text)
    if wrong := bank_letters.unsupported(sender, letters=letters):
        said = _("Banken tar ikke imot %(letters)s i avsenderen.") % {
            "letters": ", ".join(f"«{letter}»" for letter in wrong)
        }
        if spelled := bank_letters.spelling(sender, letters=letters):
            said = f"{said} " + _("Du kan skrive «%(spelled)s».") % {"spelled": spelled}
        raise RuleBroken(said)
    return sender


def _code(text: str, *, wrong: str) -> str:
    """Return a code of four letters in upper case, or ""; raise RuleBroken, saying `wrong`."""
    code = _upper(text)
    if code and not _CODE.fullmatch(code):
        raise RuleBroken(wrong)
    return code


def _upper(code: str) -> str:
    return plain(code).upper()
