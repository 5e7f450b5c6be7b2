"""A page that was opened before a colleague saved it: its form is told, and saves nothing.

Wagtail asks this of what it saves by itself while somebody writes, and of nothing else.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision

from core.row_forms import now_it_says, somebody_saved
from core.text import row_key

SHOWN = "loaded_revision_id"
SHOWN_AT = "loaded_revision_created_at"
OWN_DRAFT = "overwrite_revision_id"
"""What Wagtail saved by itself from this very window; nobody else writes on in it."""

NOT_SAID = frozenset(
    {
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
    }
)
"""What Wagtail writes of a page by itself each time that it is saved or comes out."""


def is_old(sent: Mapping[str, Any], page: Page) -> bool:
    """Tell whether the form was written on an earlier version of `page` than the newest."""
    newest = page.latest_revision if page.pk else None
    if newest is None:
        return False
    if own := sent.get(OWN_DRAFT):
        return str(own) != str(newest.pk)
    if SHOWN not in sent:
        return False
    before = page.revisions.filter(pk=row_key(str(sent[SHOWN]))).first()
    if before is None or before.created_at.isoformat() != sent.get(SHOWN_AT, ""):
        return True  # gone, or written over since
    return before.pk != newest.pk and _said(before) != _said(newest)


def _said(version: Revision) -> dict[str, Any]:
    """Return what stands in `version`: saving it anew without a change is no other version."""
    return {name: value for name, value in version.content.items() if name not in NOT_SAID}


def explain(form: Any) -> None:
    """Say at each field that differs what stands there now; what was written stays.

    A form that agrees with the newest version is no conflict.
    """
    # Some fields say in the page itself what they showed; here they are held against the row.
    differing = [
        name
        for name, field in form.fields.items()
        if not field.disabled
        and field.has_changed(form.get_initial_for_field(field, name), form[name].data)
    ]
    if not differing and not any(each.has_changed() for each in form.formsets.values()):
        return
    sentence = format_html(
        '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
        somebody_saved(),
        reverse("wagtailadmin_pages:edit", args=[form.instance.pk]),
        _("Se siden slik den er nå, i et nytt vindu"),
    )
    form.add_error(None, sentence)
    for name in differing:
        form.add_error(name, now_it_says(_in_words(form, name)))


def _in_words(form: Any, name: str) -> str:
    """Return what the newest version says in this field, as a person reads it."""
    column = next((one for one in form.instance._meta.get_fields() if one.name == name), None)
    held = form.get_initial_for_field(form.fields[name], name)
    if isinstance(column, StreamField):
        words = column.stream_block.get_searchable_content(getattr(form.instance, name))
        return " ".join(strip_tags(str(each)) for each in words)
    if isinstance(column, RichTextField):
        return strip_tags(str(held or ""))
    return _as_shown(form.fields[name], held)


def _as_shown(field: Any, held: Any) -> str:
    """Return the value `held` as `field` shows it."""
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        row = field.queryset.filter(pk=getattr(held, "pk", held)).first() if held else None
        return str(row or "")
    if isinstance(field, forms.BooleanField):
        return _("ja") if held else _("nei")
    chosen = dict(getattr(field, "choices", ()))
    return str(chosen.get(held, field.widget.format_value(field.prepare_value(held)) or ""))
