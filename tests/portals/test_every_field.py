"""Every field of every form that a portal shows reads what people write, and keeps no unseen sign.

The forms are those that the pages make (`shown_forms`), so a new page is in here by itself.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.forms import UserTokenForm
from allauth.mfa.models import Authenticator
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import ModelChoiceField
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from accounts import invitations
from accounts.roles import teams
from accounts.sign_in.forms import RenamePasskeyForm
from activities.models import Work
from activities.planning import week_templates
from activities.taking_part import guests, ideas
from activities.works import details
from cms.navigation import site
from core.errors import RuleBroken
from core.row_forms import Carried
from participants import enrolment
from portals.staff.planning.programme.recipes_forms import RecipeForm
from portals.staff.shared.forms.fields import KronerField
from portals.staff.works.work_details_forms import details_form
from tests.cms.editing.test_every_word import MODELS, written_on
from tests.core.test_forms import every_class
from tests.core.test_text import TWELVE_SPELLINGS
from tests.factories.participants import ParticipantFactory
from tests.permission_ground import Ground
from tests.portals.every_column import COLUMN_OF_FIELD, ELSEWHERE, MADE_BY_US
from tests.portals.shown_forms import answer, kept
from tests.test_permissions import OURS, PORTALS, ROUTES, address_of, ask, built, filled, ground

__all__ = ["built", "ground"]

ROLES = ("leader", "worker", "finance", "editor", "card", "partner", "anonymous")
ADMIN = ("/admin/images/add/", "/admin/snippets/participants/interest/add/", "/admin/account/")
ALSO = frozenset({"work", "session-list", "story-list", "work-list", "activity-list"})
"""Pages that take nothing in at their own address, and still hold a form."""
CODES = frozenset(
    {"forms.CodeForm", "forms.NewCodeForm", "forms.CodeAgainForm", "forms._NeverShutsOut"}
)
"""They ask whose code it is: tests/accounts."""

ACCOUNTS = "accounts.sign_in.forms"
UNSEEN = ("\x0b", "\u200b", "\u202e", "\ufeff")
NOBODY_SEES = "\u200b\u3164\u00a0\u2800\u202e"
WORDS = ("Ola Hansen", "ola@example.no", "22 00 00 00", "12", "923 609 016", "1234.56.78903")
SUMS = {
    "nb": {"NOK 150": 15000, "150,-": 15000, "1 500,50": 150050, "kr. 1.500,-": 150000},
    "nn": {"kr 150": 15000, "1\u00a0500,50": 150050, "１５０ kroner": 15000, "150,\u2212": 15000},
    "en": {"NOK 1,500.50": 150050, "1,500": 150000, "150.00": 15000, "1\u2009500,50": 150050},
}
DAYS = {
    "nb": ("28.11.2026", "28. november 2026", "lør. 28. nov. 2026", "den 28.\u00a0november 2026"),
    "nn": ("28/11/2026", "laurdag 28. november 2026", "28.11.26", "２８.１１.２０２６"),
    "en": ("2026-11-28", "28 November 2026", "Sat, November 28th, 2026", "2026\u221211\u221228"),
}
CLOCKS = {"nb": ("13.30", "kl. 13.30"), "nn": ("klokka 13:30", "1330"), "en": ("1:30 pm", "13：30")}
NUMBERS_OF_THEIR_OWN = frozenset(
    {
        "vault_forms.AccountForm.account_number",
        "vault_forms.BankProfileForm.debtor_account",
        "vault_forms.BankProfileForm.debtor_clearing_number",
        "vault_forms.BankProfileForm.initiating_party_id",
        "forms.EnquiryForm.organisation_number",
        "partners_forms.AnswerForm.organisation_number",
        "partners_forms.BankPaymentForm.reference",
        "partners_forms.PartnerForm.organisation_number",
        "gift_cards_forms.GiftCardsForm.numbers",
        "recipes_forms.RecipeForm.recipe",
    }
)
"""Fields made for long numbers: what else they take is asked where they are kept."""


@pytest.fixture(scope="module")
def shown(built: Ground) -> dict[str, forms.BaseForm]:
    """Return one form of each class that a page of any portal shows, by its name."""
    made: list[forms.BaseForm] = []
    with kept(made):
        for space, name, words in OURS:
            row = PORTALS[space][name]
            who = next((role for role in ROLES if role in (row.get or ())), None)
            if who and (row.post or row.sent or name in ALSO):
                ask(built.clients[who], "GET", address_of(space, name, words, row, built.own))
        accounts = [filled(where) for where, *_rest in ROUTES if where.startswith("konto/")]
        for who in ("anonymous", "leader"):
            for address in accounts:
                ask(built.clients[who], "GET", address)
        contact = reverse("wagtailsettings:edit", args=["cms", "sitecontact", site.build_site().pk])
        for who in ("leader", "editor", "superuser"):
            for address in (*ADMIN, contact):
                ask(built.clients[who], "GET", address)
        for of_work in details.DETAILS:
            details_form(Work(kind=of_work), None)
        RecipeForm(teams=[built.own.team])  # shown when a file has been read
        passkey = Authenticator(
            user=built.own.colleague, type="webauthn", data={"name": "x", "credential": {}}
        )
        for kind in every_class(forms.BaseForm):
            if not any(isinstance(form, kind) for form in made):
                about = {"user": built.own.colleague} if kind.__module__ == ACCOUNTS else {}
                about = {"instance": passkey} if kind is RenamePasskeyForm else about
                with suppress(TypeError, KeyError, ValueError, AttributeError):
                    kind(**about)
    return {".".join([*name_of(form), type(form).__name__]): form for form in made}


def name_of(form: forms.BaseForm) -> list[str]:
    """Return the last word of the module of a form."""
    return type(form).__module__.split(".")[-1:]


def fields(shown: dict[str, Any], *kinds: type[forms.Field]) -> Any:
    """Yield (form, name, field, «Form.name») for what people write in."""
    for of, form in shown.items():
        for name, field in form.fields.items():
            if of in CODES or type(form) is UserTokenForm:
                continue
            widget = field.widget
            is_written = not isinstance(
                widget, forms.PasswordInput | forms.FileInput | forms.CheckboxInput | forms.Select
            ) and not isinstance(field, forms.ChoiceField | ModelChoiceField | forms.BooleanField)
            is_written = is_written and not isinstance(widget, Carried)
            if is_written and isinstance(field, kinds or forms.Field):
                yield form, name, field, f"{of}.{name}"


def test_no_form_of_ours_is_missing(shown):
    missing = {
        kind.__name__
        for kind in every_class(forms.BaseForm)
        if not any(isinstance(form, kind) for form in shown.values())
    }
    # Pages have a test of their own, with all their blocks: tests/cms/editing/test_every_word.py.
    assert missing == {"EditorPageForm", "StoryForm", "ProjectForm", "OnePageForm"}


def test_a_sign_that_nobody_sees_changes_nothing(shown):
    wrong = [
        (where, written, sign, wanted, found)
        for form, name, _field, where in fields(shown)
        for written in WORDS
        if (wanted := answer(form, name, written))
        for sign in UNSEEN
        if (
            found := answer(
                form, name, f"{sign}{written[:2]}{sign if sign != chr(11) else ''}{written[2:]}"
            )
        )
        != wanted
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_every_space_is_a_space(shown):
    wrong = [
        (where, written, space)
        for form, name, _field, where in fields(shown)
        for written in WORDS
        for space in "\u00a0\u2009\u202f"
        if answer(form, name, written.replace(" ", space) + space) != answer(form, name, written)
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_what_nobody_can_see_is_nothing(shown):
    wrong = [
        (where, found)
        for form, name, _field, where in fields(shown)
        if (found := answer(form, name, NOBODY_SEES)) != answer(form, name, "")
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("written", TWELVE_SPELLINGS)
def test_no_field_of_words_takes_a_national_number(shown, written):
    wrong = []
    for form, name, _field, where in fields(shown, forms.CharField):
        value, codes = answer(form, name, f"a {written}")
        if where not in NUMBERS_OF_THEIR_OWN and not codes and isinstance(value, str):
            wrong.append((where, value))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_sums_days_and_clocks_are_read_as_the_language_writes_them(shown, language):
    wrong = []
    the_day = datetime(2026, 11, 28, 11, tzinfo=UTC)
    with translation.override(language), time_machine.travel(the_day, tick=False):
        for form, name, field, where in fields(shown):
            cases: dict[str, Any] = {}
            if isinstance(field, KronerField):
                cases = SUMS[language]
            elif isinstance(field, forms.DateField):
                cases = dict.fromkeys(DAYS[language], date(2026, 11, 28))
            elif isinstance(field, forms.TimeField):
                cases = dict.fromkeys(CLOCKS[language], answer(form, name, "13:30")[0])
            elif isinstance(field, forms.FloatField):
                cases = {"59,5": 59.5, "59.5": 59.5, "\u221259,5°": -59.5}
            elif isinstance(field, forms.IntegerField):
                cases = {"１２": 12, "1\u20602": 12, "12\u00a0": 12}
            elif hasattr(field, "region"):
                cases = dict.fromkeys(
                    ("２２ ００ ００ ００", "22\u00a000\u00a000\u00a000", "+47\u201122 00 00 00"),
                    answer(form, name, "22000000")[0],
                )
            elif name == "organisation_number":
                cases = dict.fromkeys(
                    ("NO 923 609 016 MVA", "Org.nr. 923\u00a0609\u00a0016", "９２３.６０９.０１６"),
                    "923609016",
                )
            wrong += [
                (where, written, found)
                for written, wanted in cases.items()
                if (found := answer(form, name, written)) != (wanted, [])
                and not _is_out_of_range(found)
            ]
    assert not wrong, "\n".join(map(str, wrong))


def _is_out_of_range(found: tuple[Any, list[str]]) -> bool:
    """Tell whether the number was read, and refused as too large or small."""
    return bool(found[1]) and set(found[1]) <= {"max_value", "min_value"}


def test_every_column_of_words_has_a_door_that_is_asked_or_a_reason(shown):
    written = {where for _form, _name, _field, where in fields(shown)}
    own = {
        f"{form._meta.model._meta.label}.{name}"
        for form, name, _field, _where in fields(shown)
        if isinstance(form, forms.ModelForm)
    }
    pages = {f"{page._meta.label}.{field}" for page in MODELS for field, _place in written_on(page)}
    made = {f"{model}.{name}" for model, names in MADE_BY_US.items() for name in names}
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if "site-packages" not in model._meta.app_config.path
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        # A page's own row is Wagtail's; a history holds what the row held.
        and not (issubclass(model, Page) and field.name == "searched")
        and not hasattr(model, "history_object")
    }
    known = [own & columns, pages & columns, {*COLUMN_OF_FIELD}, {*ELSEWHERE}, made]
    assert columns - set().union(*known) == set(), "Who writes here, and which test asks it?"
    assert set().union(*known) - columns == set(), "No such column."
    assert set(COLUMN_OF_FIELD.values()) - written == set(), "No such field."


# --- What comes past a form: a verb reads it ---------------------------------------
def _past_forms(ground: Ground) -> dict[str, Any]:
    """Return {what: a verb that takes words from a button, or from the command line}."""
    side = ground.own
    week = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    person = ParticipantFactory(team=side.team)

    def named(words: str) -> Any:
        return enrolment.edit(person, by=side.colleague, chosen_name=words)

    return {
        "a step": lambda words: details.add_step(side.work, text=words),
        "a week": lambda words: week_templates.save_week(side.team, name=words, monday=week),
        "a name": named,
        "an idea": lambda words: ideas.propose(person, text=words),
        "a colleague": lambda words: invitations.invite(
            "ny@example.no", name=words, to="Alna", by=None
        ),
        "a team": lambda words: teams.make(words),
    }


PAST_FORMS = ("a step", "a week", "a name", "an idea", "a colleague", "a team")


@pytest.mark.parametrize("what", PAST_FORMS)
def test_what_comes_past_a_form_is_read_by_the_same_rules(ground, what):
    for written in (NOBODY_SEES, *(f"Rake {one}" for one in TWELVE_SPELLINGS)):
        with (
            transaction.atomic(),
            pytest.raises((RuleBroken, ValidationError), match=r"\w"),
        ):
            _past_forms(ground)[what](written)


def test_a_guest_and_a_search_are_read_by_the_same_rules(ground):
    with pytest.raises(RuleBroken):
        guests.add(ground.own.held, called=TWELVE_SPELLINGS[6], by=ground.own.colleague)
    with transaction.atomic():
        assert guests.add(
            ground.own.held, called=NOBODY_SEES, by=ground.own.colleague
        ).called.startswith("Gjest")
        transaction.set_rollback(True)
    name = ground.own.participant.chosen_name
    words = {"ord": f"\u200b{name}\u00a0", "next": "/staff/deltakere/"}
    found = ground.clients["leader"].post("/staff/sok/", words, follow=True)
    assert name in found.content.decode()
