"""Pages that come to a row by its own number say «Glemt» when the books have forgotten whose."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessSubject, Role
from participants.models import Participant
from payouts import retention
from payouts.bank import batches, statuses
from payouts.over_the_table import cash, gift_cards
from tests.factories.payouts import GiftCardFactory
from tests.payouts.helpers import SIGNATURE
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scene()


def forget(*people):
    """Let `people` go, and the books forget them six years from now."""
    Participant.objects.filter(pk__in=[one.pk for one in people]).update(left_at=timezone.now())
    with time_machine.travel(datetime(timezone.localdate().year + 6, 1, 2, tzinfo=UTC)):
        retention.forget_files()
        assert retention.forget_people() == len(people)


def words(page):
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.LEADER, 200), (Role.AUDITOR, 200), (Role.PEER_WORKER, 403), (Role.EDITOR, 403)],
)
def test_a_receipt_belongs_to_its_box(here, staff_client, role, status):
    person = here.person("Ola Nordnes")
    earning = here.earned(person)
    receipt = cash.pay(
        person, earnings=[earning.pk], box=here.box(), by=here.worker, signature=SIGNATURE
    )
    url = reverse("staff:receipt", args=[receipt.pk])
    forget(person)

    page = staff_client(role=role, team=here.team).get(url)

    assert page.status_code == status
    if status == 200:
        assert "<dd> Glemt </dd>" in words(page)
        assert "Ola Nordnes" not in words(page)
        assert not AccessSubject.objects.exists()
    assert staff_client(role=role).get(url).status_code == 404


def test_a_receipt_of_gift_cards_belongs_to_its_team(here, staff_client):
    person = here.person("Ola Nordnes")
    earning, card = here.earned(person), GiftCardFactory(team=here.team)
    receipt = gift_cards.hand_out(
        person, earnings=[earning.pk], cards=[card.pk], by=here.worker, signature=SIGNATURE
    )
    forget(person)

    url = reverse("staff:gift_card_receipt", args=[receipt.pk])
    page = staff_client(role=Role.LEADER, team=here.team).get(url)

    assert "<dd> Glemt </dd>" in words(page)
    assert staff_client(role=Role.LEADER).get(url).status_code == 404


def test_an_old_batch_can_be_read_and_nothing_more(here, staff_client):
    leader = staff_client(role=Role.LEADER, team=here.team)
    gone, stays = here.with_account("Ola Nordnes"), here.with_account("Kari Sørnes")
    batch = batches.mark_sent(here.sealed(gone, stays, by=leader.user), by=leader.user)
    payouts = list(batch.payouts.order_by("pk"))
    for payout in payouts:
        statuses.settle(payout, by=leader.user)
    forget(gone)
    url = reverse("staff:batch", args=[batch.pk])

    page = words(leader.get(url))

    assert "<span>Glemt" in page
    assert "Kari Sørnes" in page
    assert "Ola Nordnes" not in page
    assert batch.sha256 in page
    assert "Hent fila" not in page
    assert reverse("staff:payout_returned", args=[payouts[0].pk]) not in page
    assert leader.get(reverse("staff:payout_returned", args=[payouts[0].pk])).status_code == 404
    asked = leader.get(reverse("staff:batch_file", args=[batch.pk]), follow=True)
    assert [str(one) for one in asked.context["messages"]] == [
        "Fila er slettet etter 5 år. Bunken kan bare leses."
    ]


@pytest.mark.parametrize("name", ["batches", "reconcile", "pay", "payment_times", "journal"])
def test_the_lists_say_nothing_of_whoever_is_forgotten(here, staff_client, name):
    leader = staff_client(role=Role.LEADER, team=here.team)
    person = here.with_account("Ola Nordnes")
    batch = batches.mark_sent(here.sealed(person, by=leader.user), by=leader.user)
    statuses.settle(batch.payouts.get(), by=leader.user)
    forget(person)

    page = leader.get(reverse(f"staff:{name}"))

    assert page.status_code == 200
    assert "Ola Nordnes" not in words(page)
