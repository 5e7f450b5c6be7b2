"""One cleaner for every form, serializer, page and row of ours (rules.md#clean-text)."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.db.models.signals import pre_save

from core.forms import CleanForm, CleanMixin
from tests.core.test_text import TWELVE_SPELLINGS

OURS = (
    "accounts",
    "activities",
    "cms",
    "leasing",
    "participants",
    "ledger",
    "payouts",
    "pictures",
    "portals",
)


class _Everything(CleanForm):
    line = forms.CharField(required=False)
    lines = forms.CharField(required=False, widget=forms.Textarea)
    number = forms.IntegerField(required=False)
    address = forms.EmailField(required=False)
    day = forms.DateField(required=False)


def every_class(kind):
    for app in OURS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in found.name:
                module = importlib.import_module(found.name)
                for value in vars(module).values():
                    is_class = isinstance(value, type) and issubclass(value, kind)
                    if is_class and value.__module__ == found.name:
                        yield value


def test_every_form_of_ours_is_cleaned():
    # A page's form cleans what was sent itself, as its blocks' fields have no names before that;
    # the other takes in choices alone.
    without = ("EditorPageForm", "StoryForm", "ProjectForm", "OnePageForm", "NothingBelow")
    assert [
        found
        for found in every_class(forms.BaseForm)
        if not issubclass(found, CleanMixin) and found.__name__ not in without
    ] == []


def test_every_serializer_that_takes_words_is_cleaned():
    from api import serializers

    for name in ("SessionEdit", "SessionMake", "Copy", "Cancel", "TookPart"):
        found = getattr(serializers, f"{name}Serializer")
        assert issubclass(found, serializers.CleanFields), name


@pytest.mark.parametrize("sign", ["\x0b", "\u200b", "\u202e", "\u00a0"])
def test_signs_that_nobody_sees_do_not_come_through(sign):
    form = _Everything(
        {
            "line": f"O{sign}la{sign}",
            "lines": f"en{sign}\nto",
            "number": f"{sign}12{sign}",
            "address": f"ola@example.no{sign}",
            "day": f"{sign}1.12.2026",
        }
    )
    assert form.is_valid(), form.errors
    assert not any(sign in str(value) for value in form.cleaned_data.values())
    assert (form.cleaned_data["number"], form.cleaned_data["address"]) == (12, "ola@example.no")


@pytest.mark.parametrize("written", TWELVE_SPELLINGS)
def test_no_free_text_takes_a_national_number(written):
    assert set(_Everything({"line": written, "lines": f"a\n{written}"}).errors) == {"line", "lines"}


def test_a_name_that_nobody_can_see_is_no_name():
    class Named(CleanForm):
        name = forms.CharField()

    assert not Named({"name": "\u200b\u3164"}).is_valid()


def test_every_row_with_words_is_cleaned_when_it_is_saved():
    unheard = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        and any(
            isinstance(field, models.CharField | models.TextField) for field in model._meta.fields
        )
        and not pre_save.has_listeners(model)
    ]
    assert unheard == []


def test_a_command_or_verb_that_saves_past_the_forms_keeps_no_unseen_sign(db):
    from tests.factories.activities import PlaceFactory

    place = PlaceFactory(name="\u202eHuset\u00a0ved\x0belva\u200b", address="\ufeff")
    assert (place.name, place.address) == ("Huset ved elva", "")
