"""A paper card opens one page, until it is stopped."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from core.errors import RuleBroken
from participants import cards
from participants.models import AccessCard
from tests.factories.accounts import UserFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_token_opens_its_card_and_is_not_stored():
    ola, kari = ParticipantFactory(), UserFactory()
    card, token = cards.issue(ola, by=kari)
    assert cards.card_of_token(token) == card
    assert (card.participant, card.printed_by) == (ola, kari)
    assert token not in str(list(AccessCard.objects.values()))
    assert len(token) * 6 >= 128


def test_two_cards_are_never_alike():
    ola, kari = ParticipantFactory(), UserFactory()
    tokens = {cards.issue(ola, by=kari)[1] for _time in range(20)}
    assert len(tokens) == 20


def test_a_new_card_stops_the_old():
    ola, kari = ParticipantFactory(), UserFactory()
    _old, first = cards.issue(ola, by=kari)
    new, second = cards.issue(ola, by=kari)
    assert (cards.card_of_token(first), cards.card_of_token(second)) == (None, new)
    assert AccessCard.objects.filter(revoked_at__isnull=True).count() == 1


def test_stopping_a_card_twice_is_as_once():
    card, token = cards.issue(ParticipantFactory(), by=UserFactory())
    stopped = cards.revoke(card)
    again = cards.revoke(card, by=UserFactory())
    assert (cards.card_of_token(token), stopped.revoked_at, again.revoked_by) == (
        None,
        again.revoked_at,
        None,
    )


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "x" * 10_000, "\x00", "æøå"])
def test_nonsense_opens_nothing(token):
    cards.issue(ParticipantFactory(), by=UserFactory())
    assert cards.card_of_token(token) is None


def test_opening_takes_one_query(django_assert_num_queries):
    _card, token = cards.issue(ParticipantFactory(), by=UserFactory())
    with django_assert_num_queries(1):
        card = cards.card_of_token(token)
        assert card.participant.team.name


def test_who_has_left_gets_no_card_and_opens_none():
    ola, kari = ParticipantFactory(), UserFactory()
    _card, token = cards.issue(ola, by=kari)
    type(ola).objects.update(left_at=timezone.now())
    with pytest.raises(RuleBroken):
        cards.issue(ola, by=kari)
    assert cards.card_of_token(token) is None


def test_the_card_is_drawn_without_inline_style_or_script(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://reir.example/"
    ola = ParticipantFactory(chosen_name="<Ola>")
    page = render_to_string(
        "participants/card.html", {"participant": ola, "qr": cards.qr_of("abc")}
    )
    assert cards.address_of("abc") == "https://reir.example/k/abc"
    assert re.search(r"style=|<script|<Ola>", page) is None
    assert "<svg" in page
