"""The demonstration's data points only at what is there, and keeps the promises its words make."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from stdnum.no import orgnr

from core.text import banned_words, lix
from demo.data import pages, people, places, programme, stories
from demo.data.shapes import Block, HomeText, PageText, ProjectText, Story

ILLUSTRATIONS = {
    drawing.stem
    for drawing in (Path(__file__).parents[2] / "static" / "illustrations").glob("*.svg")
}
DISTRICTS = {district.key for district in people.DISTRICTS}
PEOPLE = {person.key: person for person in people.PEOPLE}
STAFF = {member.key: member for member in people.STAFF}
PLACES = {place.key: place for place in places.PLACES}
ACTIVITIES = {activity.key: activity for activity in programme.ACTIVITIES}
WORKS = {work.key: work for work in programme.WORKS}

HARDEST_PUBLIC_TEXT = 35


def _with_translations(
    texts: Iterable[Story | PageText | ProjectText | HomeText],
) -> Iterator[Story | PageText | ProjectText | HomeText]:
    for text in texts:
        yield text
        yield from text.translations


ALL_STORIES = list(_with_translations(stories.STORIES))
ALL_TEXTS = list(_with_translations((*stories.STORIES, *pages.PAGES, *pages.PROJECTS, pages.HOME)))


def _strings(value: object) -> Iterator[str]:
    """Yield every sentence of a block's value; keys, addresses and names of drawings are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("illustration", "link", "who"):
                yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _words(text: Story | PageText | ProjectText | HomeText) -> str:
    """Return all that a reader of `text` reads, as sentences."""
    if isinstance(text, HomeText):
        promises = [part for _drawing, *parts in text.promises for part in parts]
        sentences = [text.title, text.intro, text.partners_text, *promises]
    elif isinstance(text, ProjectText):
        sentences = [text.title, text.intro, *text.what_we_do]
        sentences += [text.who_can_come, text.what_to_bring, text.good_to_know]
    else:
        sentences = [text.title, text.intro]
        for kind, value in text.blocks:
            if kind != "work":
                sentences += _strings(value)
    plain = (re.sub(r"<[^>]+>", " ", sentence).strip() for sentence in sentences)
    return " ".join(
        sentence if sentence.endswith((".", "!", "?")) else f"{sentence}." for sentence in plain
    )


def _identify(text: Story | PageText | ProjectText | HomeText) -> str:
    return f"{text.language}-{getattr(text, 'slug', 'home')}"


def test_keys_are_used_once() -> None:
    for rows in (
        people.DISTRICTS,
        people.STAFF,
        people.PEOPLE,
        people.INTERESTS,
        places.PLACES,
        programme.ACTIVITIES,
        programme.WEEKLY_SESSIONS,
        programme.WORKS,
        programme.PARTNERS,
        programme.LEASES,
    ):
        keys = [row.key for row in rows]
        assert sorted(set(keys)) == sorted(keys)


def test_people_have_contacts_of_their_own_district_and_at_most_ten_each() -> None:
    districts_of = {
        key: {district for district, _role in member.roles} for key, member in STAFF.items()
    }
    for person in people.PEOPLE:
        assert person.district in districts_of[person.primary_contact]
        assert person.district in districts_of[person.deputy_contact]
    for member in STAFF:
        assert sum(person.primary_contact == member for person in people.PEOPLE) <= 10


def test_people_have_the_number_or_address_that_their_channel_needs() -> None:
    for person in people.PEOPLE:
        assert bool(person.phone) == (person.channel in ("sms", "call"))
        assert bool(person.email) == (person.channel == "email")


def test_weekly_sessions_are_staffed_by_people_who_are_free_that_day() -> None:
    at_work: set[tuple[str, int]] = set()
    for session in programme.WEEKLY_SESSIONS:
        place = PLACES[session.place]
        assert session.district in ACTIVITIES[session.activity].districts
        assert session.outdoor == (not place.indoors)
        assert len(session.staff) >= place.min_staff
        for member in session.staff:
            assert session.district in {district for district, _role in STAFF[member].roles}
            assert (member, session.weekday) not in at_work
            at_work.add((member, session.weekday))


def test_every_district_has_something_on_each_week() -> None:
    assert {session.district for session in programme.WEEKLY_SESSIONS} == DISTRICTS


def test_works_name_makers_only_where_they_are_makers() -> None:
    for work in programme.WORKS:
        assert work.district in ACTIVITIES[work.activity].districts
        assert set(work.makers) <= set(PEOPLE)
        assert set(work.makers_shown) <= set(work.makers)
        assert work.place is None or work.place in PLACES
        assert work.steward == "" or work.steward in work.makers
        assert len(work.description) <= 200


def test_leases_do_not_overlap_on_a_garden() -> None:
    weeks_of: dict[str, list[range]] = {}
    for lease in programme.LEASES:
        weeks = range(lease.starts_weeks, lease.starts_weeks + round(lease.months * 52 / 12))
        for garden in lease.gardens:
            assert WORKS[garden].leasable
            for taken in weeks_of.get(garden, []):
                assert weeks.start >= taken.stop or taken.start >= weeks.stop
            weeks_of.setdefault(garden, []).append(weeks)


def test_companies_are_invented_with_numbers_for_test_data() -> None:
    for partner in programme.PARTNERS:
        assert orgnr.is_valid(partner.organisation_number)
        assert partner.organisation_number[0] == "3"
        assert partner.contact_email.endswith(".example")


def _illustrations_in(blocks: list[Block]) -> list[str]:
    return [value["illustration"] for kind, value in blocks if kind == "picture"]  # type: ignore[index]


def test_every_illustration_is_drawn() -> None:
    wanted = {interest.illustration for interest in people.INTERESTS}
    wanted |= {activity.illustration for activity in programme.ACTIVITIES}
    wanted |= {work.illustration for work in programme.WORKS}
    wanted |= {story.lead_illustration for story in ALL_STORIES}
    for text in ALL_TEXTS:
        if isinstance(text, Story | PageText):
            wanted |= set(_illustrations_in(text.blocks))
        if not isinstance(text, Story):
            wanted.add(text.illustration)
        if isinstance(text, HomeText):
            wanted |= {drawing for drawing, _heading, _words in text.promises}
    assert wanted - ILLUSTRATIONS == set()


@pytest.mark.parametrize("story", ALL_STORIES, ids=_identify)
def test_story_names_exactly_those_who_have_said_yes(story: Story) -> None:
    words = _words(story)
    chosen_names = {person.chosen_name for person in people.PEOPLE}
    named = {name for name in chosen_names if re.search(rf"\b{name}s?\b", words)}
    quoted = {value["who"] for kind, value in story.blocks if kind == "quote"} - {""}  # type: ignore[index]
    makers = {
        PEOPLE[maker].chosen_name
        for kind, value in story.blocks
        if kind == "work"
        for maker in WORKS[str(value)].makers_shown
    }
    allowed = {PEOPLE[key].chosen_name for key in story.named_participants}
    assert named == allowed
    assert quoted | makers | allowed == allowed


def test_two_stories_stand_in_three_languages() -> None:
    translated = [story for story in stories.STORIES if story.translations]
    assert len(stories.STORIES) >= 7
    assert len(translated) == 2
    for story in translated:
        assert [other.language for other in story.translations] == ["nn", "en"]
        assert {other.slug for other in story.translations} == {story.slug}
        for other in story.translations:
            assert [kind for kind, _ in other.blocks] == [kind for kind, _ in story.blocks]


@pytest.mark.parametrize("text", ALL_TEXTS, ids=_identify)
def test_text_is_easy_to_read_and_has_no_banned_word(
    text: Story | PageText | ProjectText | HomeText,
) -> None:
    words = _words(text)
    assert banned_words(words) == []
    assert lix(words) <= HARDEST_PUBLIC_TEXT


@pytest.mark.parametrize("activity", programme.ACTIVITIES, ids=lambda activity: activity.key)
def test_activity_is_told_in_plain_words(activity: programme.Activity) -> None:
    words = f"{activity.name}. {activity.summary} {activity.bring}"
    assert banned_words(words) == []
    assert lix(words) <= HARDEST_PUBLIC_TEXT
