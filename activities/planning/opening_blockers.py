"""What must be in place before a session can be opened (rules.md#staff-come-home). Only reads.

That there is money for its honoraria is asked in `payouts.earnings.promises.offer`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from activities.models import Session, TeamNumber
from core.errors import RuleBroken


def blockers(session: Session) -> list[str]:
    """Return a sentence for each thing that keeps `session` from being opened; empty when none."""
    found = []
    if missing := session.missing_staff:
        found.append(
            ngettext(
                "Økta mangler %(n)s ansatt. Sett noen på vakt først.",
                "Økta mangler %(n)s ansatte. Sett noen på vakt først.",
                missing,
            )
            % {"n": missing}
        )
    if session.off_site and missing_numbers(session.team):
        found.append(_list_first())
    return found


def must_have_numbers(team: Team) -> None:
    """Raise RuleBroken unless the phone list is whole: the team is going out."""
    if missing_numbers(team):
        raise RuleBroken(_list_first(), about=team)


def missing_numbers(team: Team) -> list[str]:
    """Return the kinds of number (values of TeamNumber.Kind) that the phone list lacks."""
    there = set(TeamNumber.objects.filter(team=team).values_list("kind", flat=True))
    return [kind for kind in TeamNumber.Kind.values if kind not in there]


def _list_first() -> str:
    return _("Gjør telefonlista ferdig før teamet drar ut.")
