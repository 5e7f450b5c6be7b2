"""Everybody reads their own language on the pages that have none in their address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import languages
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.leasing import PartnerContactFactory
from tests.portals.shown_form import press

pytestmark = pytest.mark.django_db
LOGIN = "/konto/login/"


def language_of(answer: Any) -> str:
    return answer.headers["Content-Language"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "nb"),
        ("en-GB,en;q=0.9", "en"),
        ("nn-NO,nn;q=0.9,en;q=0.8", "nn"),
        ("no,en;q=0.8", "nb"),
        ("pl,uk;q=0.9", "nb"),
        ("pl,en;q=0.2", "en"),
        (";;;===", "nb"),
    ],
)
def test_the_browser_is_asked(accepted: str, language: str) -> None:
    answer = Client().get(LOGIN, headers={"Accept-Language": accepted})
    assert language_of(answer) == language
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))


def test_the_cookie_goes_before_the_browser() -> None:
    client = Client()
    client.cookies["reir_sprak"] = "nn"
    assert language_of(client.get(LOGIN, headers={"Accept-Language": "en"})) == "nn"


def test_a_cookie_of_nonsense_is_passed_over() -> None:
    client = Client()
    client.cookies["reir_sprak"] = "../../etc"
    assert language_of(client.get(LOGIN, headers={"Accept-Language": "en"})) == "en"


def test_the_person_goes_before_cookie_and_browser(signed_in: Any) -> None:
    client = signed_in(UserFactory(language="en"))
    client.cookies["reir_sprak"] = "nn"
    assert language_of(client.get("/konto/2fa/", headers={"Accept-Language": "nb"})) == "en"


def test_public_pages_keep_the_language_of_their_address() -> None:
    client = Client()
    client.cookies["reir_sprak"] = "en"
    assert language_of(client.get("/finnes-ikke/", headers={"Accept-Language": "en"})) == "nb"
    assert language_of(client.get("/nn/finnes-ikke/")) == "nn"


def test_a_view_may_know_the_person_better(rf: Any) -> None:
    request = rf.get("/min/")
    with translation.override("nb"):
        languages.speak(request, "nn")
        assert (translation.get_language(), request.LANGUAGE_CODE) == ("nn", "nn")
        languages.speak(request, "tlh")
        assert translation.get_language() == "nb"


@pytest.mark.parametrize("address", ["/konto/login/", "/konto/2fa/", "/staff/", "/partner/"])
def test_a_language_is_chosen_where_one_looks(address: str, signed_in: Any) -> None:
    if address == "/staff/":
        client = signed_in(MembershipFactory().user)
    elif address == "/partner/":
        client = signed_in(PartnerContactFactory().user)
    else:
        client = Client() if address == LOGIN else signed_in(UserFactory())
    there = reverse("choose_language")
    answer = press(client, there, {"language": "en"}, on=address, follow=True)
    assert answer.request["PATH_INFO"] == address
    assert language_of(answer) == "en"
    assert f'action="{there}"' in answer.content.decode()


def test_choosing_a_language_is_kept_for_machine_and_person(signed_in: Any) -> None:
    user = UserFactory()
    client = signed_in(user)
    answer = client.post(reverse("choose_language"), {"language": "nn", "next": "/konto/2fa/"})
    assert answer.url == "/konto/2fa/"
    assert client.cookies["reir_sprak"].value == "nn"
    user.refresh_from_db()
    assert user.language == "nn"


@pytest.mark.parametrize(
    "wanted", ["https://example.com/", "//example.com", "javascript:alert(1)", ""]
)
def test_the_way_back_stays_in_the_house(wanted: str) -> None:
    answer = Client().post(reverse("choose_language"), {"language": "en", "next": wanted})
    assert answer.url == "/"


def test_a_language_that_is_not_ours_changes_nothing(signed_in: Any) -> None:
    user = UserFactory()
    client = signed_in(user)
    client.post(reverse("choose_language"), {"language": "tlh", "next": "/"})
    user.refresh_from_db()
    assert (user.language, "reir_sprak" in client.cookies) == ("nb", False)
    assert client.get(reverse("choose_language")).status_code == 405
