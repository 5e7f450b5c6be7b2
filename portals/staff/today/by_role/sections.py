"""What «I dag» shows to whom: one table. Who is several things meets all of theirs, in its order.

A section is read for the teams in which one is what it asks for (rules.md#two-hats).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import ALL_STAFF, PLANNING, Role, Team
from portals.staff.shared.links import Link
from portals.staff.today import lent
from portals.staff.today.by_role import auditing, money, my_day, team_day, telling, waiting
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Group, Row


@dataclass(frozen=True)
class Section:
    """A list of «I dag»: for whom, and what reads it. Without rows it says `empty`, or is gone."""

    key: str
    name: Any
    roles: frozenset[str]
    rows: Callable[[Desk, list[Team]], list[Row]]
    empty: Any = ""
    act: Callable[[Desk], Link | None] | None = None
    waits: bool = True


FINANCE, EDITOR = frozenset({Role.FINANCE}), frozenset({Role.EDITOR})
AUDITOR = frozenset({Role.AUDITOR})
DAY = (
    Section("vikar", _("Vikarvakter"), PLANNING, lent.rows, waits=False),
    Section(
        "teamet", _("Teamet i dag"), PLANNING, team_day.today,
        _("Teamet har ingen økter i dag."), waits=False,
    ),
    Section("uferdig", _("Uferdig"), PLANNING, my_day.unfinished),
    Section(
        "penger", _("Penger"), FINANCE, money.rows,
        _("Ingenting venter på deg her nå."),
    ),
    Section(
        "historier", _("Historier"), EDITOR, telling.rows,
        _("Alle historiene er ute. Er det en ny å fortelle?"), telling.new_story,
    ),
    Section("bokene", _("Bøkene"), AUDITOR, auditing.books, waits=False),
)  # fmt: skip
"""After «Nå» (`my_day.now_of`): the day as it is."""
TO_DO = (
    Section(
        "mangler", _("Mangler folk"), PLANNING, team_day.gaps,
        _("Alle øktene den neste uka har folk nok."),
    ),
    Section(
        "venter", _("Venter på deg"), ALL_STAFF, waiting.waiting,
        _("Ingen venter på svar fra deg."), waiting.whole_list,
    ),
    Section("gjoremal", _("Gjøremål"), ALL_STAFF, waiting.to_do),
    Section("innsyn", _("Siste innsyn"), AUDITOR, auditing.looks, waits=False),
)  # fmt: skip
"""Beside it where there is room: what one is asked to do, and by whom."""


def groups_of(sections: tuple[Section, ...], desk: Desk) -> list[Group]:
    """Return those of `sections` that are this person's, each with its rows."""
    found = []
    for section in sections:
        teams = desk.teams(section.roles)
        if not teams:
            continue
        rows = section.rows(desk, teams)
        act = section.act(desk) if section.act else None
        if rows or section.empty:
            found.append(Group(section.key, section.name, rows, section.empty, act, section.waits))
    return found
