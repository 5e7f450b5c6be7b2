"""What tests of telling a story from the phone share."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import wagtail_groups
from cms.models import StoryPage
from cms.publishing import short_stories
from core.hidden_fields import digest
from tests.factories.pictures import file_with_secrets

NEW = "/staff/historier/ny/"
DRAWN = "M20 100L60 40L100 120L140 60L200 130L260 50"


def photo(kind="JPEG"):
    ending = {"HEIF": "heic"}.get(kind, kind.lower())
    return SimpleUploadedFile(f"Ola hjemme.{ending}", file_with_secrets(kind))


def real(client):
    """Return `client` with what the admin lets their role do, as from the page of colleagues."""
    wagtail_groups.mirror(client.team)
    return client


def told(client, **more):
    """Return the story that `client` writes by the form."""
    page = client.get(NEW)
    once = page.content.decode().split('name="once" value="')[1].split('"')[0]
    sent = {
        "title": "En kasse til meisene",
        "words": "Vi skrudde.\n\nSå kom meisene.",
        "once": once,
    }
    answer = client.post(NEW, sent | more)
    assert answer.status_code == 302, answer.context["form"].errors
    return StoryPage.objects.order_by("-pk").first()


def address(name, *args):
    return reverse(f"staff:{name}", args=args)


def edited(client, story, **changes):
    """Return the answer to the form of `story`, sent back as it was shown but for `changes`."""
    page = client.get(address("story_edit", story.pk))
    form = page.context["form"]
    held = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent = {
        name: [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
        for name, value in held.items()
    } | {"version": re.search(r'name="version" value="(\w+)"', str(form.version_input)).group(1)}
    sent = {name: value for name, value in (sent | changes).items() if value is not False}
    return client.post(address("story_edit", story.pk), sent)


def yes(client, story, person, **sent):
    """Let `person` say yes to all that is missing, by drawing their name."""
    page = client.get(address("story_yes", story.pk, person.pk))
    items = [key for key, _words in page.context["form"].fields["items"].choices]
    sent = {"items": items, "months": 12, "signature": DRAWN, "shown": page.context["shown"]} | sent
    return client.post(address("story_yes", story.pk, person.pk), sent)


def publish(client, story):
    shown = digest(*short_stories.read_of(short_stories.draft_of(story)))
    return client.post(address("story_publish", story.pk), {"shown": shown}, follow=True)


def public(client, story):
    story.refresh_from_db()
    return client.get(story.address)
