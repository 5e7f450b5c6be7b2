"""The journal, its export and whether the books agree: read without a name in them."""

import pytest
from django.urls import reverse

from payouts.models import AccountCode
from tests.factories.accounts import MembershipFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(signed_in):
    here = scene()
    person = here.person("Ola Nordlys")
    here.earned(person)
    return signed_in(MembershipFactory(team=here.team, role="finance").user)


def test_the_journal_shows_vouchers_and_no_names(finance, django_assert_num_queries):
    with django_assert_num_queries(11):
        page = finance.get(reverse("staff:journal"))

    words = page.content.decode()
    assert "Honorarer (kostnad)" in words
    assert "expense" not in words
    assert "Ola Nordlys" not in words


def test_the_file_is_a_download_that_nobody_keeps(finance):
    answer = finance.get(reverse("staff:journal_export"))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Ola Nordlys" not in answer.content.decode()


def test_the_books_agree(finance):
    assert "bilag er sett over" in finance.get(reverse("staff:agreement")).content.decode()


def test_codes_are_set_and_taken_away(finance):
    finance.post(reverse("staff:account_codes"), {"expense": " 5900 "})
    assert AccountCode.objects.get().code == "5900"
    finance.post(reverse("staff:account_codes"), {"expense": ""})
    assert not AccountCode.objects.exists()
