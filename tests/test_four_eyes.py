"""One dishonest person against every rule of two: before, between and after, changing roles."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint
from django.utils import timezone

from accounts.models import Invitation, Role, User
from accounts.roles import memberships
from core.errors import RuleBroken
from core.models import AppendOnly
from ledger.models import Entry
from tests.factories.accounts import MembershipFactory
from tests.four_eyes import RULES, Ground, Rule, shown

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.django_db
every = pytest.mark.parametrize("name", RULES)
EXCUSED = {
    "accounts.SubstituteAgreement": "two teams' leaders; it opens nothing before a colleague's own"
    " yes: tests/activities/staffing/test_substitutes.py",
    "activities.CoverAsk": "who was asked and who asked; a leader who is neither says yes",
    "activities.PlanChange": "who worked it before and after, and who set it so: undone by one",
    "activities.Routine": "who goes through it, who did and who ended it: nothing is approved",
    "activities.Absence": "a deputy answers for somebody; both are told, nothing is approved",
    "activities.Incident": "who has come home says so; another hears of it and can do no harm",
    "leasing.Lease": "the business says yes by its own sign-in; who ended it is kept",
    "leasing.PartnerContact": "whose login it is, and who ended it",
    "notices.Message": "to whom, and which of us told them on the phone instead",
    "notices.Task": "for whom, and who did it",
    "participants.AccessCard": "each act stops a card or makes another, which stops the first",
    "participants.ContactException": "whom a leader lets have more than ten people",
    "participants.Participant": "contact and deputy: two phones, nothing is approved",
    "accounts.Invitation": "opens no portal by itself: «newcomer» does",
}
"""Two people in one row, and why they are no rule of two."""

THE_VIEW_ASKS = {"not-arrived", "put-away", "lost-again"}
"""Their second half is paying, and who may pay in a team is asked by its pages (`can_pay`)."""


def ground_for(rule: Rule) -> Ground:
    return Ground(role=rule.role)


@every
def test_two_people_do_it_and_again_changes_nothing(name: str) -> None:
    rule, ground = RULES[name], ground_for(RULES[name])
    thing = rule.begin(ground, ground.thief, ground.honest)
    assert not rule.is_done(thing)
    rule.finish(thing, ground.honest, **shown(rule, thing))
    assert rule.is_done(thing)
    before = Entry.objects.count(), _row(thing)
    rule.finish(thing, ground.honest)  # the second tab
    for somebody in (ground.thief, ground.somebody("leader")):
        try:
            rule.finish(thing, somebody)
        except RuleBroken:
            continue
    assert (Entry.objects.count(), _row(thing)) == before


@every
def test_one_does_not_do_both_whatever_their_roles(name: str) -> None:
    """Alone; with every role here; with another here than elsewhere; leader after the first."""
    rule, ground = RULES[name], ground_for(RULES[name])
    thing = rule.begin(ground, ground.thief, ground.honest)
    MembershipFactory(user=ground.thief, role=Role.LEADER)
    for role in (rule.role, *Role.values):
        memberships.give(ground.thief, team=ground.team, role=role, by=ground.honest)
        with pytest.raises(RuleBroken), transaction.atomic():
            rule.finish(thing, ground.thief)
    for membership in ground.thief.memberships.filter(team=ground.team):
        memberships.end(membership, by=ground.honest)
    memberships.give(ground.thief, team=ground.team, role=Role.LEADER, by=ground.honest)
    with pytest.raises(RuleBroken), transaction.atomic():
        rule.finish(thing, ground.thief)
    assert not rule.is_done(thing)
    if rule.named:
        with pytest.raises(RuleBroken), transaction.atomic():
            rule.begin(ground, ground.thief, ground.thief)


@every
def test_an_accomplice_whom_they_made_themselves_is_no_second(name: str) -> None:
    rule, ground = RULES[name], ground_for(RULES[name])
    thief = ground.thief
    local, _at, domain = thief.email.partition("@")
    never_in = ground.somebody("leader", last_login=None)
    Invitation.objects.create(
        user=never_in,
        invited_by=thief,
        token_hash="x" * 64,
        expires_at=timezone.now() + timedelta(days=14),
    )
    accomplices = [
        ground.somebody("leader", email=f"{local}+to@{domain.upper()}"),
        ground.somebody("leader", phone=thief.phone),
        never_in,
    ]
    thing = None if rule.named else rule.begin(ground, thief, ground.honest)
    for accomplice in accomplices:
        with pytest.raises(RuleBroken), transaction.atomic():
            if rule.named:
                rule.begin(ground, thief, accomplice)
            else:
                rule.finish(thing, accomplice)
    assert thing is None or not rule.is_done(thing)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.named])
def test_two_who_have_become_one_meanwhile_are_one(name: str) -> None:
    rule, ground = RULES[name], ground_for(RULES[name])
    thing = rule.begin(ground, ground.thief, ground.honest)
    assert isinstance(thing, AppendOnly)  # so that nothing of it changes between
    User.objects.filter(pk=ground.honest.pk).update(phone=ground.thief.phone)
    ground.honest.refresh_from_db()
    with pytest.raises(RuleBroken), transaction.atomic():
        rule.finish(thing, ground.honest)
    assert not rule.is_done(thing)


@pytest.mark.parametrize("name", [name for name in RULES if name not in THE_VIEW_ASKS])
def test_who_is_in_another_team_or_has_left_is_no_second(name: str) -> None:
    rule, ground = RULES[name], ground_for(RULES[name])
    thing = rule.begin(ground, ground.thief, ground.honest)
    ground.somebody("leader")
    for membership in ground.honest.memberships.all():
        memberships.end(membership, by=None)
    MembershipFactory(user=ground.honest, role=Role.LEADER)
    with pytest.raises(RuleBroken), transaction.atomic():
        rule.finish(thing, ground.honest)
    assert not rule.is_done(thing)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.edit])
def test_what_changed_between_is_never_approved_unseen(name: str) -> None:
    rule, ground = RULES[name], ground_for(RULES[name])
    thing = rule.begin(ground, ground.thief, ground.honest)
    assert rule.edit is not None
    read = shown(rule, thing)
    rule.edit(ground, thing)
    with pytest.raises(RuleBroken), transaction.atomic():
        rule.finish(thing, ground.honest, **read)
    assert not rule.is_done(thing)


@pytest.mark.both
@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.columns])
def test_the_database_keeps_the_two_apart(name: str) -> None:
    rule, ground = RULES[name], ground_for(RULES[name])
    thing = rule.begin(ground, ground.thief, ground.honest)
    rule.finish(thing, ground.honest)
    for label, first, second in _pairs(rule):
        model: Any = apps.get_model(label)
        if issubclass(model, AppendOnly):
            row = model.objects.latest("pk")
            row.pk, row._state.adding = None, True
            setattr(row, second, getattr(row, first))
            if hasattr(row, "key"):
                row.key = uuid4()
            attempt = _save
        else:
            row = model.objects.latest("pk")
            attempt = _updating(first, second)
        wrong = pytest.raises(IntegrityError, match=r"(?i)check|four_eyes|two_staff|begun|third")
        with wrong, transaction.atomic():
            attempt(row)


def test_no_two_people_in_a_row_of_the_schema_are_forgotten() -> None:
    """A new constraint between two people, or a new pair of columns, is a rule or has a reason."""
    claimed = {label for rule in RULES.values() for label, _first, _second in _pairs(rule)}
    found = set()
    for model in apps.get_models():
        own = Path(str(apps.get_app_config(model._meta.app_label).path)).parent
        if own != ROOT or model.__name__.startswith("Historical"):
            continue
        people = {
            field.name
            for field in model._meta.fields
            if field.related_model is User and field.name not in ("locked_by", "owner")
        }
        checked = any(
            isinstance(one, CheckConstraint) and _compares(one, people)
            for one in model._meta.constraints
        )
        if len(people) > 1 or checked:
            found.add(model._meta.label)
    assert found - claimed - EXCUSED.keys() == set()
    assert (claimed | EXCUSED.keys()) - found == set()
    assert not claimed & EXCUSED.keys()


def test_the_threat_model_names_each_rule_and_its_tests() -> None:
    text = (ROOT / "docs/threat-model.md").read_text()
    table = text.split("## Every rule of two people")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    named = [key for row in rows for key in re.findall(r"`\[([a-z-]+)\]`", row)]
    assert sorted(named) == sorted(RULES)
    missing = [
        path for path in re.findall(r"`(tests/[\w/]+\.py)", table)
        if not (ROOT / path).exists()
    ]  # fmt: skip
    assert missing == []


def _row(thing: Any) -> dict[str, Any]:
    found = type(thing).objects.filter(pk=thing.pk).values().get()
    return {name: value for name, value in found.items() if name != "changed_at"}


def _pairs(rule: Rule) -> list[tuple[str, str, str]]:
    found = []
    for line in rule.columns:
        label, first, second = line.replace(":", "").split()
        found.append((label, first, second))
    return found


def _save(row: Any) -> None:
    row.save(force_insert=True)


def _updating(first: str, second: str) -> Any:
    def attempt(row: Any) -> None:
        type(row).objects.filter(pk=row.pk).update(**{second: getattr(row, first)})

    return attempt


def _compares(constraint: CheckConstraint, people: set[str]) -> bool:
    said = str(constraint.condition)
    return any(f"F({name})" in said for name in people)
