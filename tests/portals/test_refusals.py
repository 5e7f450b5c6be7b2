"""A refusal at a portal of ours names a person with their own number, and leads to the portal."""

import pytest
from django.urls import reverse

from accounts.context_processors import forget_contacts
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
    assert "Berit Moe" in words
    assert words.count("tel:+4722334455") == 1
    assert f'href="{reverse("staff:today")}"' in words


def test_a_partner_is_led_on(signed_in):
    page = signed_in(PartnerContactFactory().user).get("/partner/finnes-ikke/")
    assert page.status_code == 404
    assert f'href="{reverse("partner:home")}"' in page.content.decode()


@pytest.mark.parametrize("address", ["/staff/", "/partner/finnes-ikke/"])
def test_a_partner_is_told_of_who_looks_after_the_business_once(signed_in, address):
    MembershipFactory(leader=True, user__first_name="Først", user__phone="+4722000000")
    contact = PartnerContactFactory()
    MembershipFactory(
        team=contact.partner.team, leader=True,
        user__first_name="Berit", user__last_name="Moe", user__phone="+4722334455",
    )  # fmt: skip
    forget_contacts()
    words = signed_in(contact.user).get(address).content.decode()
    assert words.count("tel:+4722334455") == 1
    assert ("Spør Berit Moe" in words, "Først" in words) == (True, False)


@pytest.mark.parametrize("name", ["staff:bank_profile", "partner:home"])
def test_staff_are_told_a_number_once_that_of_their_own_team(signed_in, name):
    MembershipFactory(leader=True, user__first_name="Først", user__phone="+4722000000")
    team = TeamFactory(phone="+4722334455")
    leader = MembershipFactory(team=team, leader=True, user__phone="").user
    forget_contacts()
    words = signed_in(MembershipFactory(team=team).user).get(reverse(name)).content.decode()
    assert words.count("tel:+4722334455") == 1  # the team's: the leader has none of their own
    assert (str(leader) in words, "Først" in words) == (True, False)
