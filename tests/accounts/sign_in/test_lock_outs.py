"""Nobody is shut out by what others try: not a member of staff, not a day centre's cards.

rules.md#counters
"""

import time
from typing import Any

import pytest
import time_machine
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from rest_framework.request import Request

from api.throttling import PublicThrottle
from participants import cards
from portals.partner.public import _writes_too_often
from tests.accounts.sign_in.test_second_factor import SECRET, code_now
from tests.factories import cms as pages
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
CODE = reverse("mfa_authenticate")


@pytest.fixture
def owner() -> Any:
    user = MembershipFactory().user
    TOTP.activate(user, SECRET)
    return user


def guess_passwords(email: str, *, times: int, **where: str) -> None:
    for number in range(times):
        answer = Client(**where).post(LOGIN, {"login": email, "password": f"feil-{number}"})
        assert answer.status_code == 200


def at_the_code(user: Any) -> Client:
    """Return a client that has given the right password and is asked for the code."""
    client = Client()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302 and answer.url.startswith(CODE)
    return client


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated  # type: ignore[arg-type]


@pytest.mark.parametrize("times", [5, 40])
def test_wrong_passwords_do_not_keep_out_who_has_the_right_one_and_the_code(
    owner: Any, times: int
) -> None:
    guess_passwords(owner.email, times=times)
    client = at_the_code(owner)
    client.post(CODE, {"code": code_now()})
    assert is_in(client)


def test_a_whole_office_signs_in_within_a_minute() -> None:
    with time_machine.travel(time.time(), tick=False):
        for _person in range(35):
            user = MembershipFactory().user
            TOTP.activate(user, SECRET)
            client = at_the_code(user)
            client.post(CODE, {"code": code_now()})
            assert is_in(client)


def test_wrong_codes_ask_the_owner_for_two_right_ones_and_nobody_is_refused(owner: Any) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        guesser = at_the_code(owner)
        for number in range(20):
            guesser.post(CODE, {"code": f"{number:06d}"})

        client = at_the_code(owner)
        page = client.post(CODE, {"code": code_now()})
        assert "skriv den neste koden også" in page.content.decode()
        assert not is_in(client)

        clock.shift(31)
        client.post(CODE, {"code": code_now()})
        assert is_in(client)


def test_one_right_guess_after_many_is_not_enough(owner: Any) -> None:
    guesser = at_the_code(owner)
    for number in range(20):
        guesser.post(CODE, {"code": f"{number:06d}"})
    guesser.post(CODE, {"code": code_now()})
    guesser.post(CODE, {"code": "000000"})
    assert not is_in(guesser)


def test_recovery_codes_are_counted_with_the_others(owner: Any) -> None:
    codes = RecoveryCodes.activate(owner).get_unused_codes()
    client = at_the_code(owner)
    for number in range(20):
        client.post(CODE, {"code": f"{number:08d}"})
    client.post(CODE, {"code": codes[0]})
    assert not is_in(client)
    client.post(CODE, {"code": codes[1]})
    assert is_in(client)
    assert Authenticator.objects.filter(user=owner).count() == 2


def test_without_a_second_factor_guesses_are_limited_where_they_come_from() -> None:
    partner = UserFactory()
    guess_passwords(partner.email, times=6)
    here = Client()
    answer = here.post(LOGIN, {"login": partner.email, "password": PASSWORD})
    assert answer.status_code == 200 and not is_in(here)

    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    elsewhere.post(LOGIN, {"login": partner.email, "password": PASSWORD})
    assert is_in(elsewhere)


def test_visitors_do_not_wash_away_what_was_counted() -> None:
    partner = UserFactory()
    guess_passwords(partner.email, times=6)
    pages.home()
    visitor = Client()
    for number in range(330):
        visitor.get(f"/?side={number}")
        caches["pages"].set(f"page-{number}", "x")
    client = Client()
    client.post(LOGIN, {"login": partner.email, "password": PASSWORD})
    assert not is_in(client)


def test_wrong_cards_do_not_shut_out_a_right_one() -> None:
    _card, token = cards.issue(ParticipantFactory(), by=UserFactory())
    for number in range(40):
        assert Client().get(f"/k/feil-{number}").url == reverse("mine:unknown_card")
    assert Client().get(f"/k/{token}").url == reverse("mine:home")


def test_counters_and_pages_do_not_share_a_cache(settings: Any) -> None:
    from config.settings import base

    assert base.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert base.CACHES["default"]["LOCATION"] != base.CACHES["pages"]["LOCATION"]


def test_sign_in_and_cards_open_while_the_cache_of_pages_is_gone(owner: Any, settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "tests.cms.test_page_cache.Gone"},
    }
    pages.home()
    _card, token = cards.issue(ParticipantFactory(), by=owner)
    wrong = Client().post(LOGIN, {"login": owner.email, "password": "feil"})
    client = at_the_code(owner)
    client.post(CODE, {"code": code_now()})
    assert (wrong.status_code, is_in(client), client.get("/staff/").status_code) == (200, True, 200)
    card = Client()
    assert card.get(f"/k/{token}").url == reverse("mine:home")
    assert card.get(reverse("mine:home")).status_code == 200
    assert Client().get("/k/feil").url == reverse("mine:unknown_card")


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::FFFF:192.0.2.8", "192.0.2.8"),
    ],
)
def test_one_line_of_ipv6_is_one_caller_for_every_counter(rf, address, counted_as):
    request = rf.get("/", REMOTE_ADDR=address)
    assert get_ip(request) == counted_as
    assert PublicThrottle().get_ident(Request(request)) == counted_as


def test_who_changes_address_within_a_line_of_ipv6_writes_no_more_enquiries(rf):
    cache.clear()
    asked = [
        _writes_too_often(rf.post("/", REMOTE_ADDR=f"2001:db8::{number:x}")) for number in range(7)
    ]
    assert asked == [False] * 5 + [True] * 2
