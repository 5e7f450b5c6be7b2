"""The list of works: what kind, where, how it stands, and when somebody last looked after it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from activities.models import Work
from core.templatetags.formats import day_word
from portals.staff.shared.columns import Cell, Day, Name, on_a_phone
from portals.staff.shared.lists import Filters, List, choice, found_in, kinds_in
from portals.staff.shared.page_access import StaffRequest


class WorkList(List):
    """Works; a title stands beside those that are called by a number."""

    counts = ngettext_lazy("%(n)s verk", "%(n)s verk", "n")

    work = Name(
        gettext_lazy("Verk"), page="staff:work", of=lambda work: capfirst(str(work)),
        order_by=("kind", "number", "title"),
    )  # fmt: skip
    title = Cell(gettext_lazy("Tittel"), narrow="line")
    where = Cell(gettext_lazy("Sted"), narrow="line", accessor="place", order_by="place__name")
    activity = Cell(gettext_lazy("Aktivitet"), order_by="activity__name")
    state = Cell(gettext_lazy("Hvordan det står til"), narrow="end")
    visited_at = Day(gettext_lazy("Siste tilsyn"), words=day_word, narrow="line")
    team = Cell(gettext_lazy("Team"), order_by="team__name")

    search_label = gettext_lazy("Tittel eller nummer")
    searched = ("title",)
    known_by = ("number",)

    @classmethod
    def of(cls, request: StaffRequest, works: QuerySet[Work], *, teams: list[Any]) -> "WorkList":
        """Return `works`, narrowed by kind, state and place."""
        filters = Filters(
            request, works,
            slag=choice(_("Slag"), "kind", kinds_in(works, "kind", Work.Kind.choices)),
            tilstand=choice(
                _("Hvordan det står til"), "state", kinds_in(works, "state", Work.State.choices)
            ),
            sted=choice(_("Sted"), "place", found_in(works, "place", "name")),
        )  # fmt: skip
        return cls(request, works, filters=filters, hidden=() if len(teams) > 1 else ("team",))

    def render_where(self, value: Any, record: Work) -> Any:
        """Say where, or on a phone for what, when it has no place."""
        return value or on_a_phone(record.activity)

    def render_visited_at(self, value: Any) -> Any:
        """Say when somebody last looked after it."""
        return format_html("{} {}", on_a_phone(_("tilsyn")), day_word(value)) if value else ""

    def render_title(self, value: str, record: Work) -> str:
        """Say the title of what is not called by it."""
        return value if record.number else ""
