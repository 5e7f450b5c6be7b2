"""How a team's bank wants its files: written down once, checked as the file will need it."""

import re

from django.utils.translation import gettext as _
from stdnum import bic

from accounts.models import Team
from core.errors import RuleBroken
from payouts import pain001, vault
from payouts.models import BankProfile

_CODE = re.compile(r"[A-Z0-9]{1,4}")


def set_up(
    team: Team,
    *,
    initiating_party: str,
    debtor_account: str,
    letters: str,
    initiating_party_id: str = "",
    debtor_bic: str = "",
    service_level: str = "",
    charge_bearer: str = "",
) -> BankProfile:
    """Write down a team's profile. Sealed files stay as they are. Raises RuleBroken."""
    account = vault.digits(debtor_account)
    if not vault.is_account(account) or len(account) != 11:
        raise RuleBroken(_("Kontoen det betales fra, stemmer ikke. Skriv elleve siffer."))
    if wrong := pain001.unsupported(initiating_party, letters=letters):
        raise RuleBroken(
            _("Banken tar ikke imot %(letters)s i avsenderen.")
            % {"letters": ", ".join(f"«{letter}»" for letter in wrong)}
        )
    wanted_bic = vault.digits(debtor_bic)
    if wanted_bic and not bic.is_valid(wanted_bic):
        raise RuleBroken(_("BIC har åtte eller elleve tegn, for eksempel DNBANOKK."))
    level = service_level.strip().upper()
    if level and not _CODE.fullmatch(level):
        raise RuleBroken(_("Tjenestenivået er høyst fire store bokstaver. Spør banken."))
    profile, _new = BankProfile.objects.update_or_create(
        team=team,
        defaults={
            "initiating_party": initiating_party.strip(),
            "initiating_party_id": initiating_party_id.strip(),
            "debtor_account": account,
            "debtor_bic": wanted_bic,
            "service_level": level,
            "charge_bearer": charge_bearer,
            "letters": letters,
        },
    )
    return profile
