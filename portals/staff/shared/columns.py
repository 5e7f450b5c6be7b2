"""The columns of staff's lists (`shared.lists`): what a cell says, and what a phone shows of it.

`narrow` tells the phone, whose rows are 56 px at most: "line" puts a cell on the small line below
the name (three at most, cut where they do not fit), "sum" and "end" at the end of the row. A cell
without it stands in the table, and in a row that opens itself (`Name`). What `on_a_phone` returns
stands there alone: the words that a table's heading says. `first` is "-" for what one wants the
largest or the newest of first.
"""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.money import kroner


def on_a_phone(words: Any) -> SafeString:
    """Return words that are shown where a list is rows, without headings."""
    return format_html('<span class="list__narrow">{}</span>', words)


class Cell(tables.Column):
    """A cell of text; `words` turns the value into it."""

    kind = ""
    empty_values = ()

    def __init__(
        self,
        heading: Any,
        *,
        narrow: str = "",
        first: str = "",
        words: Callable[[Any], Any] = str,
        **more: Any,
    ) -> None:
        super().__init__(verbose_name=heading, **more)
        self.narrow, self.first, self.words = narrow, first, words

    @property
    def css(self) -> str:
        """Return the classes of its cells."""
        return " ".join(f"list__{one}" for one in (self.kind, self.narrow) if one)

    def render(self, value: Any) -> Any:
        """Return what the cell says: nothing for nothing."""
        return "" if value is None or value == "" else self.words(value)


class Name(Cell):
    """What a row is called, its heading: by its value, or by what `of` says of the row.

    It is a link to `page`, where `opens` says of the list and the row that I may open it; `query`
    says what follows the address, «?» with it. With `beside` a wide screen opens the row beside the
    list instead (`List.chosen_row`). On a phone, where a row is cut, one without a page opens
    itself and shows all of its columns.
    """

    kind = "name"

    def __init__(
        self,
        heading: Any,
        *,
        page: str = "",
        key: str = "pk",
        of: Callable[[Any], Any] | None = None,
        beside: bool = False,
        opens: Callable[[Any, Any], bool] = lambda _table, _row: True,
        query: Callable[[Any, Any], str] = lambda _table, _row: "",
        **more: Any,
    ) -> None:
        super().__init__(heading, **({"accessor": "pk"} | more if of else more))
        self.page, self.key, self.of, self.opens = page, tables.A(key), of, opens
        self.beside, self.query = beside, query

    def render(self, value: Any, record: Any, table: Any) -> Any:  # type: ignore[override]
        """Return the name, as a link where it opens something."""
        words = self.of(record) if self.of else super().render(value)
        if not self.page or not self.opens(table, record):
            return self._opening_itself(words)
        address = reverse(self.page, args=[self.key.resolve(record)]) + self.query(table, record)
        link = format_html('<a class="row-link" href="{}">{}</a>', address, words)
        if not self.beside:
            return link
        return format_html(
            '<span class="list__page">{}</span>'
            '<a class="row-link list__beside" href="{}#valgt"{}>{}</a>',
            link,
            table.address_of(record),
            mark_safe(' aria-current="true"') if record == table.chosen_row else "",
            words,
        )

    def _opening_itself(self, words: Any) -> SafeString:
        """Return the name, and what shows all of its row on a phone."""
        more = _("Mer om %(name)s") % {"name": words}
        return format_html(
            '<details class="list__whole no-print"><summary><span class="ds-sr-only">{}</span>'
            "</summary></details>{}",
            more,
            words,
        )


class Money(Cell):
    """A sum of øre, as kroner."""

    kind = "numbers"

    def __init__(self, heading: Any, **more: Any) -> None:
        super().__init__(heading, **{"words": kroner, "first": "-", **more})


class Number(Cell):
    """A number."""

    kind = "numbers"

    def __init__(self, heading: Any, **more: Any) -> None:
        super().__init__(heading, **{"first": "-", **more})


class Day(Cell):
    """A day or a moment, never broken over two lines."""

    kind = "day"

    def __init__(self, heading: Any, *, words: Callable[[Any], Any], **more: Any) -> None:
        super().__init__(heading, words=words, **{"first": "-", **more})


class Part(Cell):
    """A cell that a template writes: it sees `row`, what the list was `given`, and the token.

    `accessor` is something that each row has: a row without it is told of in words, which asks.
    """

    def __init__(self, heading: Any, template: str, **more: Any) -> None:
        super().__init__(heading, **{"orderable": False, "accessor": "pk", **more})
        self.template = template

    def render(self, value: Any, record: Any, table: Any) -> SafeString:  # type: ignore[override]
        """Return what the template says, with no white space around it."""
        said = render_to_string(self.template, {"row": record, **table.for_parts})
        return mark_safe(said.strip())  # noqa: S308 - a template's


class Acts(Part):
    """What one can do with the row, at its end on a phone."""

    kind = "acts"

    def __init__(self, heading: Any, template: str, **more: Any) -> None:
        super().__init__(heading, template, **{"narrow": "end", **more})
