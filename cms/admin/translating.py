"""Translating one page at a time: a whole tree would copy every team's drafts."""

from typing import Any

from django import forms
from wagtail.contrib.simple_translation import views
from wagtail.contrib.simple_translation.forms import SubmitTranslationForm


class OnePageForm(SubmitTranslationForm):
    """Wagtail's form, without what lies below the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["include_subtree"].widget = forms.HiddenInput()

    def clean_include_subtree(self) -> bool:
        """Answer no, whatever was sent."""
        return False


def adopt() -> None:
    """Give Wagtail's view our form; called once when the app is ready."""
    views.SubmitTranslationForm = OnePageForm
