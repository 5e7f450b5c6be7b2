"""The day of an editor: stories that are not out, those that leave, and yeses that run out."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team
from cms.models import StoryPage
from core.templatetags.formats import long_date
from participants.models import Consent
from portals.staff.shared import own_stories
from portals.staff.shared.links import Link
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Row

AHEAD = timedelta(days=30)
MOST = 10
"""Stories that are not out; the room has them all."""


def rows(desk: Desk, teams: list[Team]) -> list[Row]:
    """Return what waits for who tells the stories of `teams`; nobody in them is named."""
    drafts = own_stories.not_out(teams).filter(handed_over=None)[:MOST]
    return [
        *_handed_over(desk),
        *_running_out(teams),
        *_leaving(teams),
        *(_hidden(story) for story in drafts),
    ]


def new_story(_desk: Desk) -> Link:
    """Return where a new story begins."""
    return Link(reverse("staff:story_new"), _("Ny historie"))


def _edit(story: Any, label: str) -> Link:
    return Link(reverse("staff:story", args=[story.pk]), label)


def _handed_over(desk: Desk) -> list[Row]:
    """Return what is written and waits to be read; no task says it again (`waiting.to_do`)."""
    return [
        Row(
            story.draft_title,
            _("Venter på at du leser den."),
            [_edit(story, _("Les"))],
            subject=story,
        )
        for story in desk.handed_over
    ]


def _hidden(story: Any) -> Row:
    about = _("Utkast.")
    if story.waits_for_a_yes:
        about = _("Venter på et ja.")
    elif story.live:
        about = _("Kommer %(day)s.") % {"day": long_date(story.published_on)}
    elif story.first_published_at:
        about = _("Tatt ned.")
    return Row(story.draft_title, about, [_edit(story, _("Skriv"))], subject=story)


def _leaving(teams: list[Team]) -> list[Row]:
    """Return the stories that are taken down soon."""
    found = StoryPage.objects.filter(
        team__in=teams, live=True, expire_at__lt=timezone.now() + AHEAD
    ).order_by("expire_at", "pk")
    return [
        Row(
            _("%(story)s blir tatt ned.") % {"story": story.title},
            long_date(timezone.localdate(story.expire_at)),
            [_edit(story, _("Se på den"))],
            subject=story,
        )
        for story in found
    ]


def _running_out(teams: list[Team]) -> list[Row]:
    """Return the stories that are gone soon unless somebody says yes again. Two queries."""
    ending = Consent.objects.ending_by(timezone.now() + AHEAD).filter(
        item_type=ContentType.objects.get_for_model(StoryPage), channel=Consent.Channel.WEB
    )
    firsts = dict(ending.order_by().values_list("item_id").annotate(first=Min("expires_at")))
    stories = StoryPage.objects.shown().filter(team__in=teams, pk__in=firsts)
    found = sorted(stories, key=lambda story: (firsts[story.pk], story.pk))
    return [
        Row(
            _("Et ja til %(story)s går ut.") % {"story": story.title},
            _("%(day)s. Spør primærkontakten om det fortsatt er greit.")
            % {"day": long_date(timezone.localdate(firsts[story.pk])).capitalize()},
            [_edit(story, _("Se på den"))],
            subject=story,
        )
        for story in found
    ]
