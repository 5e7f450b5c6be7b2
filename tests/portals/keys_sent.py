"""Which fields of a form name a row, and how the rows of another team are named there."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.db import connection, models

from accounts.models import User
from activities.models import Place
from portals.staff.shared.forms.consent_items import key_of
from tests.portals.every_form import Form

NO_KEYS = {
    "every",
    "months",
    "copy",
    "page",
    "shown_ore",
    "warn_percent",
    "day",
    "days",
    "starts",
    "ends",
    "organisation_number",
    "edition",
}
"""Chosen, with a number in it, and yet of no row."""
KEY_OF_A_PAGE = {"key"}
"""Drawn anew for each page; the rows that it made are not found by it."""
OF_ANY_TEAM = {"lends"}
"""Which other team is asked for substitutes: theirs is to answer (docs/decisions/038)."""
IN_TEXT = {"numbers": lambda other: [other.gift_card.number]}
"""Written by hand, and yet of a row."""
HOLDS: dict[str, Callable[[Any], list[Any]]] = {
    "ask": lambda other: [f"{other.shift.pk}:{other.colleague.pk}"],
    "swap": lambda other: [other.shift.pk],
    "asked": lambda other: [other.receipt.pk],
    "batch": lambda other: [other.discarded.pk],
    "box": lambda other: [other.box.pk],
    "cards": lambda other: [other.gift_card.pk],
    "choice": lambda other: [f"{other.session.pk}:{other.colleague.pk}:lead"],
    "draft": lambda other: [other.out.session_id],
    "earnings": lambda other: [other.earning.pk, other.stripe_earning.pk],
    "items": lambda other: [key_of(other.work), key_of(other.story)],
    "people": lambda other: [other.participant.pk],
    "template": lambda other: [other.template.pk],
    "took_part": lambda other: [other.participant.pk],
    "took_part_before": lambda other: [other.participant.pk],
    "valgt": lambda other: [other.participant.pk],
    "visit": lambda other: [other.visit.pk],
    "works": lambda other: [other.work.pk, other.birdhouse.pk],
}
"""What the fields hold that are no choice among rows to Django."""
UNSHOWN = {
    "staff:pay_person": ("participant", ("earnings", "box")),
    "staff:pay_group": ("held", ("earnings", "people", "box")),
    "staff:gift_card_give": ("participant", ("earnings", "cards")),
    "staff:drafts": ("", ("batch", "draft")),
    "staff:confirmations": ("", ("asked",)),
    "staff:shift_exchange": ("shift", ("swap",)),
    "staff:work_care_undo": ("work", ("visit",)),
}
"""What a page offers on some days only: {address: (whose, fields)}."""
NOWHERE = ("0", "-1", "999999", str(2**63), "9" * 5000, "ukjent")
"""Keys of no row at all."""
_NUMBERED = re.compile(r"\d+|.*[0-9a-f]{8}-.*|\d+[:-].*|bydel-\d+")


class Choices:
    """The models that the fields of forms choose among, by name, as they are met."""

    def __init__(self, monkeypatch: Any) -> None:
        self.models: defaultdict[str, set[type[models.Model]]] = defaultdict(set)
        self.ways: defaultdict[str, set[str]] = defaultdict(set)
        make = forms.BaseForm.__init__

        def met(form: Any, *args: Any, **kwargs: Any) -> None:
            make(form, *args, **kwargs)
            for name, field in form.fields.items():
                if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                    self.models[form.add_prefix(name)].add(field.queryset.model)
                    self.ways[form.add_prefix(name)].add(field.to_field_name or "pk")

        monkeypatch.setattr(forms.BaseForm, "__init__", met)


def keys_of(form: Form, choices: Choices, other: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield (field, the keys of the other team's rows) for every field that names a row.

    Raises LookupError for a field of which nobody has said whether it does.
    """
    for name, written in form.fields.items():
        if name in IN_TEXT:
            yield name, [str(key) for key in IN_TEXT[name](other)]
        elif name in OF_ANY_TEAM:
            continue
        elif name in choices.models:
            rows = [
                row
                for row in vars(other).values()
                if isinstance(row, models.Model)
                and type(row)._meta.concrete_model in choices.models[name]
                and row._meta.model_name != "place"
            ]
            yield name, [str(getattr(row, way)) for row in rows for way in choices.ways[name]]
        elif name in HOLDS:
            yield name, [str(key) for key in HOLDS[name](other)]
        elif name in NO_KEYS or name in KEY_OF_A_PAGE:
            continue
        elif any(_NUMBERED.fullmatch(value) for value in written.offered):
            raise LookupError(f"{form.name}: what does «{name}» hold? {written.offered}")


def of_the_other(other: Any) -> tuple[Any, ...]:
    """Return all that the other team's rows hold, and how many rows point at each."""
    own = [row for row in vars(other).values() if isinstance(row, models.Model)]
    known = {type(row)._meta.concrete_model: row.pk for row in own}
    held = [
        type(row)._base_manager.filter(pk=row.pk).values_list().first()
        for row in own
        if not isinstance(row, User | Place)
    ]
    counts = []
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ in ("AccessEvent", "LogEntry") or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if field.related_model in known and field.related_model.__name__ not in (
                "User",
                "Place",
            ):
                table, column = model._meta.db_table, field.column
                counts.append(
                    f"SELECT '{table}.{column}', COUNT(*) FROM {table}"
                    f" WHERE {column} = {known[field.related_model]}"
                )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return tuple(held), tuple(cursor.fetchall())
