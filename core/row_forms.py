"""A form that shows a row knows the whole row, and its version (rules.md#forms)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model, Q
from django.forms.boundfield import BoundField
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.hidden_fields import ONCE, once_key

VERSION = "version"
OF_THIS_SENDING = ("anyway", "limit_reason")
"""Fields that go on in spite of something, and say why."""
_CHOICES = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField)
_MANY_WORDS = forms.MultipleChoiceField


class RowForm:
    """Mixed in before `forms.Form` where a row is changed.

    - What comes back as it was shown is what the row holds, to the second and the extension, also
      when it could not be chosen or written today.
    - The page carries a version of what it showed. When the row has become another meanwhile,
      nothing is saved: each field that differs says what stands there now, and what was written
      stays, to be sent once more by whoever means it.

    `row` says whether there is one; without it, any `initial` means that there is.
    Let the view be `staff_form(one_at_a_time=True)`: nobody saves between the look and the verb.
    """

    row: Any = None
    _has_settled = False

    @property
    def is_of_a_row(self) -> bool:
        """Tell whether the form changes something that is there."""
        if self.row is not None:
            return bool(self.row)
        if hasattr(self, "instance"):
            return bool(self.instance.pk)
        return bool(self.initial)  # type: ignore[attr-defined]

    @property
    def version_input(self) -> SafeString | str:
        """Return the hidden field that the page carries along."""
        if not self.is_of_a_row:
            return ""
        sent = self.data.get(VERSION, "") if self.is_bound else ""  # type: ignore[attr-defined]
        value = self._version() if not sent or self._is_stale() else sent
        return format_html('<input type="hidden" name="{}" value="{}">', VERSION, value)

    def __getitem__(self, name: str) -> BoundField:
        """Return a field that offers what the row holds."""
        self._settle()
        return super().__getitem__(name)  # type: ignore[misc]

    def _clean_fields(self) -> None:
        self._settle()
        super()._clean_fields()  # type: ignore[misc]
        if self.is_of_a_row:
            for name, field in self._editable():
                is_choice = isinstance(field, _CHOICES) and not isinstance(field, _MANY_WORDS)
                if is_choice or not self._came_back(name):
                    continue
                held = self._held(name)
                if held not in (None, ""):
                    self.cleaned_data[name] = held  # type: ignore[attr-defined]
                    self._errors.pop(name, None)  # type: ignore[attr-defined]

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        if self._is_stale():
            self._tell_both_versions()

    # --- What was shown ------------------------------------------------------------------
    def _editable(self) -> list[tuple[str, forms.Field]]:
        """Return what is of the row, and not of this sending alone."""
        fields = self.fields.items()  # type: ignore[attr-defined]
        return [(name, field) for name, field in fields if name not in OF_THIS_SENDING]

    def _held(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)  # type: ignore[attr-defined]

    def _shown(self, name: str) -> Any:
        """Return what the page shows of the row in this field, as a browser would send it."""
        field = self.fields[name]  # type: ignore[attr-defined]
        return _as_sent(field, field.prepare_value(self._held(name)))

    def _came_back(self, name: str) -> bool:
        bound = self[name]
        return bool(_as_sent(bound.field, bound.data) == self._shown(name))

    # --- The version -----------------------------------------------------------------------
    def _version(self) -> str:
        shown = [(name, self._shown(name)) for name, _field in self._editable()]
        return salted_hmac("portals.row_forms", repr(shown)).hexdigest()[:32]

    def _is_stale(self) -> bool:
        if not self.is_of_a_row or not self.is_bound:  # type: ignore[attr-defined]
            return False
        sent = self.data.get(VERSION, "")  # type: ignore[attr-defined]
        return bool(sent) and not constant_time_compare(sent, self._version())

    def _tell_both_versions(self) -> None:
        """Say at each field what stands there now; a form that agrees with it is no conflict."""
        differing = [name for name, _field in self._editable() if not self._came_back(name)]
        if not differing:
            return
        self.add_error(None, somebody_saved())  # type: ignore[attr-defined]
        for name in differing:
            self.add_error(name, now_it_says(self._in_words(name)))  # type: ignore[attr-defined]

    def _in_words(self, name: str) -> str:
        """Return what the row holds in this field as a person reads it."""
        field = self.fields[name]  # type: ignore[attr-defined]
        shown = self._shown(name)
        if isinstance(field, forms.BooleanField):
            return _("ja") if shown == "True" else _("nei")
        chosen = shown if isinstance(shown, list) else [shown]
        if hasattr(field, "choices"):
            labels = {str(value): str(label) for value, label in field.choices if str(value)}
            chosen = [labels.get(value, value) for value in chosen]
        return ", ".join(chosen)

    # --- Choices ---------------------------------------------------------------------------
    def _settle(self) -> None:
        """Let every choice offer what the row holds already, whatever is offered today."""
        if self._has_settled:
            return
        self._has_settled = True
        if not self.is_of_a_row:
            return
        for name, field in self._editable():
            if isinstance(field, forms.ModelChoiceField):
                _offer_rows(field, self._held(name))
            elif isinstance(field, forms.ChoiceField):
                _offer_words(field, self._held(name))


class LibraryRowForm(RowForm):
    """A `RowForm` that a library's template writes: version and once-key are fields of it.

    Call `carry_along` at the end of `__init__`. A form of something new carries the key alone.
    """

    def carry_along(self, user: Any) -> None:
        """Add what the page carries along for `user`."""
        self.fields[VERSION] = _carried(lambda: str(self.version_input))  # type: ignore[attr-defined]
        carry_once(self, user)

    def _editable(self) -> list[tuple[str, forms.Field]]:
        return [each for each in super()._editable() if not isinstance(each[1].widget, Carried)]


def carry_once(form: Any, user: Any) -> None:
    """Let a form whose template is a library's carry a once-key along."""

    def key() -> str:
        sent = form.data.get(ONCE, "") if form.is_bound else ""
        key = once_key(user, sent=str(sent))
        return format_html('<input type="hidden" name="{}" value="{}">', ONCE, key)

    form.fields[ONCE] = _carried(key)


class Carried(forms.HiddenInput):
    """Writes what the page carries along now; what was sent is read elsewhere and is no change."""

    written: Callable[[], str]

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        return mark_safe(self.written())  # noqa: S308  # made by format_html

    def value_from_datadict(self, *_args: Any) -> None:
        return None


def _carried(written: Callable[[], str]) -> forms.Field:
    field = forms.CharField(required=False, widget=Carried)
    field.widget.written = written  # type: ignore[attr-defined]
    return field


def somebody_saved() -> str:
    """Return what an old tab is told."""
    return _(
        "En annen har lagret endringer mens du skrev. Ingenting av ditt er lagret ennå."
        " Se over feltene under, og lagre igjen hvis det skal stå slik du skrev."
    )


def now_it_says(words: str) -> str:
    """Return what stands beside a field that differs."""
    return _("Nå står det: %(words)s") % {"words": words or _("ingenting")}


def _as_sent(field: forms.Field, value: Any) -> Any:
    """Return the value of a field's widget as text, or as a sorted list of texts."""
    if isinstance(field, forms.BooleanField):
        return str(bool(value))
    value = field.widget.format_value(value)
    if isinstance(value, list | tuple | set):
        texts = sorted(str(one) for one in value if one not in (None, ""))
        return texts if len(texts) > 1 else "".join(texts)
    text = "" if value is None else str(value)
    return text.replace("\r\n", "\n").strip()


def _offer_rows(field: forms.ModelChoiceField, held: Any) -> None:
    offered = field.queryset
    if held in (None, "") or offered is None or not hasattr(held, "__iter__"):
        held = [] if held in (None, "") else [held]
    keys = [one.pk if isinstance(one, Model) else one for one in held]
    if not keys or offered is None or not offered.query.where:
        return
    column = "pk" if not field.to_field_name else field.to_field_name
    rows = offered.model._base_manager.filter(
        Q(pk__in=offered.order_by().values("pk")) | Q(**{f"{column}__in": keys})
    )
    field.queryset = rows.order_by(*(offered.query.order_by or offered.model._meta.ordering))


def _offer_words(field: forms.ChoiceField, held: Any) -> None:
    wanted = held if isinstance(held, list | tuple) else [held]
    choices: list[Any] = list(field.choices)  # type: ignore[arg-type]  # iterated when asked for
    known = {str(value) for value, _label in choices}
    more = [one for one in wanted if one not in (None, "") and str(one) not in known]
    if more:
        field.choices = [*choices, *((one, str(one)) for one in more)]
