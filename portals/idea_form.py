"""The form of an idea: the same words are looked at whoever writes them down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from core.text import health_words


class IdeaForm(CleanForm):
    """An idea in a few words. Whether it can be is the verb's to say."""

    text = forms.CharField(
        label=_("Hva har du lyst til?"),
        max_length=140,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Andre i teamet kan lese det. Skriv ingen navn."),
        error_messages={
            "required": _("Skriv hva du har lyst til."),
            "max_length": _("Skriv litt kortere. Det er plass til 140 tegn."),
        },
    )

    wishes_to_organise = forms.BooleanField(
        label=_("Jeg vil gjerne være med og lage det"), required=False
    )
    as_it_is = forms.BooleanField(
        label=_("Send det slik det står"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Warn once of a word that tells of health: the whole team reads an idea."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        as_it_is = answers.pop("as_it_is", False)
        words = health_words(answers.get("text", ""))
        if words and not as_it_is:
            self.fields["as_it_is"].widget = forms.CheckboxInput()
            self.add_error(
                "text",
                ValidationError(
                    _(
                        "Andre i teamet leser dette. Vil du skrive det uten ordet «%(word)s»? Eller"
                        " kryss av for å sende det slik det står."
                    ),
                    code="health",
                    params={"word": words[0]},
                ),
            )
        return answers
