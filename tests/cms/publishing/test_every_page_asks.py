"""A participant's words stand only on a page that they can say yes to."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cms.models import HomePage, StandardPage
from tests.factories import cms as pages
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_page_that_nobody_says_yes_to_quotes_no_participant(client: Client):
    pages.whole_site()
    person = ParticipantFactory(chosen_name="Kanariella")
    page = StandardPage(title="Om oss her", slug="om-oss-her", illustration_alt="Et rede")
    quote = {"text": "Gulgul kasse", "participant": person.pk, "who": ""}
    stored = json.dumps([{"type": "quote", "value": quote}])
    page.body = StandardPage._meta.get_field("body").to_python(stored)
    with pytest.raises(ValidationError, match="historie"):
        page.clean()
    page.full_clean = lambda *args, **kwargs: None  # as it was stored before
    page.url_path = ""
    HomePage.objects.first().add_child(instance=page)
    for path in (page.address, "/sok/?sok=Gulgul"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Gulgul kasse" not in answer.content.decode()
        assert "Kanariella" not in answer.content.decode()
    assert "Om oss her" not in client.get("/sok/?sok=Gulgul").content.decode()
