"""What no page of ours sends is answered as a bad request, and nothing is a fault of ours."""

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.admin import middleware
from cms.models import StoryPage
from tests.cms.publishing.test_in_admin import editor, words  # noqa: F401
from tests.factories import cms as pages
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
LINK = (
    '{"blocks":[{"key":"a","text":"x","type":"unstyled","depth":0,"inlineStyleRanges":[],'
    '"entityRanges":[{"offset":0,"length":1,"key":0}]}],"entityMap":{"0":{"type":"LINK",'
    '"mutability":"MUTABLE","data":{"id":"abc"}}}}'
)
ODD = {
    "no blocks counted": {"body-count": None},
    "count in words": {"body-count": "abc"},
    "no lines counted": {"body-1-value-count": None},
    "order in words": {"body-0-order": "abc"},
    "a block of no kind": {"body-0-type": "ukjent"},
    "running text that is none": {"body-2-value": "null"},
    "running text without blocks": {"body-2-value": "{}"},
    "a link in words": {"body-2-value": LINK},
    "a workflow": {"action-workflow-action": "1"},
    "no rows of people counted": {"named-TOTAL_FORMS": None},
    "another version": {"revision": "abc"},
    "a version in words": {"overwrite_revision_id": "abc", "action-publish": None},
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_form_is_no_fault(editor, odd):  # noqa: F811
    editor.raise_request_exception = False
    story = pages.story(team=editor.team)
    facts = ("facts", [{"label": "Hva", "value": "Kasse"}])
    text = ("paragraph", '{"blocks":[],"entityMap":{}}')
    sent = words(editor.team, body=streamfield([("heading", "Hei"), facts, text]))
    sent = nested_form_data(sent) | ODD[odd]
    sent = {name: value for name, value in sent.items() if value is not None}
    assert editor.post(f"/admin/pages/{story.pk}/edit/", sent).status_code < 500


def test_whoever_stands_there_already_is_not_put_in_twice(editor):  # noqa: F811
    editor.raise_request_exception = False
    person = ParticipantFactory(team=editor.team)
    story = pages.story(person, team=editor.team)
    address = f"/admin/pages/{story.pk}/edit/"
    answer = editor.post(address, words(editor.team, person))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    twice = inline_formset([{"participant": person.pk, "ORDER": n} for n in (1, 2)])
    parent = story.get_parent()
    new = words(editor.team) | nested_form_data({"named": twice})
    answer = editor.post(f"/admin/pages/add/cms/storypage/{parent.pk}/", new)
    assert answer.status_code == 200
    assert StoryPage.objects.count() == 1


@pytest.mark.parametrize("key", middleware.KEYS_ASKED)
def test_an_odd_key_in_an_address_leads_nowhere(editor, key):  # noqa: F811
    editor.raise_request_exception = False
    for odd in ("9223372036854775808", "abc", "-1", "\x00", "٣"):
        for address in ("/admin/pages/", "/admin/choose-email-link/"):
            assert editor.get(address, {key: odd}).status_code == 404
    assert editor.get("/admin/pages/", {key: ""}, follow=True).status_code == 200
