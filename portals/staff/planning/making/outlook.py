"""What it will be, told beside the form while it is written: staff, money, what is in the way."""

from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activities.models import Session
from activities.permissions import can_edit_activity
from activities.planning import days_off, opening_blockers
from activities.staffing import suggestions
from activities.staffing.suggestions import Person
from core.money import kroner
from payouts import session_rates
from payouts.earnings import opening, prospects
from payouts.earnings.prospects import Prospect
from portals.staff.planning.session_fields_forms import MOST_SENTENCES, shortened


@dataclass
class Outlook:
    """What a form would make now. `lacks` are the fields that it needs first, by their labels.

    `session` is the one, or the first of `count`. `there` of the chosen staff can work it. `stops`
    keeps all from being opened, `kept` says which of several would stay drafts, `beware` stops
    nothing. `seen` is the digest of what «Åpne» would open and set aside.
    """

    form: Any
    lacks: list[str] = field(default_factory=list)
    session: Session | None = None
    count: int = 0
    there: int = 0
    prospect: Prospect | None = None
    sums: str = ""
    stops: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    beware: list[str] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    may_set_rate: bool = False
    can_open: str = ""
    seen: str = ""

    @property
    def asks(self) -> int:
        """Return how many staff it asks for."""
        return self.session.min_staff if self.session else 0

    @property
    def staff(self) -> list[tuple[BoundWidget, str, str]]:
        """Return (box, its key, why not or "ledig" or "") for each who can be chosen."""
        return [
            (box, str(box.data["value"]), self._free(int(str(box.data["value"]))))
            for box in self.form["staff"]
        ]

    def _free(self, key: int) -> str:
        if self.session is None or key not in self.people:
            return ""
        return self.people[key].why_not(self.session) or _("ledig")


def of(form: Any, *, by: User) -> Outlook:
    """Return what `form` would make, saved nowhere. A form that was not sent yet says nothing."""
    if not form.is_bound:
        return Outlook(form)
    lacking = [name for name in form.errors if name not in ("anyway", "__all__")]
    if lacking:
        return Outlook(form, lacks=[str(form[name].label) for name in lacking])
    planned: list[Session] = form.planned()
    if not planned:  # its rule gives no day, and the form says so
        return Outlook(form)
    first = planned[0]
    people = suggestions.people_of(first.team, *suggestions.days_of(planned))
    chosen = [people[one.pk] for one in form.cleaned_data["staff"] if one.pk in people]
    there = [sum(not one.cannot(row) for one in chosen) for row in planned]
    off = day_off(first)
    outlook = Outlook(
        form,
        session=first,
        count=len(planned),
        there=there[0],
        beware=shortened([*filter(None, [off]), *form.twice], most=MOST_SENTENCES),
        people=people,
    )
    _reckon(outlook, planned, there)
    is_rated = outlook.prospect is not None or form.chosen_ore is not None
    outlook.may_set_rate = not is_rated and can_edit_activity(by, first.activity)
    return outlook


def _reckon(outlook: Outlook, planned: list[Session], there: list[int]) -> None:
    """Say what opening `planned` sets aside, and what keeps one or all of them."""
    missing = [max(0, row.min_staff - number) for row, number in zip(planned, there, strict=True)]
    stops = opening_blockers.foreseen_in_all(planned, missing=missing)
    rates = session_rates.foreseen(planned, own=outlook.form.chosen_ore)
    outlook.prospect = prospects.of(planned[0], rate_ore=rates[0])
    ready = [
        (row, rate * row.expected_count)
        for row, rate, why in zip(planned, rates, stops, strict=True)
        if not why
    ]
    budgets = opening.budgets_of(planned) if any(rates) else []
    done = opening.by_money(ready, budgets)
    if len(planned) == 1:
        lacking = outlook.prospect.lacking if outlook.prospect else ""
        outlook.stops = [*stops[0], *filter(None, [lacking])]
        outlook.can_open = _("Økta kan åpnes.") if done.able else ""
    else:
        _say_of_several(outlook, planned, stops, done, rates=rates)
    outlook.seen = opening.shown(done.able)


def _say_of_several(
    outlook: Outlook,
    planned: list[Session],
    stops: list[list[str]],
    done: opening.Sorted,
    *,
    rates: list[int],
) -> None:
    kept = [(row, " ".join(why)) for row, why in zip(planned, stops, strict=True) if why]
    kept = sorted([*kept, *done.lacking], key=lambda each: each[0].starts_at)
    if not done.able:
        outlook.stops = list(dict.fromkeys(why for _row, why in kept))[:1]
    else:
        lines = [f"{timezone.localtime(row.starts_at):%d.%m.}: {why}" for row, why in kept]
        outlook.kept = shortened(lines, most=MOST_SENTENCES)
        count = len(done.able)
        said = ngettext("%(n)s økt kan åpnes.", "%(n)s økter kan åpnes.", count)
        outlook.can_open = said % {"n": count}
    if any(rates):
        total = sum(rate * row.expected_count for row, rate in zip(planned, rates, strict=True))
        said = ngettext("%(n)s gang: %(sum)s", "%(n)s ganger: %(sum)s", len(planned))
        outlook.sums = said % {"n": len(planned), "sum": kroner(total)}


def day_off(session: Session) -> str:
    """Say that the team has nothing on that day otherwise, or "": who chose it may mean it."""
    starts = timezone.localtime(session.starts_at)
    why = days_off.name_of(session.team, starts.date())
    return _("%(day)s er fridag: %(why)s.") % {"day": f"{starts:%d.%m.}", "why": why} if why else ""
