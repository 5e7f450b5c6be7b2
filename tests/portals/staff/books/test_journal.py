"""The journal, its export and whether the books agree: read without a name in them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ledger.models import AccountCode, VoucherCounter
from payouts.models import BooksCheck
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
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.streaming
    assert "Ola Nordlys" not in answer.getvalue().decode()


def test_the_books_are_looked_through_behind_the_page(finance, django_assert_num_queries):
    url = reverse("staff:agreement")
    assert "Ingen har sett gjennom bøkene ennå." in finance.get(url).content.decode()

    assert finance.post(url).status_code == 302

    with django_assert_num_queries(6):  # none of them looks at a voucher
        page = finance.get(url).content.decode()
    assert "bilag er sett over" in page
    assert "Honorarer (kostnad)" in page


def test_a_look_that_is_under_way_is_waited_for_and_one_that_died_is_told(finance):
    url = reverse("staff:agreement")
    asked = BooksCheck.objects.create(asked_at=timezone.now())

    assert "Ser gjennom bøkene nå." in finance.get(url).content.decode()
    finance.post(url)
    assert BooksCheck.objects.count() == 1

    BooksCheck.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - timedelta(minutes=11))
    assert "ble aldri ferdig" in finance.get(url).content.decode()
    finance.post(url)
    assert "bilag er sett over" in finance.get(url).content.decode()


def test_what_does_not_agree_stands_on_the_page(finance):
    VoucherCounter.objects.update(last=999)
    finance.post(reverse("staff:agreement"))

    page = finance.get(reverse("staff:agreement")).content.decode()

    assert "Noe stemmer ikke." in page
    assert "Bilagene har hull" in page


def test_codes_are_set_and_taken_away(finance):
    finance.post(reverse("staff:account_codes"), {"expense": " 5900 "})
    assert AccountCode.objects.get().code == "5900"
    finance.post(reverse("staff:account_codes"), {"expense": ""})
    assert not AccountCode.objects.exists()
