"""What is not mine says who can, and leads to my own start page."""

import pytest
from django.urls import reverse

from accounts.models import Role
from tests.factories.leasing import PartnerContactFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["budget_new", "journal", "batches", "box_new", "thresholds"])
def test_a_page_of_money_names_who_can_and_leads_to_my_start_page(signed_in, name):
    here = scene()
    leader, finance = here.colleague(Role.LEADER), here.colleague(Role.FINANCE)
    other = here.colleague(Role.EDITOR)

    page = signed_in(here.worker).get(reverse(f"staff:{name}"))

    words = page.content.decode()
    assert page.status_code == 403
    assert (str(leader) in words, str(finance) in words, str(other) in words) == (True, True, False)
    assert f'href="{reverse("staff:today")}"' in words


def test_a_page_of_plans_names_the_leader_alone(signed_in):
    here = scene()
    leader, finance = here.colleague(Role.LEADER), here.colleague(Role.FINANCE)
    page = signed_in(finance).get(reverse("staff:session_new"))
    assert page.status_code == 403
    assert str(leader) in page.content.decode()
    assert str(here.worker) not in page.content.decode()


def test_each_is_led_to_their_own_portal(signed_in):
    here, contact = scene(), PartnerContactFactory().user
    at_staff = signed_in(contact).get(reverse("staff:today"))
    at_partner = signed_in(here.worker).get(reverse("partner:home"))
    assert (at_staff.status_code, at_partner.status_code) == (403, 403)
    assert f'href="{reverse("partner:home")}"' in at_staff.content.decode()
    assert "Disse kan" not in at_staff.content.decode()
    assert f'href="{reverse("staff:today")}"' in at_partner.content.decode()
