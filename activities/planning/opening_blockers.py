"""What must be in place before a session can be opened (rules.md#staff-come-home). Only reads.

That there is money for its honoraria is asked in `payouts.earnings.promises.offer`.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from activities.models import Session, TeamNumber
from core.errors import RuleBroken


def blockers(session: Session) -> list[str]:
    """Return a sentence for each thing that keeps `session` from being opened; empty when none."""
    return foreseen(session, missing=session.missing_staff)


def foreseen(session: Session, *, missing: int) -> list[str]:
    """Return the same for a session, saved or not, that would be `missing` so many staff."""
    return foreseen_in_all([session], missing=[missing])[0]


def foreseen_in_all(sessions: Iterable[Session], *, missing: Iterable[int]) -> list[list[str]]:
    """Return the same for each of `sessions`, one team's, that would be `missing` so many."""
    rows = list(sessions)
    no_list = any(one.off_site for one in rows) and bool(missing_numbers(rows[0].team))
    return [
        [*_lacks(number), *([_list_first()] if no_list and one.off_site else [])]
        for one, number in zip(rows, missing, strict=True)
    ]


def of_many(sessions: Iterable[Session], *, team: Team) -> dict[int, list[str]]:
    """Return {session id: the same sentences} for some of `team`, listed `with_staff`. One query.

    Those that can be opened are left out.
    """
    no_list = bool(missing_numbers(team))
    found = {}
    for one in sessions:
        sentences = _lacks(one.missing_staff)
        if one.off_site and no_list:
            sentences.append(_list_first())
        if sentences:
            found[one.pk] = sentences
    return found


def must_have_numbers(team: Team) -> None:
    """Raise RuleBroken unless the phone list is whole: the team is going out."""
    if missing_numbers(team):
        raise RuleBroken(_list_first(), about=team)


def missing_numbers(team: Team) -> list[str]:
    """Return the kinds of number (values of TeamNumber.Kind) that the phone list lacks."""
    there = set(TeamNumber.objects.filter(team=team).values_list("kind", flat=True))
    return [kind for kind in TeamNumber.Kind.values if kind not in there]


def _lacks(missing: int) -> list[str]:
    if not missing:
        return []
    said = ngettext(
        "Økta mangler %(n)s ansatt. Sett noen på vakt først.",
        "Økta mangler %(n)s ansatte. Sett noen på vakt først.",
        missing,
    )
    return [said % {"n": missing}]


def _list_first() -> str:
    return _("Gjør telefonlista ferdig før teamet drar ut.")
