"""A paragraph for a letter about a grant, always in bokmål, made of what «Tall» shows.

It is no text of the page but of the letter, which the municipality writes in one language.
"""

from django.utils import translation

from core.templatetags.formats import long_date
from payouts.reports.shown_figures import Shown


def paragraph(shown: Shown) -> str:
    """Return what was done in the period, in a few sentences; "" when nothing was."""
    if shown.is_empty:
        return ""
    with translation.override("nb"):
        days = f"{long_date(shown.first)} – {long_date(shown.last)}"
    sentences = [
        f"I perioden {days} holdt vi {_sessions(shown)}.",
        _people(shown),
        _works(shown),
        _river(shown),
        _money(shown),
        _leases(shown),
    ]
    return " ".join(filter(None, sentences))


def _said(shown: Shown, key: str, one: str, many: str) -> str:
    """Return «24 økter», or "" when there are none."""
    number = shown.together.cells[key].plain
    return "" if number == "0" else f"{number} {one if number == '1' else many}"


def _sessions(shown: Shown) -> str:
    said = _said(shown, "sessions", "økt", "økter") or "ingen økter"
    held = [line for line in shown.lines if line.cells["sessions"].plain != "0"]
    if shown.activity is not None:
        said += f" i {shown.activity.name}"
    elif len(held) > 1:
        said += f" i {len(held)} aktiviteter"
    hours = _said(shown, "hours", "planlagt time", "planlagte timer")
    staff = _said(shown, "staff_hours", "time", "timer")
    said += f", til sammen {hours}" if hours else ""
    return said + (f", og ansatte var på vakt i {staff}" if staff else "")


def _people(shown: Shown) -> str:
    cells = shown.together.cells
    guests = _count(cells["guests"].plain)
    came = f"{guests} gjester" if guests and guests != "1" else ""
    people = cells["people"].plain
    if cells["people"].is_few:
        said = "Færre enn fem ulike personer var med"
    elif people == "0" or not people.isdigit():  # hidden for the sake of others: nothing is said
        return f"{came.capitalize()} var innom." if came else ""
    else:
        said = f"{people} ulike personer var med"
        said += f", til sammen {cells['times'].plain} ganger"
        if cells["new"].plain.isdigit() and cells["new"].plain != "0":
            said += f", og {cells['new'].plain} av dem var nye hos oss"
    return f"{said}. {came.capitalize()} var innom." if came else f"{said}."


def _count(plain: str) -> str:
    return plain if plain.isdigit() and plain != "0" else ""


def _works(shown: Shown) -> str:
    begun = _said(shown, "works_begun", "nytt verk", "nye verk")
    cared = _said(shown, "works_cared_for", "verk", "verk")
    said = [f"begynte på {begun}" if begun else "", f"så til {cared}" if cared else ""]
    words = " og ".join(filter(None, said))
    return f"Vi {words}." if words else ""


def _river(shown: Shown) -> str:
    kilos = _said(shown, "kilos", "kilo søppel", "kilo søppel")
    scooters = _said(shown, "scooters", "elsparkesykkel", "elsparkesykler")
    found = " og ".join(filter(None, [kilos, scooters]))
    return f"Vi fikk {found} opp av elva." if found else ""


def _money(shown: Shown) -> str:
    cells = shown.together.cells
    words = {"promised": "lovet {} i honorar", "paid": "betalte ut {}"}
    said = [
        words[key].format(cells[key].words)
        for key in words
        if cells[key].plain not in ("0,00", cells[key].words)  # nothing, or hidden
    ]
    return f"Vi {' og '.join(said)}." if said else ""


def _leases(shown: Shown) -> str:
    if not shown.has_leases or shown.lease_income.plain == "0,00":
        return ""
    said = f"Utleie til bedrifter ga {shown.lease_income.words}"
    if shown.paid_by_leases and shown.from_leases.plain != shown.from_leases.words:
        to = _listed(shown.paid_by_leases)
        said += f", og {shown.from_leases.words} av leieinntektene gikk til honorar i {to}"
    return f"{said}."


def _listed(names: list[str]) -> str:
    return " og ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
