"""No page joins two relations that each hold many rows: their rows would be multiplied.

Forty sign-ups beside two hundred attendances are eight thousand rows for one person, and after
five years the page stands still though its number of queries never rose. Ask with EXISTS.
"""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.test_permissions import (  # noqa: F401
    OURS,
    PORTALS,
    address_of,
    ask,
    built,
    ground,
)

pytestmark = pytest.mark.django_db

JOIN = re.compile(r'JOIN "(\w+)"(?: (\w+))? ON \(?"?(\w+)"?\."(\w+)" = "?(\w+)"?\."(\w+)"')
FROM = re.compile(r'FROM "(\w+)"')
UNIQUE = {
    (model._meta.db_table, field.column)
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.local_concrete_fields
    if field.unique
}
"""(table, column) of which one row at the most is joined."""


def blocks(sql: str) -> list[str]:
    """Return each SELECT of a statement by itself, the inner ones cut out of the outer."""
    found: list[str] = []
    stack: list[tuple[int, bool]] = []
    cut = list(sql)
    for mark in re.finditer(r"\(SELECT |\(|\)", sql):
        if mark[0] == ")":
            if stack:
                begin, is_select = stack.pop()
                if is_select:
                    found.append("".join(cut[begin + 1 : mark.start()]))
                    cut[begin : mark.end()] = " " * (mark.end() - begin)
        else:
            stack.append((mark.start(), mark[0] != "("))
    return [*found, "".join(cut)]


def multiplied(sql: str) -> list[str]:
    """Return the tables with many rows that one SELECT of `sql` joins beside each other."""
    for block in blocks(sql):
        base = FROM.search(block)
        hangs_on: dict[str, str] = {base[1]: ""} if base else {}
        many: dict[str, str] = {}
        for table, alias, left, left_column, right, right_column in JOIN.findall(block):
            alias = alias or table
            other, column = (left, right_column) if right == alias else (right, left_column)
            hangs_on[alias] = other
            if (table, column) not in UNIQUE:
                many[alias] = other
        for alias in many:
            # A chain (a person's honoraria, each with its payouts) is one list; two are not.
            line = _line(alias, hangs_on)
            beside = [one for one in many if one not in line and alias not in _line(one, hangs_on)]
            if beside:
                return sorted([alias, *beside])
    return []


def _line(alias: str, hangs_on: dict[str, str]) -> set[str]:
    """Return `alias` and the tables that it hangs on, one after another."""
    line = set()
    while alias:
        line.add(alias)
        alias = hangs_on.get(alias, "")
    return line


def test_two_lists_joined_beside_each_other_are_seen() -> None:
    from participants.models import Participant

    both = Participant.objects.filter(signups__session=1, attendances__session=1)
    assert multiplied(str(both.query)) == ["activities_attendance", "activities_signup"]
    chain = Participant.objects.filter(earnings__payouts__state="paid", team__name="Alna")
    assert multiplied(str(chain.query)) == []


def test_no_page_multiplies_two_lists(ground: Any) -> None:  # noqa: F811
    found: dict[str, str] = {}
    for space, name, words in OURS:
        row = PORTALS[space][name]
        if row.get is None or name == "nothing_here":
            continue
        address = address_of(space, name, words, row, ground.own)
        for role in ("leader", "finance", "card", "partner", "anonymous"):
            if role in row.get:
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    ask(ground.clients[role], "GET", address)
                for query in asked.captured_queries:
                    if tables := multiplied(query["sql"]):
                        found.setdefault(", ".join(tables), f"{address}\n{query['sql']}")
    assert found == {}
