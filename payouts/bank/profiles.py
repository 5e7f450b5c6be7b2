"""How a team's bank wants its files: written down once, checked as the file will need it."""

import re

from django.utils.translation import gettext as _
from stdnum import bic

from core.errors import RuleBroken
from core.text import clean_line, plain
from payouts import bank_characters
from payouts.models import BankProfile
from payouts.vault import bank_accounts

_CODE = re.compile(r"[A-Z0-9]{0,4}")
_REGISTER = re.compile(r"[A-Z0-9]{1,5}")


def set_up(wanted: BankProfile) -> BankProfile:
    """Write down a team's profile as `wanted`, an unsaved one of what somebody wrote, has it.

    Sealed files stay as they are. Raises RuleBroken.
    """
    wanted.debtor_account = bank_accounts.digits(wanted.debtor_account)
    if not bank_accounts.is_account(wanted.debtor_account) or len(wanted.debtor_account) != 11:
        raise RuleBroken(_("Kontoen det betales fra, stemmer ikke. Skriv elleve siffer."))
    wanted.initiating_party = _sender(wanted.initiating_party, letters=wanted.letters)
    wanted.initiating_party_id = plain(wanted.initiating_party_id)
    wanted.debtor_bic = bank_accounts.digits(wanted.debtor_bic)
    if wanted.debtor_bic and not bic.is_valid(wanted.debtor_bic):
        raise RuleBroken(_("BIC har åtte eller elleve tegn, for eksempel DNBANOKK."))
    wanted.service_level = plain(wanted.service_level).upper()
    if not _CODE.fullmatch(wanted.service_level):
        raise RuleBroken(_("Tjenestenivået er høyst fire store bokstaver. Spør banken."))
    wanted.category_purpose = plain(wanted.category_purpose).upper()
    if not _CODE.fullmatch(wanted.category_purpose):
        raise RuleBroken(_("Formålskoden er høyst fire store bokstaver. Spør banken."))
    wanted.debtor_clearing_system = register = plain(wanted.debtor_clearing_system).upper()
    wanted.debtor_clearing_number = number = plain(wanted.debtor_clearing_number)
    if register and (not _REGISTER.fullmatch(register) or not number):
        raise RuleBroken(
            _("Koden for bankregisteret er høyst fem store bokstaver. Skriv bankens nummer også.")
        )
    if bank_characters.unsupported(number, letters="basic"):
        raise RuleBroken(_("Bankens nummer i registeret har bare bokstaver a til z og tall."))
    profile, _new = BankProfile.objects.update_or_create(
        team=wanted.team,
        defaults={name: getattr(wanted, name) for name in BankProfile.IN_THE_FILE},
    )
    return profile


def _sender(text: str, *, letters: str) -> str:
    """Return `text` as it is written; raise RuleBroken, with a spelling, for other letters."""
    sender = clean_line(text)
    if wrong := bank_characters.unsupported(sender, letters=letters):
        said = _("Banken tar ikke imot %(letters)s i avsenderen.") % {
            "letters": ", ".join(f"«{letter}»" for letter in wrong)
        }
        if spelled := bank_characters.spelling(sender, letters=letters):
            said = f"{said} " + _("Du kan skrive «%(spelled)s».") % {"spelled": spelled}
        raise RuleBroken(said)
    return sender
