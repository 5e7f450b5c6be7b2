"""What one colleague was told stands on no page of the next who holds the phone."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.cms import whole_site
from tests.portals.staff.scene import Scene, scene

pytestmark = pytest.mark.django_db


def told(here: Scene, client: Client) -> None:
    """Let the page say a participant's name, and lose the signal before it is read."""
    session, person = here.session(published=True), here.person("Kanariella")
    answer = client.post(reverse("staff:signup_not_now", args=[session.pk, person.pk]))
    assert answer.status_code == 302
    assert not any("Kanariella" in str(one) for one in client.cookies.values())


def test_signing_out_takes_what_was_said_along(signed_in) -> None:
    whole_site()
    here = scene()
    client = signed_in(here.worker)
    told(here, client)
    client.post(reverse("account_logout"))
    for address in ("/", reverse("account_login")):
        assert "Kanariella" not in client.get(address).content.decode()


def test_it_is_read_once_by_whom_it_was_said_to(signed_in) -> None:
    here = scene()
    client = signed_in(here.worker)
    told(here, client)
    pages = [client.get(reverse("staff:week")).content.decode() for _time in range(2)]
    assert ["Kanariella" in page for page in pages] == [True, False]
