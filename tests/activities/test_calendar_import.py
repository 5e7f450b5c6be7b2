"""A calendar becomes drafts: looked at first, safe to repeat, never over a person's head."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from activities import calendar_import, sessions
from activities.models import Session
from tests.factories.accounts import TeamFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, with_staff

pytestmark = pytest.mark.django_db

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//NO
BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Oslo:20261005T130000
DTEND;TZID=Europe/Oslo:20261005T150000
RRULE:FREQ=WEEKLY;COUNT=4
SUMMARY:Åpent verksted
LOCATION:Verkstedet
DESCRIPTION:Ring Ola om nøkkelen
ATTENDEE:mailto:ola@example.no
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART:20261006T100000Z
DTEND:20261006T090000Z
SUMMARY:Baklengs
END:VEVENT
END:VCALENDAR
"""
AUTUMN = {"first": date(2026, 10, 1), "last": date(2026, 12, 31)}


def planned(text: str = CALENDAR, **scene: Any) -> calendar_import.ImportPlan:
    scene = scene or make_scene()
    return calendar_import.plan(text.encode(), **scene, **AUTUMN)


def make_scene() -> dict[str, Any]:
    team = TeamFactory()
    return {"team": team, "activity": ActivityFactory(teams=[team]), "place": PlaceFactory()}


def test_the_plan_writes_nothing() -> None:
    plan = planned()

    assert (len(plan.new), len(plan.problems), Session.objects.count()) == (4, 1, 0)
    assert plan.problems[0].line == 14


def test_each_occurrence_becomes_a_draft_at_the_same_wall_time() -> None:
    workshop = PlaceFactory(name="Verkstedet")

    result = calendar_import.carry_out(planned(), by=None)

    made = Session.objects.order_by("starts_at")
    assert (result.made, {one.state for one in made}) == (4, {"draft"})
    assert [f"{one.starts_at:%d %H}" for one in made] == ["05 11", "12 11", "19 11", "26 12"]
    assert {(one.title, one.place, one.note) for one in made} == {("Åpent verksted", workshop, "")}


def test_a_repeat_makes_nothing_new() -> None:
    scene = make_scene()
    calendar_import.carry_out(planned(**scene), by=None)

    again = planned(**scene)
    result = calendar_import.carry_out(again, by=None)

    assert (len(again.unchanged), result.made, result.changed) == (4, 0, 0)
    assert Session.objects.count() == 4


def test_the_same_plan_carried_out_twice_makes_nothing_new() -> None:
    plan = planned()

    calendar_import.carry_out(plan, by=None)
    assert calendar_import.carry_out(plan, by=None).made == 0


def test_a_series_that_moves_is_another_series() -> None:
    scene = make_scene()
    calendar_import.carry_out(planned(**scene), by=None)

    moved = CALENDAR.replace("T130000", "T140000").replace("T150000", "T160000")
    plan = planned(moved.replace("Åpent verksted", "Verksted"), **scene)

    assert len(plan.new) == 4


def test_a_new_title_changes_the_drafts() -> None:
    scene = make_scene()
    calendar_import.carry_out(planned(**scene), by=None)

    result = calendar_import.carry_out(
        planned(CALENDAR.replace("Åpent verksted", "Snekring"), **scene), by=None
    )

    assert result.changed == 4
    assert set(Session.objects.values_list("title", flat=True)) == {"Snekring"}


def test_what_is_open_here_is_left_to_a_person() -> None:
    scene = make_scene()
    calendar_import.carry_out(planned(**scene), by=None)
    for session in Session.objects.all():
        sessions.publish(with_staff(session), by=None)

    renamed = planned(CALENDAR.replace("Åpent verksted", "Snekring"), **scene)
    cancelled = planned(
        CALENDAR.replace("SUMMARY:Åpent", "STATUS:CANCELLED\nSUMMARY:Åpent"), **scene
    )

    assert (len(renamed.changed), len(renamed.problems)) == (0, 5)
    assert (len(cancelled.changed), len(cancelled.problems)) == (0, 5)
    assert set(Session.objects.values_list("state", flat=True)) == {"published"}


def run(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_calendar", str(path), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    path = tmp_path / "calendar.ics"
    path.write_text(CALENDAR)
    return path


def test_the_command_shows_first_and_then_makes(calendar: Path) -> None:
    scene = make_scene()
    options = {
        "team": scene["team"].slug,
        "activity": scene["activity"].slug,
        "place": scene["place"].name,
        **AUTUMN,
    }

    shown = run(calendar, dry_run=True, **options)
    assert "4 nye, 0 endres, 0 er her fra før, 1 merknader." in shown
    assert Session.objects.count() == 0

    assert "4 utkast er laget, 0 er endret." in run(calendar, **options)


def test_the_command_answers_nonsense_with_a_sentence(calendar: Path, tmp_path: Path) -> None:
    scene = make_scene()
    right = {
        "team": scene["team"].slug,
        "activity": scene["activity"].slug,
        "place": scene["place"].name,
    }
    wrong: list[tuple[Path, dict[str, Any]]] = [
        (calendar, {"team": "ukjent"}),
        (calendar, {"activity": "ukjent"}),
        (tmp_path / "borte.ics", {}),
        (calendar, {"first": date(2026, 2, 1), "last": date(2026, 1, 1)}),
    ]

    for path, options in wrong:
        with pytest.raises(CommandError) as told:
            run(path, **{**right, **options})
        assert str(told.value).endswith(".")
