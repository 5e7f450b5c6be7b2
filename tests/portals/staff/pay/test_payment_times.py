"""«Løfter vi har holdt»: sums for a time, and nobody by name."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from payouts.earnings import promises
from payouts.models import Earning
from tests.payouts.helpers import scene as promised
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db

URL = reverse("staff:payment_times")


def test_this_year_so_far_and_nobody_by_name(signed_in):
    here = scene()
    here.earned(here.person("Hemmelig"))

    page = signed_in(here.worker).get(URL)

    assert page.context["found"].on_its_way.ore == 15_000
    assert "Hemmelig" not in page.content.decode()
    assert AccessEvent.objects.count() == 0


def test_a_time_that_is_asked_for(signed_in):
    here = scene()
    here.earned(here.person())
    today = timezone.localdate().strftime("%d.%m.%Y")
    client = signed_in(here.worker)

    now = client.get(URL, {"fra": today, "til": today})
    old = client.get(URL, {"fra": "01.01.2020", "til": "31.12.2020"})

    assert now.context["found"].promised.count == 1
    assert old.context["found"].promised.count == 0
    assert "Ingenting er lovet i denne tida." in old.content.decode()


def test_what_waits_for_money_is_said_also_when_nothing_was_promised(signed_in):
    stage = promised(places=1, budget_ore=15_000)
    client = signed_in(stage.by)
    assert "Venter på penger" not in client.get(URL).content.decode()
    for _person in range(2):
        promises.record(stage.session, participant=stage.participant(), by=stage.by)

    Earning.objects.live().update(state=Earning.State.REVERSED)
    page = client.get(URL).content.decode()

    assert "Venter på penger" in page
    assert "Ingenting er lovet i denne tida." not in page


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("01.01.1900", "31.12.2020", "fra"),
        ("01.01.2020", "31.12.2999", "til"),
        ("i går", "31.12.2020", "fra"),
        ("", "31.12.2020", "fra"),
        ("02.01.2020", "01.01.2020", "til"),
        ("01.01.2001", "01.01.2020", "fra"),
    ],
)
def test_a_strange_time_gets_a_sentence(signed_in, first, last, field):
    here = scene()
    page = signed_in(here.worker).get(URL, {"fra": first, "til": last})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.LEADER, 200), (Role.WORKER, 200), (Role.FINANCE, 200), (Role.AUDITOR, 200),
        (Role.PEER_WORKER, 403), (Role.EDITOR, 403),
    ],
)  # fmt: skip
def test_who_sees_it(staff_client, role, code):
    here = scene()
    assert staff_client(role=role, team=here.team).get(URL).status_code == code
