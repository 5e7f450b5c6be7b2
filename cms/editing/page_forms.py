"""The forms of pages: what may be chosen is offered, and held against our question at save.

A preview is such a form too, sent and never saved: what is refused here is not rendered there.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.fields import StreamField
from wagtail.models import Page

from accounts.models import Team
from activities.models import Activity, Work
from cms.editing import own_teams, stale_forms
from cms.navigation import addresses
from core.forms import CleanMixin
from core.row_forms import LibraryRowForm, carry_once
from core.text import clean_text
from participants.models import Participant
from pictures.models import Picture


def choosable(model: type[Model], user: Any) -> QuerySet[Any] | None:
    """Return what `user` may choose of `model`; None when it belongs to nobody."""
    questions: dict[type[Model], Any] = {
        Activity: own_teams.activities,
        Page: own_teams.pages,
        Participant: own_teams.people,
        Picture: own_teams.pictures,
        Team: own_teams.teams,
        Work: own_teams.works,
    }
    for base, question in questions.items():
        if issubclass(model, base):
            return question(user)
    return None


TAKING_AWAY = ("slug", "go_live_at", "expire_at")
"""By these a page can leave its address without anybody having taken it down."""


class EditorPageForm(WagtailAdminPageForm):
    """The form of every page of ours.

    What stands on the page already may stay, whoever put it there, so that colleagues can share
    a page; nothing else of another team's comes in. A page that one may not take down keeps its
    address and has no end.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_readable(data), *args, **kwargs)
        kept = _named_by(self.instance) if self.instance.pk else {}
        self.kept = kept
        for form in self._all_forms():
            for field in form.fields.values():
                if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                    model = field.queryset.model
                    mine = choosable(model, self.for_user)
                    if mine is not None:
                        stays = Q(pk__in=kept.get(model, ()))
                        field.queryset = model._default_manager.filter(
                            Q(pk__in=mine.values("pk")) | stays
                        )
        tester: Any = self.instance.permissions_for_user(self.for_user)
        if self.instance.pk and not tester.can_take_away():
            for name in TAKING_AWAY:
                if name in self.fields:
                    self.fields[name].disabled = True
        carry_once(self, self.for_user)

    def _clean_fields(self) -> None:
        """Read the fields; a body that no page of ours sends is a bad request, not a fault."""
        try:
            super()._clean_fields()
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as odd:
            raise BadRequest("a form that cannot be read") from odd

    def clean(self) -> Any:
        """Refuse every key in a body that is neither ours nor on the page already.

        Refuse an address that leads elsewhere, too: nobody would ever read the page.
        """
        cleaned = super().clean()
        if self._leads_elsewhere():
            self.add_error("slug", ValidationError(_("Adressen er i bruk. Velg en annen.")))
        for field in _bodies(self.instance):
            if field.name in self.cleaned_data and self._has_foreign(
                field.stream_block.extract_references(self.cleaned_data[field.name])
            ):
                self.add_error(
                    field.name,
                    ValidationError(_("Noe her hører til et annet team. Velg fra ditt eget.")),
                )
        if stale_forms.is_old(self.data, self.instance):
            stale_forms.explain(self)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save a new page as a draft: Wagtail stores it before it asks whether it may come out."""
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit=commit)

    def _leads_elsewhere(self) -> bool:
        parent = self.parent_page
        if parent is None or parent.is_root():
            return False
        if self.instance.pk and "slug" not in self.changed_data:
            return False
        # A draft without an address gets one from its title.
        slug = self.cleaned_data.get("slug") or slugify(self.cleaned_data.get("title") or "")
        where = f"{parent.url_path}{slug}/"
        return bool(slug) and addresses.leads_elsewhere(where, parent.locale.language_code)

    def _has_foreign(self, references: Iterable[Any]) -> bool:
        wanted: dict[type[Model], set[int]] = {}
        for model, key, *_paths in references:
            wanted.setdefault(model, set()).add(int(key))
        for model, keys in wanted.items():
            mine = choosable(model, self.for_user)
            new = keys - self.kept.get(model, set())
            if mine is not None and mine.filter(pk__in=new).count() < len(new):
                return True
        return False

    def _all_forms(self) -> Iterable[Any]:
        yield self
        for formset in self.formsets.values():
            yield from formset.forms
            yield formset.empty_form


class ProjectForm(EditorPageForm):
    """The form of a project: of an activity that one tells of, or its writer is locked out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "activity" in self.fields:
            field: Any = self.fields["activity"]
            others = own_teams.activities_of_others(self.for_user).values("pk")
            field.queryset = field.queryset.exclude(
                Q(pk__in=others) & ~Q(pk=self.instance.activity_id)
            )


class CleanAdminForm(LibraryRowForm, CleanMixin, WagtailAdminModelForm):
    """The form of what is kept in the admin and is no page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_along(self.for_user)


def _readable(data: Any) -> Any:
    """Return what was sent with clean words, so that a block asks for words that can be seen.

    The fields of a body have no names before it is read, so all is cleaned, but for the JSON of
    running text, which is cleaned when it is words (`cms.page_content.words`).
    """
    if not isinstance(data, QueryDict):
        return data
    data = data.copy()
    for name, values in data.lists():
        data.setlist(
            name,
            [one if one.startswith("{") or "\0" in one else clean_text(one) for one in values],
        )
    return data


def _bodies(page: Page) -> list[StreamField]:
    return [field for field in page._meta.get_fields() if isinstance(field, StreamField)]


def _named_by(page: Page) -> dict[type[Model], set[int]]:
    """Return the keys on the newest version of `page`, stored or not published yet, by model."""
    found: dict[type[Model], set[int]] = {}
    stored = type(page)._default_manager.get(pk=page.pk)
    for version in (stored, stored.get_latest_revision_as_object()):
        for field in _bodies(version):
            body = getattr(version, field.name)
            for model, key, *_paths in field.stream_block.extract_references(body):
                found.setdefault(model, set()).add(int(key))
        for field in version._meta.concrete_fields:
            key = getattr(version, field.attname)
            if field.related_model and isinstance(key, int):
                found.setdefault(field.related_model, set()).add(key)
        if hasattr(version, "named"):
            people = found.setdefault(Participant, set())
            people |= {row.participant_id for row in version.named.all()}
    return found
