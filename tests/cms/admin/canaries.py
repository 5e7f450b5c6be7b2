"""Teams in whose every corner something stands that nobody else may read.

What is planted is a word of the shape «zq<what><team>», so that one look through an answer finds
it, whoever planted it and wherever it came out. Everything holds the word «Kanari» too, by which it
is searched.
"""

import json
from types import SimpleNamespace
from typing import Any

from wagtail.models import Page

from accounts.models import Role
from accounts.roles import memberships, wagtail_groups
from cms.models import ProjectPage
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory


def plant(letter: str) -> SimpleNamespace:
    """Return a team with one of everything that tells of it."""
    team = TeamFactory(name=f"Bydel {letter.upper()}")
    wagtail_groups.mirror(team)
    person = ParticipantFactory(team=team, chosen_name=f"Kanari Zqname{letter}")
    activity = ActivityFactory(teams=[team], is_public=False, name=f"Kanari zqactivity{letter}")
    work = WorkFactory(
        team=team, activity=activity, title=f"Kanari zqwork{letter}", is_public=False
    )
    picture = PictureFactory(title=f"Kanari zqfile{letter}", people=[person])
    picture.tags.add(f"zqtag{letter}")
    empty = PictureFactory(
        title=f"Kanari zqempty{letter}", collection=wagtail_groups.collection_of(team)
    )
    quote = {"text": f"Kanari zqquote{letter}", "participant": person.pk, "who": ""}
    story = pages.story(
        person,
        team=team,
        consenting=False,
        live=False,
        title=f"Kanari zqearlier{letter}",
        slug=f"kanari-zqslug{letter}",
        intro=f"Kanari zqintro{letter} om Zqname{letter}",
        blocks=[
            ("paragraph", f"<p>Kanari zqtext{letter}</p>"),
            ("quote", quote),
            ("work", work.pk),
            ("picture", {"picture": picture.pk, "alt": "Kanari", "illustration": ""}),
        ],
        lead_picture=picture,
        activity=activity,
    )
    first = story.save_revision(log_action=True)
    story.title = story.draft_title = f"Kanari zqtitle{letter}"
    story.save()
    last = story.save_revision(log_action=True, changed=True)
    live = pages.story(person, team=team, title=f"Kanari åpen {letter}", slug=f"apen-{letter}")
    live.title = f"Kanari zqwaiting{letter}"
    live.save_revision()
    project = pages.project(activity, title=f"Kanari zqproject{letter}", slug=f"zqproj{letter}")
    Page.objects.filter(pk=project.pk).update(live=False)
    assert isinstance(project, ProjectPage)
    return SimpleNamespace(
        team=team, person=person, work=work, picture=picture, empty=empty, story=story,
        live=live, project=project, first=first, last=last, activity=activity, letter=letter,
    )  # fmt: skip


def staff_of(team: Any) -> dict[str, Any]:
    """Return a user for each role in `team`, with Wagtail's groups mirrored."""
    by = UserFactory(administrator=True)
    users = {role.value: UserFactory() for role in Role}
    for role, user in users.items():
        memberships.give(user, team=team, role=role, by=by)
    return users


def body_of(side: SimpleNamespace) -> list[tuple[str, Any]]:
    """Return the blocks of a body that names everything of `side`."""
    link = {
        "blocks": [
            {
                "key": "a", "text": "her", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 3, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": side.story.pk}}
        },
    }  # fmt: skip
    return [
        ("quote", {"text": "Sagt", "participant": side.person.pk, "who": ""}),
        ("work", side.work.pk),
        ("picture", {"picture": side.picture.pk, "alt": "Et bilde", "illustration": ""}),
        ("paragraph", json.dumps(link)),
    ]
