"""Every form of every page, as a browser finds it: on the permission matrix's own ground."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.db import connection
from django.urls import resolve, reverse
from django.utils import timezone

from portals.mine.about_forms import QUESTIONS
from tests.factories.leasing import organisation_number
from tests.permission_ground import TODAY
from tests.portals.shown_form import forms_of
from tests.test_permissions import OURS, PORTALS, address_of

TOKENS = {"csrfmiddlewaretoken", "once", "version", "shown", "kept"}
"""Fields of a form that nobody writes in."""
OFFERED = {"checkbox", "radio", "hidden", "submit"}
_IN_A_WEEK = TODAY + timedelta(weeks=1)
_WRITTEN = {
    "date": f"{_IN_A_WEEK}", "datetime-local": f"{_IN_A_WEEK}T12:00", "time": "12:00",
    "email": "ny@mosegronn.example", "tel": "22 33 44 55", "number": "1",
    "url": "https://mosegronn.example/",
}  # fmt: skip
_BY_NAME = {
    "organisation_number": organisation_number(987), "phone": "22 33 44 55",
    "starts": "12:00", "ends": "14:00", "from_clock": "12:00", "until_clock": "14:00",
    "ore": "100", "amount_ore": "100", "cost_ore": "100", "honorarium": "100",
    "warn_percent": "80",
    "numbers": "111222333",
    "day": f"{_IN_A_WEEK}", "valid_from": f"{_IN_A_WEEK}", "starts_on": f"{_IN_A_WEEK}",
    "ends_on": f"{_IN_A_WEEK.year + 1}-01-31", "min_staff": "2",
    **dict.fromkeys(
        ("latitude", "longitude", "last_day", "min_staff_reason", "exception_reason",
         "deputy_contact", "any_time", "series", "no_honorarium"), "",
    ),
}  # fmt: skip

_BY_ROUTE = {
    "staff:on_call_new": {"last_day": f"{_IN_A_WEEK}"},
    "staff:absence_new": {"last_day": f"{_IN_A_WEEK}", "deputy": ""},
    "staff:day_off_new": {"last_day": f"{_IN_A_WEEK}"},
    "staff:series_end": {"last_day": f"{_IN_A_WEEK}"},
    "staff:place_new": {"latitude": "59.91", "longitude": "10.75"},
    "staff:session_new": {"starts": "21:00", "ends": "22:00"},
    "staff:series_new": {"starts": "21:00", "ends": "22:00"},
    "staff:session_move": {
        "day": f"{_IN_A_WEEK + timedelta(days=3)}",
        "starts": "21:00",
        "ends": "22:00",
    },
    "staff:session_edit": {
        "day": f"{_IN_A_WEEK + timedelta(days=3)}",
        "last_day": "",
        "starts": "21:00",
        "ends": "22:00",
        "any_time": "on",
    },
    "staff:story_new": {"is_nobody_on_it": ""},
    "staff:story_edit": {"is_nobody_on_it": ""},
    "staff:story_yes": {"signature": "", "otherwise": "paper"},
    "staff:box_count": {"counted_ore": "100", "witness_code": ""},
    "staff:box_take_out": {"witness_code": ""},
    "staff:gift_card_void": {"witness_code": ""},
    "staff:colleague_edit": {f"to_{day}": "15:00" for day in range(7)},
    "staff:bank_profile": {"debtor_bic": "DNBANOKK"},
    "staff:phone_list_edit": dict.fromkeys(
        (
            "acute_team",
            "ambulance",
            "colleagues",
            "emergency_clinic",
            "fire",
            "guards",
            "leader",
            "on_call",
            "police",
            "police_centre",
            "social_emergency",
        ),
        "22334455",
    ),
}
"""What a form asks for in its own way."""


@dataclass(frozen=True)
class Form:
    """A form that `role` sees on `page`: where it is sent, and what is in it as it is shown."""

    role: str
    page: str
    action: str
    values: dict[str, list[str]]
    fields: dict[str, "Field"]

    @property
    def name(self) -> str:
        """Return what tells the form from others."""
        return f"{self.role} {self.page} -> {self.action} {','.join(sorted(self.fields))}"

    def filled(self) -> dict[str, list[str]]:
        """Return what somebody sends who writes something in every empty field."""
        sent = dict(self.values)
        own = _BY_ROUTE.get(self.route, {})
        for name, written in self.fields.items():
            if name in own or not any(sent.get(name, [])):
                sent[name] = [own.get(name, _BY_NAME.get(name, written.filled))]
        return sent

    @property
    def route(self) -> str:
        """Return the name of the route that takes the form."""
        return resolve(self.action.partition("?")[0]).view_name


@dataclass
class Field:
    """What a page offers to write or choose; `filled` is something of the kind."""

    kind: str
    filled: str
    offered: set[str] = field(default_factory=set)
    """Every value that can be chosen or goes along."""


class _Fields(HTMLParser):
    """Collects {name: Field} of each form that is posted, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, Any], dict[str, Field]]] = []
        self._open = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._open = True
            self.forms.append((found, {}))
        elif not self._open:
            return
        elif tag == "select":
            self._select = found.get("name") or ""
            self._add(self._select, "select", "")
        elif tag == "option" and self._select:
            chosen_from = self.forms[-1][1][self._select]
            chosen_from.filled = chosen_from.filled or found.get("value") or ""
            chosen_from.offered.add(found.get("value") or "")
        elif tag == "textarea":
            self._add(found.get("name") or "", "textarea", "Noe å si")
        elif tag in ("input", "button") and found.get("type") != "file":
            kind = found.get("type") or "text"
            written = _WRITTEN.get(kind, "Noe")
            chosen = kind in ("checkbox", "radio", "submit", "hidden")
            self._add(
                found.get("name") or "", kind, (found.get("value") or "on") if chosen else written
            )

    def _add(self, name: str, kind: str, filled: str) -> None:
        if name and name not in TOKENS and self._open:
            known = self.forms[-1][1].setdefault(name, Field(kind, filled))
            if kind in OFFERED:
                known.offered.add(filled)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = ""


def pages(ground: Any) -> Iterator[tuple[str, Any, str]]:
    """Yield (role, client, address) of every page of ours that somebody may read."""
    for space, name, words in OURS:
        row = PORTALS[space][name]
        if space == "api" or not row.get:
            continue
        for role in ("leader", "card", "partner", "finance", "worker", "anonymous"):
            if role in row.get and (space != "mine" or role == "card"):
                yield role, ground.clients[role], address_of(space, name, words, row, ground.own)
                break
    tomorrow = timezone.localdate() + timedelta(days=1)
    offer, held = ground.own.offer.pk, ground.own.held.pk
    lease = f"?starts_on={tomorrow}&months=12&partner={ground.own.partner.pk}"
    yield "partner", ground.clients["partner"], reverse("partner:agree", args=[offer]) + lease
    for name in ("sheet", "sheet_paper", "session_close"):
        yield "leader", ground.clients["leader"], reverse(f"staff:{name}", args=[held])
    # The week of the session that lacks people: on a Sunday it is the next one.
    week = f"?uke={timezone.localtime(ground.own.session.starts_at):%G-W%V}"
    yield "leader", ground.clients["leader"], reverse("staff:suggest") + week
    for what in QUESTIONS:
        yield "card", ground.clients["card"], reverse("mine:change", args=[what])


def every_form(ground: Any) -> Iterator[Form]:
    """Yield every form of every page, once of those with the same address and fields."""
    known = set()
    for role, client, page in pages(ground):
        cookies = dict(client.cookies)
        answer = client.get(page)
        client.cookies.clear()
        client.cookies.update(cookies)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for form in forms_on(answer.content.decode(), role=role, page=page):
            what = (form.action.partition("?")[0], *sorted(form.fields))
            if what not in known:
                known.add(what)
                yield form


def forms_on(html: str, *, role: str, page: str) -> list[Form]:
    """Return the forms of a page that are posted."""
    reader = _Fields()
    reader.feed(html)
    return [
        Form(role, page, urljoin(page, found.get("action") or ""), values, fields)
        for (found, values), (_found, fields) in zip(forms_of(html), reader.forms, strict=True)
        if found.get("method", "").lower() == "post"
    ]


def rows() -> dict[str, int]:
    """Return how many rows each table has."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    counts = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())
