"""Translating one page at a time: a whole tree would copy every team's drafts."""

from typing import Any

from django import forms
from wagtail.contrib.simple_translation import views
from wagtail.contrib.simple_translation.forms import SubmitTranslationForm
from wagtail.models import Locale, Page

from cms import permissions
from cms.editing import current_user


class OnePageForm(SubmitTranslationForm):
    """Wagtail's form, without what lies below the page.

    Only languages in which the page has a parent that one may write below: Wagtail shows the
    others too, and fails when one of them is sent.
    """

    def __init__(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(instance, *args, **kwargs)
        self.fields["include_subtree"].widget = forms.HiddenInput()
        locales: Any = self.fields["locales"]
        possible = _languages_for(current_user.get(), instance)
        locales.queryset = locales.queryset.filter(pk__in=possible)
        self.show_submit = locales.queryset.exists()

    def clean_include_subtree(self) -> bool:
        """Answer no, whatever was sent."""
        return False


def _languages_for(user: Any, page: Page) -> list[int]:
    """Return the keys of the languages in which `user` may write `page` under its parent."""
    parent = page.get_parent()
    if parent.is_root():
        below = dict.fromkeys(Locale.objects.values_list("pk", flat=True), parent)
    else:
        below = {row.locale_id: row for row in parent.get_translations(inclusive=True)}
    return [
        key for key, row in below.items() if permissions.can_translate_below(user, page, parent=row)
    ]


def adopt() -> None:
    """Give Wagtail's view our form; called once when the app is ready."""
    views.SubmitTranslationForm = OnePageForm
