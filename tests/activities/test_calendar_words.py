"""Whatever a calendar says in any property: no unseen sign is kept, and no national number."""

import pytest

from activities import calendar_import
from core.text import holds_national_identity_number
from tests.activities.test_calendar_import import AUTUMN, make_scene
from tests.core.test_text import TWELVE_SPELLINGS
from tests.written import SPACES, UNSEEN, unseen_in, words_written

pytestmark = pytest.mark.django_db
AROUND, INSIDE = "".join((*UNSEEN, *SPACES)), "".join(UNSEEN[1:])
WORDS = (
    "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "COMMENT", "CONTACT", "ORGANIZER",
    "ATTENDEE", "RESOURCES", "URL", "STATUS", "TRANSP", "RELATED-TO", "X-ALT-DESC",
)  # fmt: skip


def calendar(words: str) -> bytes:
    """Return a calendar of two entries with `words` in every property that can hold some."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{words}", f"X-WR-CALNAME:{words}"]
    for day, rule in (("05", []), ("06", ["RRULE:FREQ=WEEKLY;COUNT=3"])):
        lines += ["BEGIN:VEVENT", f"DTSTART;TZID=Europe/Oslo:202610{day}T130000", "DURATION:PT2H"]
        lines += [*rule, *(f"{word}:{words}{day if word == 'UID' else ''}" for word in WORDS)]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def carried_out(words: str, scene) -> tuple[list[str], int]:
    """Return what was written when the calendar was carried out, and how many were new."""
    with words_written() as written:
        plan = calendar_import.plan(calendar(words), **scene, **AUTUMN)
        calendar_import.carry_out(plan, by=None)
    return written, len(plan.new)


def test_signs_that_nobody_sees_are_not_kept_and_a_repeat_makes_nothing_new():
    scene = make_scene()
    words = f"{AROUND}Rydde{INSIDE}dag{AROUND}"
    written, new = carried_out(words, scene)
    assert new == 4
    assert not unseen_in(written)
    assert "Ryddedag" in written
    assert carried_out(words, scene)[1] == 0


@pytest.mark.parametrize("number", TWELVE_SPELLINGS)
def test_no_property_brings_a_national_number_in(number):
    written, new = carried_out(f"Ring {number}", make_scene())
    assert new == 4
    assert not [word for word in written if holds_national_identity_number(word)]
