"""What is written to those of a session, and drafts to begin with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Session, SessionMessage
from activities.models.session_message import LONGEST
from core.forms import CleanForm
from core.templatetags.formats import clock, weekday_date

DRAFTS = {
    "vaer": (
        _("Været"),
        _("Det kan bli regn %(day)s. Ta på deg noe som tåler vann. Vi møtes som avtalt."),
    ),
    "sted": (_("Møtested"), _("Vi møtes klokka %(clock)s ved %(place)s. Vi venter på deg der.")),
    "flyttet": (
        _("Flyttet"),
        _("Vi har flyttet. Nå møtes vi %(day)s klokka %(clock)s, %(place)s."),
    ),
    "gleder": (_("Vi gleder oss"), _("Vi gleder oss til å se deg %(day)s klokka %(clock)s.")),
    "egne": (_("Egne ord"), ""),
}
"""Drafts by the word that stands in the address: what they are called, and how they begin."""


def draft_of(session: Session, name: str) -> str:
    """Return the draft called `name` about `session`; "" for own words and unknown names.

    The day stands by its date: «tomorrow» would be wrong for who hears it the day after.
    """
    words = str(DRAFTS.get(name, ("", ""))[1])
    return words % {
        "day": weekday_date(session.starts_at),
        "clock": clock(session.starts_at),
        "place": session.place.name,
    }


class SessionMessageForm(CleanForm):
    """Whom it is for, and what it says."""

    to = forms.MultipleChoiceField(
        label=_("Hvem skal få den?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg hvem som skal få beskjeden.")},
    )
    text = forms.CharField(
        label=_("Beskjed"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Høyst %(most)s tegn. Skriv ikke navnet på noen, og ikke om noens helse.")
        % {"most": LONGEST},
        error_messages={"required": _("Skriv det de skal få vite.")},
    )

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        """Take how many there are in each group: an empty one cannot be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (value, f"{str(label).capitalize()} ({counts[value]})")
            for value, label in SessionMessage.Group.choices
        ]

    def clean_text(self) -> str:
        """Refuse what is too long: nothing of it is cut away in silence."""
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST:
            words = _("Skriv kortere. Det kan være høyst %(most)s tegn, og dette er %(long)s.")
            raise ValidationError(words % {"most": LONGEST, "long": len(text)})
        return text
