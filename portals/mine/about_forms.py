"""One question a page: what somebody may change about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.models import model_to_dict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core.forms import CleanForm
from core.row_forms import RowForm
from participants.models import Channel, Interest, Participant
from portals.templatetags.drawings import drawing

ONE_OF_THESE = dict.fromkeys(("required", "invalid_choice"), _("Velg ett av svarene."))
SOME_OF_THESE = dict.fromkeys(
    ("invalid_choice", "invalid_pk_value", "invalid_list"), _("Velg av det som står her.")
)


class PictogramChoices(forms.ModelMultipleChoiceField):
    """Choices with a drawing beside each word."""

    def label_from_instance(self, obj: Any) -> SafeString:
        """Return the drawing and the word."""
        source = static(f"illustrations/{drawing(obj.illustration)}.svg")
        return format_html(
            '<img class="pictogram pictogram--small" src="{}" alt="" width="72" height="54"> {}',
            source,
            obj.name,
        )


class QuestionForm(RowForm, CleanForm):
    """A form whose answers are arguments of `participants.enrolment.edit`."""

    title: Any = ""

    @classmethod
    def for_person(cls, participant: Participant, data: Any = None) -> "QuestionForm":
        """Return the form filled with what we know now."""
        return cls(data, initial=model_to_dict(participant, fields=cls.base_fields))


class ChannelForm(QuestionForm):
    """How we say things."""

    title = _("Hvordan skal vi si fra til deg?")
    channel = forms.ChoiceField(
        label=_("Velg én måte"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages=ONE_OF_THESE,
    )


class PhoneForm(QuestionForm):
    """The number."""

    title = _("Hva er nummeret ditt?")
    phone = PhoneNumberField(
        label=_("Telefon"),
        required=False,
        error_messages={"invalid": _("Se over nummeret. Det har åtte tall.")},
    )


class EmailForm(QuestionForm):
    """The address."""

    title = _("Hva er e-posten din?")
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Se over adressen. Den har en @ i midten.")},
    )


class LanguageForm(QuestionForm):
    """The language of these pages."""

    title = _("Hvilket språk vil du lese?")
    language = forms.ChoiceField(
        label=_("Velg ett språk"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages=ONE_OF_THESE,
    )


class InterestsForm(QuestionForm):
    """What somebody likes to do."""

    title = _("Hva liker du?")
    interests = PictogramChoices(
        label=_("Velg så mange du vil"),
        queryset=Interest.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=SOME_OF_THESE,
    )


QUESTIONS: dict[str, type[QuestionForm]] = {
    "sprak": LanguageForm,
    "mate": ChannelForm,
    "telefon": PhoneForm,
    "e-post": EmailForm,
    "liker": InterestsForm,
}
