"""No address falls over a number that no row can have."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.test_permissions import ROUTES

WITH_NUMBERS = [
    (f"{space}:{name}" if space else name, words)
    for where, space, name, words in ROUTES
    if not where.startswith(("admin/", "konto/")) and words and name
]
ODD = (2**63, 2**63 - 1, 0)
NEARLY = ("--5", "-", "5-", "-00")
"""What looks like a number at first; it goes where words go."""


@pytest.mark.django_db
@pytest.mark.parametrize("number", [*ODD, *NEARLY])
def test_no_address_of_ours_falls_over_a_number(number):
    from django.urls import NoReverseMatch

    client = Client(raise_request_exception=False)
    tried, fell = 0, []
    for name, words in WITH_NUMBERS:
        try:
            address = reverse(name, kwargs=dict.fromkeys(words, number))
        except NoReverseMatch:
            continue
        for ask in (client.get, client.post):
            tried += 1
            if ask(address).status_code >= 500:
                fell.append(address)
    assert (tried > (8 if number in NEARLY else 100), fell) == (True, [])


@pytest.mark.django_db
def test_a_story_with_a_number_too_large_is_not_there():
    assert Client().get(f"/api/v1/stories/{2**63}/").status_code == 404
