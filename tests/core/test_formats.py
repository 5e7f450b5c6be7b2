"""Days as people write them, in each language."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from core.templatetags import formats


@time_machine.travel(datetime(2026, 3, 3, 9, tzinfo=UTC))
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ["tirsdag 3. mars", "3. mars 2026", "3. mar 2026", "3. mar"]),
        ("nn", ["tysdag 3. mars", "3. mars 2026", "3. mars 2026", "3. mars"]),
        ("en", ["Tuesday 3 March", "3 March 2026", "3 Mar 2026", "3 Mar"]),
    ],
)
def test_a_day_in_each_language(language: str, words: list[str]) -> None:
    day = date(2026, 3, 3)
    with translation.override(language):
        said = [
            formats.weekday_date(day),
            formats.long_date(day),
            formats.short_date(day),
            formats.short_day(day),
        ]
    assert [one.casefold() for one in said] == [one.casefold() for one in words]


@time_machine.travel(datetime(2026, 3, 3, 23, 30, tzinfo=UTC))
def test_today_is_oslo_s_today() -> None:
    assert formats.day_word(datetime(2026, 3, 4, 11, tzinfo=UTC)) == "i dag"
    assert formats.day_word(datetime(2026, 3, 5, 11, tzinfo=UTC)) == "i morgen"
    assert formats.clock(datetime(2026, 3, 4, 11, tzinfo=UTC)) == "12.00"


def test_a_moment_is_of_its_day_in_oslo_when_the_server_is_still_at_yesterday() -> None:
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    said = [each(moment) for each in (formats.long_date, formats.short_date, formats.short_day)]
    assert said == ["1. januar 2026", "1. jan 2026", "1. jan"]
    assert formats.weekday_date(moment).startswith("torsdag 1. januar")
