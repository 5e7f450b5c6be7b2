"""A box is taken out of use at the staff's portal, and into use again."""

import pytest
from django.urls import reverse

from accounts.models import Role
from payouts.over_the_table import cash
from tests.factories.accounts import a_colleague
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(staff_client):
    """Return a scene, its leader's client, and a box that was filled and emptied."""
    here = scene()
    leader = staff_client(role=Role.LEADER, team=here.team)
    box = here.box()
    cash.take_out(box, ore=100_000, by=leader.user, witness=a_colleague(box), key="all")
    return here, leader, box


def test_an_empty_box_is_closed_and_leaves_the_lists(empty):
    here, leader, box = empty
    report_url = reverse("staff:box_report", args=[box.pk])
    close_url = reverse("staff:box_close", args=[box.pk])
    earning = here.earned(here.person())
    assert close_url in leader.get(report_url).content.decode()

    for _tap in range(2):
        page = press(leader, close_url, follow=True)

    assert [str(one) for one in page.context["messages"]] == [f"{box.name} er tatt ut av bruk."]
    assert (page.context["rows"], page.context["closed"]) == ([], [box])
    paying = leader.get(reverse("staff:pay_person", args=[earning.participant_id]))
    assert list(paying.context["boxes"]) == []
    group = leader.get(reverse("staff:pay_group", args=[earning.session_id]))
    assert list(group.context["boxes"]) == []
    report = leader.get(report_url)
    assert report.context["report"].taken_out == 100_000
    assert "Tatt ut av bruk" in report.content.decode()
    assert close_url not in report.content.decode()


def test_a_box_with_money_in_it_offers_nothing_and_stays(empty):
    here, leader, _box = empty
    full = here.box()
    url = reverse("staff:box_close", args=[full.pk])
    assert url not in leader.get(reverse("staff:box_report", args=[full.pk])).content.decode()

    page = press(leader, url, follow=True)

    full.refresh_from_db()
    assert full.closed_at is None
    assert [str(one) for one in page.context["messages"]] == [
        "Det skal ligge 1\u00a0000\u00a0kr i skrinet. Tøm det først."
    ]


def test_who_only_pays_is_offered_neither(empty, signed_in):
    here, _leader, box = empty
    client = signed_in(here.worker)
    report_url = reverse("staff:box_report", args=[box.pk])
    close_url = reverse("staff:box_close", args=[box.pk])
    assert close_url not in client.get(report_url).content.decode()
    cash.close(box)
    words = client.get(report_url).content.decode()
    assert reverse("staff:box_open", args=[box.pk]) not in words


@pytest.mark.parametrize("how", ["button", "same name"])
def test_a_closed_box_is_opened_again(empty, how):
    here, leader, box = empty
    cash.close(box)

    if how == "button":
        leader.post(reverse("staff:box_open", args=[box.pk]))
    else:
        leader.post(reverse("staff:box_new"), {"team": here.team.pk, "name": box.name})

    page = leader.get(reverse("staff:boxes"))
    assert [one for one, _ore in page.context["rows"]] == [box]
    assert page.context["closed"] == []
