"""A refusal as its reader sees it: its sentence, a link to what stands in the way, whom to call."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts.contacts import Contact
from core.errors import RuleBroken

Pages = Mapping[str, tuple[str, Any]]
"""The route of a row's page and the words of its link, by the model; a list takes no key."""


def in_words(
    broken: RuleBroken,
    *,
    pages: Pages,
    lists: frozenset[str] = frozenset(),
    query: str = "",
    ask: Contact | None = None,
) -> str:
    """Return the sentence of `broken`, with a link where it names a row that has a page.

    `ask` is the person whom the reader can call; the number stands beside the name.
    """
    said = format_html("{}", broken.message)
    row = broken.about
    label = row._meta.label_lower if row is not None else ""
    if label in pages:
        name, words = pages[label]
        address = reverse(name, args=[] if label in lists else [row.pk]) + query
        said = format_html('{} <a href="{}">{}</a>', said, address, words)
    if ask is not None and ask.name:
        whom = _("Spør %(name)s.") % {"name": ask.name}
        number = render_to_string("components/own_number.html", {"contact": ask}).strip()
        said = format_html("{} {} {}", said, whom, mark_safe(number))  # noqa: S308 - our template
    return said
