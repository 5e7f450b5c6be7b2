"""The promises about people that the schema and the texts keep (rules.md#need-to-know)."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.fields import StreamField

from participants.models import Participant
from tests.words import banned_words

ROOT = Path(__file__).resolve().parent.parent
OURS = {
    "accounts",
    "activities",
    "cms",
    "leasing",
    "notices",
    "participants",
    "ledger",
    "payouts",
    "pictures",
}
PERSON_NUMBERS = {"participant_number", "person_number"}
EVERYWHERE = "(every table)"

SPEED = re.compile(r"(?:^|_)(due|deadline|late|no_show|absent|speed|score|rank|streak)(?:_|$)")
PAYMENTS_THAT_CAME_LATE = {"ledger.Entry.arrive_late", "ledger.Entry.return_late"}
"""Kinds of entries: it is the bank that was slow."""
FORBIDDEN = re.compile(
    r"(?:^|_)(diagnos[ei]s|substance|drug|alcohol|risk|violence|violent|housing|homeless|legal|"
    r"court|sentence|prison|crime|criminal|national_id\w*|identity|ssn|birth\w*|born|age|gender|"
    r"health|medic\w*|psych\w*|treatment|benefits?|nationality|religion|ethnicity|"
    r"notes?|comments?|remarks?|observations?|assessment|journal|characteristics?)(?:_|$)"
)
FREE_TEXT = {
    # A person's own words for themselves, and how to reach them.
    "participants.Participant.chosen_name",
    "participants.Participant.email",
    "participants.AccessCard.token_hash",
    "participants.Consent.text_version",
    "participants.Consent.words_digest",
    "participants.Consent.language",
    # A drawing, as the numbers of its lines.
    "participants.Consent.signature",
    # Written by the system.
    "cms.StoryPage.words_there",
    "cms.StoryQuestion.facts",
    "notices.Message.key",
    "notices.Message.address",
    "notices.Message.subject",
    "notices.Message.body",
    "notices.Message.error",
    "notices.Task.key",
    "notices.Task.about",
    "notices.Task.waits_for",
    "notices.Task.text",
    "payouts.CashReceipt.paid_by_initials",
    "payouts.CashReceipt.witness_initials",
    "payouts.CashReceipt.signature_sha256",
    "payouts.GiftCardReceipt.paid_by_initials",
    "payouts.GiftCardReceipt.witness_initials",
    "payouts.GiftCardReceipt.signature_sha256",
    "payouts.StripeRecipient.idempotency_key",
    "payouts.StripeRecipient.account_id",
    "payouts.ThresholdDecision.reason",
    # Encrypted, for those who chose the bank.
    "payouts.VaultEntry.registered_name",
    "payouts.VaultEntry.bank_spelling",
    "payouts.VaultEntry.account_number",
    "payouts.VaultEntry.account_hash",
    "ledger.Entry.key",
    "ledger.Entry.debit",
    "ledger.Entry.credit",
    "ledger.Entry.reason",
    # About a thing, a picture or a story; shown by consent.
    "activities.Guest.called",
    "activities.FeedKey.token_hash",
    "activities.Idea.text",
    "activities.Job.title",
    "activities.Job.description",
    "activities.Work.title",
    "activities.Work.description",
    "activities.Work.illustration",
    "pictures.Picture.title",
    "pictures.Picture.description",
    "pictures.Picture.file",
    "pictures.Picture.file_hash",
    "cms.StoryPage.intro",
    "cms.StoryPage.body",
    "cms.StoryPage.searched",
    "cms.StoryPage.illustration_alt",
    # Names in it that somebody has said are no participant's.
    "cms.StoryPage.other_names",
}
"""Every place where words can be written in a row about a participant. Think before you add one."""


# --- The schema ------------------------------------------------------------------
def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def columns(model):
    """Return the model's own fields; what a page inherits is Wagtail's."""
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def points_at(field, target):
    return field.is_relation and field.related_model is target


def belongs_to_a_participant(model):
    return model is Participant or any(
        points_at(field, Participant) or field.name in PERSON_NUMBERS for field in columns(model)
    )


def required(model):
    """Return the names of the columns of `model` that docs/privacy.md must list."""
    reaches = any(isinstance(f, models.EmailField | PhoneNumberField) for f in columns(model))
    if reaches or belongs_to_a_participant(model) or model in described_by_another_way():
        return {field.name for field in columns(model)}
    return {field.name for field in columns(model) if points_at(field, get_user_model())}


def described_by_another_way():
    """Return the tables that are about a person by another way than a link of their own."""
    labels = (
        "accounts.Membership",
        "accounts.Invitation",
        "accounts.AccessEvent",
        "activities.Shift",
        "activities.Absence",
        "activities.Incident",
        "activities.EscalationStep",
        "activities.OnCall",
        "activities.WorkingHours",
        "activities.Wish",
    )
    return {apps.get_model(label) for label in labels}


def documented():
    """Return {model label: {column}} as docs/privacy.md lists them, and the headings' groups."""
    listed, groups, heading = {}, [], []
    for line in (ROOT / "docs" / "privacy.md").read_text().splitlines():
        if line.startswith("### "):
            heading = line.removeprefix("### ").split(", ")
            groups.append(heading)
            listed |= {label: set() for label in heading}
        elif line.startswith("## "):
            heading = []
        elif heading and line.startswith("| ") and not line.startswith("| column"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 3 and all(cells), f"purpose or time is missing: {line}"
            for label in heading:
                listed[label].add(cells[0])
    return listed, groups


def test_every_column_about_a_person_is_listed_with_purpose_and_time():
    listed, _groups = documented()
    missing = {
        model._meta.label: sorted(names)
        for model in our_models()
        if (names := required(model) - listed.get(model._meta.label, set()) - listed[EVERYWHERE])
    }
    assert missing == {}


def test_nothing_is_listed_that_is_gone():
    listed, groups = documented()
    there = {model._meta.label: {field.name for field in columns(model)} for model in our_models()}
    there[EVERYWHERE] = set.union(*there.values())
    gone = {
        label: sorted(listed[label] - set.union(*(there.get(each, set()) for each in group)))
        for group in groups
        for label in group
    }
    assert {label: names for label, names in gone.items() if names} == {}
    assert [label for label in listed if label not in there] == []


def test_what_is_called_unused_is_named_nowhere_in_the_code():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "privacy.md").read_text().splitlines()
        if line.startswith("| ")
    ]
    unused = {column for column, purpose, *_kept in rows if purpose.startswith("unused")}
    code = "".join(
        path.read_text()
        for folder in (*OURS, "portals", "api", "core", "demo")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )
    used = {name for name in unused if re.search(rf"\b{name}\b", code)}
    assert used == set()


def test_no_column_and_no_state_knows_speed_or_absence():
    names = {
        f"{model._meta.label}.{name}"
        for model in our_models()
        for field in columns(model)
        for name in (field.name, *(str(value) for value, _label in field.flatchoices))
    }
    found = {name for name in names if SPEED.search(name.rsplit(".", 1)[1])}
    assert found == PAYMENTS_THAT_CAME_LATE


@pytest.mark.parametrize("name", ["due_date", "is_late", "no_show", "absent", "rank", "top_score"])
def test_the_words_of_speed_are_found(name):
    assert SPEED.search(name) is not None


@pytest.mark.parametrize("name", ["latest", "residue", "translated", "schedule", "template"])
def test_words_that_only_hold_them_are_not(name):
    assert SPEED.search(name) is None


def test_what_we_need_not_know_has_no_column():
    names = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if belongs_to_a_participant(model)
        for field in columns(model)
    }
    assert {name for name in names if FORBIDDEN.search(name.rsplit(".", 1)[1])} == set()


def test_no_new_place_for_words_about_a_person():
    free = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if belongs_to_a_participant(model)
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.FileField | StreamField)
        and not isinstance(field, PhoneNumberField)
        and not field.choices
        and not field.name.startswith("history_")
        and not (model is Participant and field.name == "code")
    }
    assert free == FREE_TEXT


# --- The texts -------------------------------------------------------------------
PARTICIPANTS_TEMPLATES = ("portals/mine", "participants", "notices")
PARTICIPANTS_CODE = ("portals/mine", "participants", "notices", "activities")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext", "ngettext_lazy"}


def said_in_code(path):
    """Return the gettext source strings of a Python file."""
    return [
        argument.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def said_to_participants():
    """Yield (where, text) for everything that a participant can read."""
    for folder in PARTICIPANTS_TEMPLATES:
        for path in sorted((ROOT / "templates" / folder).rglob("*.*")):
            yield str(path.relative_to(ROOT)), path.read_text()
    for folder in PARTICIPANTS_CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for text in said_in_code(path):
                yield str(path.relative_to(ROOT)), text
    ours = tuple(f"templates/{f}/" for f in PARTICIPANTS_TEMPLATES) + tuple(
        f"{folder}/" for folder in PARTICIPANTS_CODE
    )
    for path in sorted((ROOT / "locale").rglob("*.po")):
        with path.open("rb") as catalogue:
            for message in read_po(catalogue):
                if any(where.startswith(ours) for where, _line in message.locations):
                    texts = (
                        message.string if isinstance(message.string, tuple) else [message.string]
                    )
                    for text in texts:
                        yield f"{path.relative_to(ROOT)}: {message.id}", str(text)


def test_no_banned_word_is_said_to_a_participant():
    said = {where: words for where, text in said_to_participants() if (words := banned_words(text))}
    assert said == {}


def test_there_is_something_to_read():
    places = {where.split("/")[0] for where, _text in said_to_participants()}
    assert {"templates", "participants", "notices", "activities"} <= places
