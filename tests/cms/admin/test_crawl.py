"""Every address of Wagtail's admin, as everybody, with every other team's keys (rules.md#listings).

Looks at what comes out and at the access log: nothing of another team's, and no name unlogged.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver, resolve
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import AccessSubject, Role
from accounts.roles import memberships
from cms.admin import allowed_addresses
from cms.models import HomePage, StoryIndexPage
from core.text import phone_in_words
from participants.models import Interest
from tests.cms.admin import canaries
from tests.factories import cms as pages
from tests.factories.accounts import UserFactory
from tests.test_permissions import walk

PREFIX = "admin/"
PLANTED = (
    "activity|earlier|empty|file|intro|name|proj|project|quote|slug|tag|text|title|waiting|work"
)
CANARY = re.compile(rf"zq({PLANTED})([abc])\b")
TELLING = ("leader", "editor", "two hats")
WITHOUT = ("worker", "peer_worker", "finance", "auditor")
ASKED = "q=Kanari&search=Kanari&fields=*&search_all=1&layout=list&p=1&ordering=title&multiple=1"
COMPARE = "wagtailadmin_pages:revisions_compare"
NEITHER: dict[str, str] = {}
"""What answers 405 to GET and to POST, and why nothing is to be tried there: nothing does."""


def names(resolver: Any) -> Iterator[tuple[str, str]]:
    """Yield (pattern, full name) of every address of the admin."""
    for where, space, name, _words in walk(resolver):
        if where.startswith(PREFIX):
            yield where, f"{space}:{name}" if space else name


ROUTES = sorted(set(names(get_resolver())))


class Ground:
    """Three teams with canaries; `clients` are people of the first, `a`."""

    def __init__(self, sign_in: Any) -> None:
        pages.whole_site()
        self.a, self.b, self.c = (canaries.plant(letter) for letter in "abc")
        users = canaries.staff_of(self.a.team)
        hats = UserFactory()
        by = UserFactory(administrator=True)
        memberships.give(hats, team=self.a.team, role=Role.LEADER, by=by)
        memberships.give(hats, team=self.b.team, role=Role.AUDITOR, by=by)
        self.users = {**users, "two hats": hats, "superuser": UserFactory(administrator=True)}
        self.clients = {role: sign_in(user) for role, user in self.users.items()}
        for client in self.clients.values():
            client.raise_request_exception = False
        self.interest = Interest.objects.create(name="Fiske")
        self.index = StoryIndexPage.objects.get()
        self.not_taken: dict[str, set[str]] = {"GET": set(), "POST": set()}


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, signed_in: Any, tmp_path_factory: Any
) -> Iterator[Ground]:
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=str(media)),
        transaction.atomic(),
    ):
        ground = Ground(signed_in)
        ground.media = media
        yield ground
        transaction.set_rollback(True)


@pytest.fixture
def ground(built: Ground, settings: Any) -> Ground:
    settings.MEDIA_ROOT = str(built.media)
    return built


def addresses(where: str, name: str, ground: Ground, side: Any) -> set[str]:
    """Return the addresses of a route with the keys of `side` filled in."""
    if name == COMPARE:
        return {
            f"/admin/pages/{side.story.pk}/revisions/compare/{pair}/"
            for pair in (f"{side.first.pk}...{side.last.pk}", "earliest...latest")
        }
    values = {
        "page_id": [side.story.pk, side.live.pk, side.project.pk],
        "parent_page_id": [side.story.pk, side.project.pk, ground.index.pk],
        "page_to_move_id": [side.story.pk],
        "destination_id": [ground.index.pk],
        "revision_id": [side.first.pk],
        "image_id": [side.picture.pk, side.empty.pk],
        "content_type_app_name": ["cms"],
        "content_type_model_name": ["storypage"],
        "app_label": ["cms"],
        "app_name": ["cms"],
        "model_name": ["storypage"],
        "object_id": [side.story.pk],
        "filter_spec": ["max-165x165"],
        "pk": [
            {"work_chooser": side.work, "participant_chooser": side.person}.get(
                name.partition(":")[0], side.picture
            ).pk,
        ],
    }
    if name == "wagtailsettings:edit":
        values |= {"model_name": ["sitecontact"], "pk": [1]}
    if "interest" in name:
        values["pk"] = [ground.interest.pk]
    if name.startswith("wagtailusers"):
        values["pk"] = [ground.users["leader"].pk]
    if "activity" in name or "place" in name:
        values["pk"] = [side.activity.pk]
    filled = {where.replace("^", "").replace("$", "")}
    for word in re.findall(r"<(?:\w+:)?(\w+)>", where):
        filled = {
            re.sub(rf"<(?:\w+:)?{word}>", str(value), address, count=1)
            for address in filled
            for value in values.get(word, [1])
        }
    return {"/" + address.replace(".*", "ukjent") for address in filled}


def words_of(side: Any, ground: Ground) -> dict[str, Any]:
    """Return a form that names everything of `side`, as the forms of the admin are sent."""
    body = canaries.body_of(side)
    return nested_form_data(
        {
            "title": "Nytt",
            "slug": "nytt",
            "intro": "Om noe.",
            "illustration": "birdhouse",
            "illustration_alt": "En kasse.",
            "body": streamfield(body),
            "team": side.team.pk,
            "activity": side.activity.pk,
            "lead_picture": side.picture.pk,
            "published_on": "2026-01-01",
            "named": inline_formset([{"participant": side.person.pk, "ORDER": 1}]),
            "comments": inline_formset([]),
            "people": side.person.pk,
            "id": side.story.pk,
        }
    )


def look(ground: Ground, role: str, method: str, address: str, data: Any = None) -> list[str]:
    """Return what is wrong with one answer; whatever it changed is undone."""
    client, wrong = ground.clients[role], []
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = (
            client.get(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
            if method == "GET"
            else client.post(address, data or {})
        )
        text = ""
        if answer.status_code == 405:
            ground.not_taken[method].add(resolve(address.partition("?")[0]).view_name)
        if answer.status_code != 302 and not answer.streaming:
            text = answer.content.decode(errors="replace").lower()
        found = set(CANARY.findall(text))
        mine = "a" if role in TELLING else ""
        foreign = {f"zq{what}{team}" for what, team in found if team not in mine}
        if foreign:
            wrong.append(f"{role} {method} {address}: {sorted(foreign)}")
        if answer.status_code >= 500:
            wrong.append(f"{role} {method} {address}: {answer.status_code}")
        if ("name", "a") in found and not AccessSubject.objects.filter(
            event__user=ground.users[role], participant_number=ground.a.person.pk
        ).exists():
            wrong.append(f"{role} {method} {address}: a name that nobody wrote down")
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return wrong


def test_every_address_is_known_to_stay_or_is_closed(ground: Ground) -> None:
    """What is closed is closed to everybody, whatever key and whatever is sent."""
    wrong, told = [], set()
    for where, name in ROUTES:
        foreign = sorted(addresses(where, name, ground, ground.b))
        for address in sorted(addresses(where, name, ground, ground.a) | {*foreign}):
            if (
                resolve(address).view_name
                in allowed_addresses.STAYING | allowed_addresses.OPEN_TO_ALL
            ):
                continue
            for role, client in ground.clients.items():
                if role != "leader" and address != foreign[0]:
                    continue  # closed before a key is looked at: one of each will do
                for answer in (client.get(address), client.post(address)):
                    told.add(answer.content)
                    if answer.status_code != 404:
                        wrong.append(f"{role} {name} {address}: {answer.status_code}")
    assert wrong == [], "\n".join(wrong)
    assert not any(CANARY.search(text.decode()) for text in told)
    gone = allowed_addresses.STAYING | allowed_addresses.OPEN_TO_ALL
    assert gone - {name for _where, name in ROUTES} == set()


def test_whoever_tells_no_stories_is_told_whom_to_call(ground: Ground) -> None:
    leader = ground.users["leader"]
    for role in WITHOUT:
        client = ground.clients[role]
        answer = client.get("/admin/", follow=True)
        assert answer.status_code == 403, role
        assert str(leader) in answer.content.decode(), role
        assert phone_in_words(leader.phone) in answer.content.decode(), role
        found = [
            address
            for where, name in ROUTES
            for address in sorted(addresses(where, name, ground, ground.b))[:1]
            if resolve(address).view_name in allowed_addresses.STAYING
        ]
        answers = [
            answer for address in found for answer in (client.get(address), client.post(address))
        ]
        assert {answer.status_code for answer in answers} == {403}, role
        told = {answer.content.decode().lower() for answer in answers}
        assert not any(CANARY.search(text) for text in told), role


@pytest.mark.parametrize("role", WITHOUT)
def test_what_is_open_to_all_tells_of_nobody(ground: Ground, role: str) -> None:
    wrong = []
    for where, name in ROUTES:
        if name in allowed_addresses.OPEN_TO_ALL:
            for address in sorted(addresses(where, name, ground, ground.b)):
                wrong += look(ground, role, "GET", f"{address}?{ASKED}")
                wrong += look(ground, role, "POST", address, words_of(ground.b, ground))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("role", [*TELLING, "superuser"])
def test_nothing_of_another_teams_is_read(ground: Ground, role: str) -> None:
    wrong = []
    foreign = words_of(ground.b, ground)
    others = (ground.b, ground.c)
    keys = "&".join(f"id={key}" for side in others for key in (side.story.pk, side.picture.pk))
    for where, name in ROUTES:
        if name not in allowed_addresses.STAYING | allowed_addresses.OPEN_TO_ALL:
            continue
        with_own = addresses(where, name, ground, ground.a)
        with_others = set().union(*(addresses(where, name, ground, side) for side in others))
        for address in sorted(with_own | with_others):
            wrong += look(ground, role, "GET", f"{address}?{ASKED}&{keys}")
            wrong += look(ground, role, "POST", address, foreign)
        for address in sorted(with_own):
            wrong += look(ground, role, "GET", address)
    assert wrong == [], "\n".join(wrong)
    assert ground.not_taken["GET"] & ground.not_taken["POST"] == set(NEITHER)


def test_a_preview_of_foreign_keys_shows_nobody(ground: Ground) -> None:
    for role in TELLING:
        client = ground.clients[role]
        for address in (
            f"/admin/pages/add/cms/storypage/{ground.index.pk}/preview/",
            f"/admin/pages/{ground.a.story.pk}/edit/preview/",
            f"/admin/pages/add/cms/standardpage/{HomePage.objects.get().pk}/preview/",
        ):
            sent = words_of(ground.b, ground) | {"team": ground.a.team.pk}
            with transaction.atomic():
                client.post(address, sent)
                shown = client.get(f"{address}?mode=").content.decode().lower()
                transaction.set_rollback(True)
            assert {team for _what, team in CANARY.findall(shown)} <= {"a"}, (role, address)


def test_a_preview_of_ones_own_shows_the_name_and_is_written_down(ground: Ground) -> None:
    sent = words_of(ground.a, ground)
    client = ground.clients["editor"]
    address = f"/admin/pages/add/cms/storypage/{ground.index.pk}/preview/"
    with transaction.atomic():
        assert client.post(address, sent).json()["is_valid"]
        shown = client.get(f"{address}?mode=").content.decode()
        seen = AccessSubject.objects.filter(event__user=ground.users["editor"])
        assert list(seen.values_list("participant_number", flat=True)) == [ground.a.person.pk]
        transaction.set_rollback(True)
    assert "Zqnamea" in shown


def test_a_stored_draft_with_foreign_keys_shows_nobody(ground: Ground) -> None:
    with transaction.atomic():
        draft = pages.story(team=ground.a.team, live=False, blocks=canaries.body_of(ground.b)[:3])
        shown = ground.clients["editor"].get(f"/admin/pages/{draft.pk}/view_draft/")
        assert shown.status_code == 200
        assert CANARY.findall(shown.content.decode().lower()) == []
        transaction.set_rollback(True)
