"""A list that staff look through: sorted by its columns, narrowed, page by page.

From 900 px it is a table; on a phone the same markup is rows (`components/list.html`). Only the
columns of the list can be sorted by, and what is hidden from somebody can neither be seen, sorted
by nor searched. Words to look for stand encrypted in the address (docs/decisions/032-lists.md).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, FilterSet

from core.forms import CleanForm
from portals.staff.shared.page_access import StaffRequest
from portals.staff.shared.words import Words, folded, show

MOST_READ = 5_000
A_PAGE = 50
FEW = 8
SORT, SIDE, WORDS, CHOSEN = "sort", "side", "ord", "valgt"


def looked_for(request: StaffRequest) -> tuple[Words, str]:
    """Return the words that the address holds for me, and why they cannot be looked for, or ""."""
    hidden = request.GET.get(WORDS, "")
    words = (show(hidden, user=request.user) if hidden else None) or Words.of("")
    if hidden and not words.text:
        return words, _("Søket gjelder ikke lenger. Skriv det på nytt.")
    return words, words.problem


class Filters(FilterSet):
    """What narrows a list: `choice` by the name it has in the address.

    What is no choice narrows nothing, and where all rows are alike there is nothing to choose.
    """

    class Meta:
        form = CleanForm

    def __init__(self, request: StaffRequest, rows: QuerySet[Any], **filters: ChoiceFilter) -> None:
        super().__init__(request.GET, rows)
        for name, one in filters.items():
            if len(one.extra["choices"]) > 1 or request.GET.get(name):
                one.model, one.parent = rows.model, self
                self.filters[name] = one


def choice(label: Any, column: str, choices: Iterable[tuple[Any, Any]]) -> ChoiceFilter:
    """Return a filter that keeps the rows where `column` is what was chosen."""
    return ChoiceFilter(
        field_name=column, label=label, choices=list(choices), empty_label=_("Alle")
    )


def found_in(rows: QuerySet[Any], relation: str, *names: str) -> list[tuple[Any, str]]:
    """Return what `rows` have in `relation`, as choices by their `names`. One query."""
    columns = (relation, *(f"{relation}__{name}" for name in names))
    found = rows.order_by().exclude(**{relation: None}).values_list(*columns).distinct()
    choices = [(key, " ".join(filter(None, words))) for key, *words in found]
    return sorted(choices, key=lambda one: folded(one[1]))


def kinds_in(rows: QuerySet[Any], column: str, choices: Any) -> list[tuple[Any, Any]]:
    """Return those of `choices` that `rows` have in `column`. One query."""
    there = set(rows.order_by().values_list(column, flat=True).distinct())
    return [(value, capfirst(str(label))) for value, label in choices if value in there]


class List(tables.Table):
    """Rows by their columns. `given` is what the templates of its cells may see.

    After it is made, `shown` are the records of this page.
    """

    counts: Any
    """How many there are, in words («%(n)s deltakere»), by `n`."""
    search_label: Any = ""
    """What one writes to look for, when the list is searched by words."""
    searched: tuple[str, ...] = ()
    """Columns of the database that hold the words somewhere."""
    known_by: tuple[str, ...] = ()
    """Columns that are the words, whole: codes and numbers."""

    def __init__(
        self,
        request: StaffRequest,
        rows: Any,
        *,
        filters: Filters | None = None,
        hidden: Collection[str] = (),
        **given: Any,
    ) -> None:
        self.words, self.problem = looked_for(request) if self.search_label else (Words.of(""), "")
        if filters is not None:
            rows = filters.qs
        if self.words.text and not self.problem:
            rows = self._searched(rows)
        super().__init__(rows, order_by=(), exclude=tuple(hidden), default="")
        self.request, self.filters, self.given = request, filters, given
        self.user = request.user
        self.sorted_by = self._sort(request.GET.get(SORT, ""))
        self.paginator = Paginator(self.rows, A_PAGE)  # by it the library counts, and reads a page
        self.page: Page[Any] = self.paginator.get_page(request.GET.get(SIDE))

    def _searched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows with the words. A database's own comparison knows «Å» or does not (025)."""
        columns = rows.order_by().values_list("pk", *self.searched, *self.known_by)
        within = len(self.searched)
        found = [
            key
            for key, *texts in columns[:MOST_READ]
            if self.words.within(*(text or "" for text in texts[:within]))
            or any(self.words.are(str(text or "")) for text in texts[within:])
        ]
        return rows.filter(pk__in=found)

    def _sort(self, wanted: str) -> str:
        """Sort by one column that is shown; return what it sorts by, "" for the list's own order.

        Nothing comes last, on both databases; what is alike keeps one order on every page.
        """
        name, down = wanted.removeprefix("-"), wanted.startswith("-")
        if name not in self.columns.names() or not self.columns[name].orderable:
            return ""
        self.order_by = (wanted,)
        if isinstance(self.data.data, QuerySet):
            columns = [F(str(one).removeprefix("-")) for one in self.columns[name].order_by]
            order = [
                one.desc(nulls_last=True) if down else one.asc(nulls_last=True) for one in columns
            ]
            self.data.data = self.data.data.order_by(*order, "pk")
        return wanted

    # --- What the component shows ------------------------------------------------------
    @property
    def shown(self) -> list[Any]:
        """Return the records of this page."""
        return [row.record for row in self.page.object_list]

    def row_key(self, record: Any) -> Any:
        """Return what a row is chosen by."""
        return record.pk

    @property
    def chosen_row(self) -> Any:
        """Return the record of this page that `?valgt=` opens beside the list, or None."""
        wanted = self.request.GET.get(CHOSEN, "")
        return next((one for one in self.shown if str(self.row_key(one)) == wanted), None)

    def address_of(self, record: Any) -> str:
        """Return the address that opens a row beside the list, which stays as it is."""
        asked = self.request.GET.copy()
        asked[CHOSEN] = str(self.row_key(record))
        return f"{self.request.path}?{asked.urlencode()}"

    @property
    def for_parts(self) -> dict[str, Any]:
        """Return what a cell's template sees beside its row."""
        token = SimpleLazyObject(lambda: get_token(self.request))
        return {"request": self.request, "csrf_token": token, **self.given}

    @property
    def caption(self) -> str:
        """Return how many rows there are on all pages, in words."""
        return self.said_of(self.page.paginator.count)

    def said_of(self, number: int) -> str:
        """Return how many rows there are, in words."""
        return str(self.counts % {"n": number})

    @property
    def headings(self) -> Iterator[dict[str, Any]]:
        """Yield each column's heading, its link that sorts, and how it is sorted now."""
        for column in self.columns:
            says = {"words": column.header, "css": column.column.css, "sort": "", "address": ""}
            if column.orderable:
                now = self.sorted_by if self.sorted_by.removeprefix("-") == column.name else ""
                first = column.column.first
                turned = column.name if now.startswith("-") else f"-{column.name}"
                says["address"] = self._address(**{SORT: turned if now else first + column.name})
                down = "descending" if now.startswith("-") else "ascending"
                says["sort"] = down if now else "none"
            yield says

    @property
    def orders(self) -> list[tuple[str, Any]]:
        """Return what a phone, which shows no headings, can choose to sort by."""
        found = [
            (self.sorted_by if self.sorted_by.removeprefix("-") == one.name else first, one.header)
            for one in self.columns
            if one.orderable
            for first in [one.column.first + one.name]
        ]
        return [("", _("Som vanlig")), *found] if found else []

    @property
    def rest(self) -> str:
        """Return the address's query without the page, for links to the other pages."""
        asked = self._asked()
        return f"{asked.urlencode()}&" if asked else ""

    @property
    def searched_from(self) -> str:
        """Return where a search leads back to: this list, narrowed as it is, without its words."""
        return self._address(**{WORDS: ""})

    @property
    def whole(self) -> str:
        """Return where the list is whole again: the address without words and choices."""
        fields = self.filters.form.fields if self.filters else ()
        return self._address(**dict.fromkeys((WORDS, *fields), ""))

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something was chosen or looked for that leaves rows out."""
        return bool(self.words.text or self.problem or self.chosen)

    @property
    def has_choices(self) -> bool:
        """Tell whether there is anything to narrow or to sort by."""
        return bool((self.filters and self.filters.form.fields) or self.orders)

    @property
    def choices_css(self) -> str:
        """Return how the choices stand: a table has its headings, a phone shows few rows whole."""
        narrows = self.filters and self.filters.form.fields
        few = self.page.paginator.count <= FEW and not self.chosen
        return f"{'' if narrows else 'list-choices--order'} {'list-choices--few' if few else ''}"

    @property
    def chosen(self) -> bool:
        """Tell whether a filter leaves rows out."""
        return bool(self.filters and any(self.filters.form.cleaned_data.values()))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the form of the filters sends along of the address."""
        own = {SORT, *(self.filters.form.fields if self.filters else ())}
        return [(name, value) for name, value in self._asked().items() if name not in own]

    def _asked(self) -> Any:
        asked = self.request.GET.copy()
        asked.pop(SIDE, None)
        asked.pop(CHOSEN, None)
        return asked

    def _address(self, **changes: str) -> str:
        asked = self._asked()
        for name, value in changes.items():
            asked.pop(name, None)
            if value:
                asked[name] = value
        return f"{self.request.path}?{asked.urlencode()}" if asked else self.request.path
