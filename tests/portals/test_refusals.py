"""A refusal at a door of ours names a person with their own number, and leads to the door."""

import pytest
from django.urls import reverse

from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.leasing import PartnerContactFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"), [("/staff/honorar/bankoppsett/", 403), ("/staff/finnes-ikke/", 404)]
)
def test_staff_are_told_whom_to_call_and_led_on(signed_in, address, status):
    team = TeamFactory()
    MembershipFactory(
        team=team, leader=True,
        user__first_name="Berit", user__last_name="Moe", user__phone="+4722334455",
    )  # fmt: skip
    page = signed_in(MembershipFactory(team=team).user).get(address)

    words = page.content.decode()
    assert page.status_code == status
    assert "Spør Berit Moe" in words
    assert "tel:+4722334455" in words
    assert f'href="{reverse("staff:today")}"' in words


def test_a_partner_is_led_on(signed_in):
    page = signed_in(PartnerContactFactory().user).get("/partner/finnes-ikke/")
    assert page.status_code == 404
    assert f'href="{reverse("partner:home")}"' in page.content.decode()
