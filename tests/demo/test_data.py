"""The demonstration's data points only at what is there, and keeps the promises its words make."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.no import orgnr

from demo.data import people, places, programme, texts
from demo.data.shapes import LANGUAGES, Activity, PageText
from tests.words import banned_words, lix

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

ALL_TEXTS = (*texts.HOME, *texts.PAGES, *texts.PROJECTS, *texts.STORIES)
IN_BOKMAL = {text.slug: text for text in ALL_TEXTS if text.language == "nb"}


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


def _words(text: PageText) -> str:
    """Return all that a reader of `text` reads, as sentences."""
    sentences = [text.title, text.intro, text.partners_text]
    for kind, value in text.blocks:
        if kind != "work":
            sentences += _strings(value)
    plain = (re.sub(r"<[^>]+>", " ", sentence).strip() for sentence in sentences if sentence)
    return " ".join(
        sentence if sentence.endswith((".", "!", "?")) else f"{sentence}." for sentence in plain
    )


def _identify(text: PageText) -> str:
    return f"{text.language}-{text.slug}"


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


def test_every_illustration_is_drawn() -> None:
    wanted = {interest.illustration for interest in people.INTERESTS}
    wanted |= {activity.illustration for activity in programme.ACTIVITIES}
    wanted |= {work.illustration for work in programme.WORKS}
    for text in ALL_TEXTS:
        wanted.add(text.illustration)
        wanted |= {
            value["illustration"] for kind, value in text.blocks if kind in ("picture", "promise")
        }
    assert wanted - ILLUSTRATIONS == set()


@pytest.mark.parametrize("story", texts.STORIES, ids=_identify)
def test_story_names_exactly_those_who_have_said_yes(story: PageText) -> None:
    words = _words(story)
    chosen_names = {person.chosen_name for person in people.PEOPLE}
    named = {name for name in chosen_names if re.search(rf"\b{name}s?\b", words)}
    quoted = {value["who"] for kind, value in story.blocks if kind == "quote"} - {""}
    makers = {
        PEOPLE[maker].chosen_name
        for kind, value in story.blocks
        if kind == "work"
        for maker in WORKS[value].makers_shown
    }
    allowed = {PEOPLE[key].chosen_name for key in story.named}
    assert named == allowed
    assert quoted | makers | allowed == allowed


def test_every_page_and_two_stories_stand_in_three_languages() -> None:
    languages = defaultdict(list)
    for text in ALL_TEXTS:
        languages[text.slug].append(text.language)
    stories = [languages.pop(slug) for slug in {story.slug for story in texts.STORIES}]
    assert {tuple(told) for told in languages.values()} == {LANGUAGES}
    assert len(stories) >= 7
    assert [told for told in stories if told != ["nb"]] == [[*LANGUAGES]] * 2


@pytest.mark.parametrize("text", ALL_TEXTS, ids=_identify)
def test_translation_has_the_same_blocks_in_words_of_its_own(text: PageText) -> None:
    bokmal = IN_BOKMAL[text.slug]
    if text not in texts.PROJECTS:  # in bokmål what to bring stands on the activity
        assert [kind for kind, _ in text.blocks] == [kind for kind, _ in bokmal.blocks]
    if text is not bokmal:
        for words in ("illustration_alt", "intro", "search_description", "partners_text"):
            assert getattr(text, words) != getattr(bokmal, words) or not getattr(text, words)


@pytest.mark.parametrize("text", ALL_TEXTS, ids=_identify)
def test_text_is_easy_to_read_and_has_no_banned_word(
    text: PageText,
) -> None:
    words = _words(text)
    assert banned_words(words) == []
    assert lix(words) <= HARDEST_PUBLIC_TEXT


@pytest.mark.parametrize("activity", programme.ACTIVITIES, ids=lambda activity: activity.key)
def test_activity_is_told_in_plain_words(activity: Activity) -> None:
    words = f"{activity.name}. {activity.summary} {activity.bring}"
    assert banned_words(words) == []
    assert lix(words) <= HARDEST_PUBLIC_TEXT
