"""The second of two confirms themselves; a name chosen from a list is nobody's word."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import second_person
from accounts.models import SecondPerson, ShortCode
from core.errors import RuleBroken
from core.money import kroner
from notices.models import Task
from participants.signatures import is_signature
from payouts import second_person_reminders
from payouts.models import BoxCount, CashReceipt, GiftCardReceipt
from payouts.over_the_table import cash, counts, gift_cards
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE, earned, full_box, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Any:
    found = scene()
    found.box = full_box(found)
    found.other = MembershipFactory(team=found.session.team, role="worker").user
    return found


def handed(stage: Any, kind: str, **more: Any) -> Any:
    two = {"witness": stage.other, "by": stage.by} | more
    initials = {"paid_by_initials": "AB", "witness_initials": "CD"}
    if kind == "count":
        return counts.count(stage.box, counted_ore=500_000, key=uuid4(), **two)
    earning = earned(stage)
    if kind == "cash":
        return cash.pay(
            earning.participant, earnings=[earning.pk], box=stage.box, **two, **initials
        )
    if kind == "group":
        return cash.pay_group(stage.box, earnings=[earning.pk], **two, **initials)[0]
    card = GiftCardFactory(team=stage.session.team)
    return gift_cards.hand_out(
        earning.participant, earnings=[earning.pk], cards=[card.pk], **two, **initials
    )


@pytest.mark.parametrize("kind", ["cash", "group", "gift card", "count"])
def test_until_the_second_says_so_it_is_unconfirmed(stage: Any, kind: str) -> None:
    asked = second_person.of(handed(stage, kind))
    assert asked is not None
    assert (asked.person, asked.asked_by, asked.confirmed_at) == (stage.other, stage.by, None)
    with pytest.raises(RuleBroken):
        second_person.confirm(asked, by=stage.by)
    stage.by.memberships.update(role="finance")
    MembershipFactory(user=stage.by, role="leader")
    with pytest.raises(RuleBroken):
        second_person.confirm(asked, by=stage.by)
    assert second_person.confirm(asked, by=stage.other).how == "page"


@pytest.mark.parametrize("kind", ["cash", "group", "gift card", "count"])
def test_a_code_is_the_colleagues_own_and_is_not_guessed(stage: Any, kind: str) -> None:
    second_person.set_code(stage.by, code="2468")
    second_person.set_code(stage.other, code="7391")
    for _try in range(second_person.MOST_TRIES):
        with pytest.raises(RuleBroken):
            handed(stage, kind, witness_code="2468")
    with pytest.raises(RuleBroken) as told:
        handed(stage, kind, witness_code="7391")
    assert "kan ikke brukes nå" in told.value.message
    found = (CashReceipt, GiftCardReceipt, BoxCount)
    assert not any(model.objects.exists() for model in found)
    second_person.set_code(stage.other, code="7391")
    asked = second_person.of(handed(stage, kind, witness_code="7391"))
    assert asked is not None
    assert asked.how == "code"
    assert ShortCode.objects.get(user=stage.other).code != "7391"


def test_what_is_signed_asks_nobody_else(stage: Any) -> None:
    earning = earned(stage)
    receipt = cash.pay(
        earning.participant, earnings=[earning.pk], box=stage.box, by=stage.by, signature=SIGNATURE
    )
    assert second_person.of(receipt) is None


def test_a_day_later_the_leader_is_asked_once(stage: Any) -> None:
    receipt = handed(stage, "cash")
    later = timezone.now() + timedelta(hours=25)
    assert second_person_reminders.ask_leaders() == 0
    assert [second_person_reminders.ask_leaders(at=later) for _twice in range(2)] == [1, 0]
    task = Task.objects.get(key__startswith="second:")
    assert (task.team, task.about, task.about_id) == (
        stage.session.team, "payouts.cashreceipt", receipt.pk,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "ore"), [("cash", 15_000), ("gift card", 15_000), ("count", 500_000)]
)
def test_the_task_says_the_sum_and_is_never_the_askers_own(stage: Any, kind: str, ore: int) -> None:
    another = MembershipFactory(team=stage.session.team, role="leader").user
    handed(stage, kind)
    second_person_reminders.ask_leaders(at=timezone.now() + timedelta(hours=25))
    task = Task.objects.get(key__startswith="second:")
    assert task.assigned_to == another  # who asked leads the team too
    assert kroner(ore) in task.text


@pytest.mark.both
def test_the_database_keeps_the_two_apart(stage: Any) -> None:
    asked = second_person.of(handed(stage, "count"))
    assert asked is not None
    for values in (
        {"person": stage.by},
        {"confirmed_at": timezone.now()},
        {"how": "page"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondPerson.objects.filter(pk=asked.pk).update(**values)
    assert asked.of_type == ContentType.objects.get_for_model(BoxCount)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (SIGNATURE, True),
        ("M20 20L200 150L320 40M330 40L500 160", True),
        ("M10 10L200 150M200 10L10 150", True),  # an X is somebody's mark
        ("M10 100L500 100", False),
        ("M10 100L100 101L200 99L300 100L500 100", False),
        ("M10 100L500 100L10 100L500 100", False),  # to and fro
        ("M10 100L200 100M220 100L400 100M420 100L590 100", False),
        ("M10 10L300 100L590 10", False),
        ("M10 10L11 11L12 10L13 11L12 12", False),
    ],
)
def test_one_straight_line_is_no_signature(path: str, is_one: bool) -> None:
    assert is_signature(path) is is_one


def test_the_colleague_confirms_from_their_own_page(stage: Any, signed_in: Any) -> None:
    receipt = handed(stage, "cash")
    asked = second_person.of(receipt)
    assert asked is not None
    first, second = signed_in(stage.by), signed_in(stage.other)
    url = reverse("staff:confirmations")
    assert "venter på" in first.get(url).content.decode()
    first.post(url, {"asked": asked.pk})
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    assert "ubekreftet" in first.get(reverse("staff:receipt", args=[receipt.pk])).content.decode()
    assert "Ja, jeg så det" in second.get(url).content.decode()
    second.post(url, {"asked": asked.pk})
    asked.refresh_from_db()
    assert asked.confirmed_at


def test_who_has_left_the_team_reads_no_name_there_and_confirms_nothing(
    stage: Any, signed_in: Any
) -> None:
    asked = second_person.of(handed(stage, "cash"))
    assert asked is not None
    name = asked.of.participant.chosen_name
    MembershipFactory(user=stage.other)  # works elsewhere now
    stage.other.memberships.filter(team=stage.session.team).update(ended_at=timezone.now())
    client = signed_in(stage.other)
    assert name not in client.get(reverse("staff:confirmations")).content.decode()
    client.post(reverse("staff:confirmations"), {"asked": asked.pk})
    asked.refresh_from_db()
    assert asked.confirmed_at is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ola@blåbær.example", "OLA+2@xn--blbr-roah.example"),
        ("ola@me.com", "ola@icloud.com"),
        ("o.la-n@pm.me", "olan@protonmail.com"),
        ("o.la@googlemail.com", "ola+x@gmail.com"),
    ],
)
def test_one_mailbox_with_two_addresses_is_one_person(one: str, other: str) -> None:
    first, second = (UserFactory(email=address) for address in (one, other))
    assert not second_person.are_two(first, second)
    assert second_person.are_two(first, UserFactory(email=f"kari.{other}"))
