"""What a team has in place before it goes out: its phone list, a deputy and a code word.

Reir shows and reminds. It is no alarm: the phone is (rules.md#staff-come-home).
"""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from activities.models import TeamNumber, TeamSafety
from activities.staffing import finding_staff
from core.errors import RuleBroken
from notices import waiting_states

KNOWN = {
    TeamNumber.Kind.AMBULANCE: "113",
    TeamNumber.Kind.POLICE: "112",
    TeamNumber.Kind.FIRE: "110",
    TeamNumber.Kind.POLICE_CENTRE: "02800",
    TeamNumber.Kind.EMERGENCY_CLINIC: "116117",
}
"""Numbers that are the same in the whole country, proposed until somebody changes them."""
NUMBER = re.compile(r"\+?[0-9][0-9 ]{1,18}")
CODE_WORD = re.compile(r"\w{2,20}")


def set_number(team: Team, *, kind: str, number: str) -> TeamNumber:
    """Put `number` on the team's list as its `kind`, instead of an earlier one."""
    number = " ".join(number.split())
    if kind not in TeamNumber.Kind.values:
        raise RuleBroken(_("Velg en linje i telefonlista."))
    if not NUMBER.fullmatch(number):
        raise RuleBroken(
            _("Skriv nummeret til %(who)s med bare tall.") % {"who": TeamNumber.Kind(kind).label}
        )
    row, _made = TeamNumber.objects.update_or_create(
        team=team, kind=kind, defaults={"number": number}
    )
    return row


@transaction.atomic
def set_routine(team: Team, *, deputy: User | None, code_word: str) -> TeamSafety:
    """Say who is asked after the leader, and which word on the phone means «ring 112».

    The deputy works in the team. Raises RuleBroken.
    """
    code_word = code_word.strip()
    if code_word and not CODE_WORD.fullmatch(code_word):
        raise RuleBroken(_("Kodeordet er ett ord, som er lett å si i telefonen."))
    works = Membership.objects.planning().filter(team=team, user=deputy)
    stays = TeamSafety.objects.filter(team=team, deputy=deputy)
    if deputy and not stays.exists() and not works.exists():
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    row, _made = TeamSafety.objects.update_or_create(
        team=team, defaults={"deputy": deputy, "code_word": code_word}
    )
    waiting_states.refresh(finding_staff.DEPUTY_GONE, row)
    return row


def numbers_of(team: Team) -> dict[str, str]:
    """Return {kind: number} for the whole list, in its order; "" where a number is missing."""
    there = dict(TeamNumber.objects.filter(team=team).values_list("kind", "number"))
    return {kind: there.get(kind, "") for kind in TeamNumber.Kind.values}


def lines_of(team: Team) -> list[tuple[str, str]]:
    """Return (who in words, number) for the whole list, in its order."""
    return [(str(TeamNumber.Kind(kind).label), number) for kind, number in numbers_of(team).items()]
