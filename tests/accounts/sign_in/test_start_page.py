"""What went wrong leads back to one's own start page, whatever went wrong and in whose portal."""

from typing import Any

import pytest
from django.test import Client

from config import views
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.leasing import PartnerContactFactory
from tests.factories.participants import ParticipantFactory
from tests.permission_ground import with_card

pytestmark = pytest.mark.django_db


def who(name: str, signed_in: Any) -> Client:
    """Return the client of somebody."""
    makes: dict[str, Any] = {
        "worker": lambda: signed_in(MembershipFactory().user),
        "partner": lambda: signed_in(PartnerContactFactory().user),
        "superuser": lambda: signed_in(UserFactory(administrator=True)),
        "card": lambda: with_card(ParticipantFactory()),
        "nobody": Client,
    }
    return makes[name]()


@pytest.mark.parametrize(
    ("name", "address", "status", "start"),
    [
        ("worker", "/staff/okt/999999/", 404, "/staff/"),
        ("worker", "/staff/finnes-ikke/", 404, "/staff/"),
        ("worker", "/admin/", 403, "/staff/"),
        ("worker", "/partner/", 403, "/staff/"),
        ("partner", "/partner/avtaler/999999/", 404, "/partner/"),
        ("partner", "/staff/", 403, "/partner/"),
        ("partner", "/admin/", 403, "/partner/"),
        ("superuser", "/staff/", 403, "/admin/"),
        ("card", "/min/okt/999999/", 404, "/min/"),
        ("card", "/min/finnes-ikke/", 404, "/min/"),
        ("nobody", "/min/finnes-ikke/", 404, "/min/"),
        ("nobody", "/finnes-ikke/", 404, "/"),
    ],
)
def test_an_error_leads_to_ones_own_start_page(
    name: str, address: str, status: int, start: str, signed_in: Any
) -> None:
    page = who(name, signed_in).get(address)
    text = page.content.decode()
    assert page.status_code == status
    assert f'<a class="ds-button" href="{start}"' in text
    assert f'class="brand" href="{start}"' in text
    assert ('href="/kalender/"' in text) == (start == "/")


@pytest.mark.parametrize("view", [views.server_error, lambda r: views.bad_request(r, ValueError())])
@pytest.mark.parametrize(
    ("address", "start"),
    [("/staff/uke/", "/staff/"), ("/admin/pages/", "/staff/"), ("/partner/", "/partner/"),
     ("/min/verk/", "/min/"), ("/k/hemmelig", "/min/"), ("/kalender/", "/")],
)  # fmt: skip
def test_a_failure_leads_back_and_asks_nobody(
    view: Any, address: str, start: str, rf: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        page = view(rf.get(address))
    assert page.status_code in (400, 500)
    assert f'<a class="ds-button" href="{start}"' in page.content.decode()


def test_a_page_that_breaks_says_so_in_our_words(client: Client, monkeypatch: Any) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("django.shortcuts.render", broken)
    monkeypatch.setattr("portals.mine.entry.render", broken)
    client.raise_request_exception = False
    page = client.get("/min/kort-hjelp/")
    assert page.status_code == 500
    assert 'href="/min/"' in page.content.decode()
