"""A calendar becomes drafts: looked at first, safe to repeat, never over a person's head."""

from datetime import date, time
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from activities.calendar_import import importer
from activities.models import Series, Session
from activities.planning import series, sessions
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


def planned(text: str = CALENDAR, **scene: Any) -> importer.ImportPlan:
    scene = scene or make_scene()
    return importer.plan(text.encode(), **scene, **AUTUMN)


def make_scene() -> dict[str, Any]:
    team = TeamFactory()
    return {"team": team, "activity": ActivityFactory(teams=[team]), "place": PlaceFactory()}


def test_the_plan_writes_nothing() -> None:
    plan = planned()

    assert (len(plan.new), len(plan.problems), Session.objects.count()) == (4, 1, 0)
    assert plan.problems[0].line == 14


def test_each_occurrence_becomes_a_draft_at_the_same_wall_time() -> None:
    workshop = PlaceFactory(name="Verkstedet")

    result = importer.carry_out(planned(), by=None)

    made = Session.objects.order_by("starts_at")
    assert (result.made, {one.state for one in made}) == (4, {"draft"})
    assert [f"{one.starts_at:%d %H}" for one in made] == ["05 11", "12 11", "19 11", "26 12"]
    assert {(one.title, one.place, one.note) for one in made} == {("Åpent verksted", workshop, "")}


def test_a_repeat_makes_nothing_new() -> None:
    scene = make_scene()
    importer.carry_out(planned(**scene), by=None)

    again = planned(**scene)
    result = importer.carry_out(again, by=None)

    assert (len(again.unchanged), result.made, result.changed) == (4, 0, 0)
    assert Session.objects.count() == 4


def test_the_same_plan_carried_out_twice_makes_nothing_new() -> None:
    plan = planned()

    importer.carry_out(plan, by=None)
    assert importer.carry_out(plan, by=None).made == 0


def test_what_comes_again_becomes_one_recurring_session() -> None:
    scene = make_scene()

    result = importer.carry_out(planned(**scene), by=None)

    meeting = Series.objects.get()
    assert result.series == 1
    assert (meeting.rule, meeting.starts_on) == ("FREQ=WEEKLY;COUNT=4", date(2026, 10, 5))
    assert (meeting.starts, meeting.minutes, meeting.title) == (time(13), 120, "Åpent verksted")
    days = Session.objects.order_by("starts_at").values_list(
        "series", "occurrence_on", "stands_alone"
    )
    assert list(days) == [(meeting.pk, date(2026, 10, day), False) for day in (5, 12, 19, 26)]


def test_a_recurring_session_goes_on_by_itself_and_a_longer_import_doubles_nothing() -> None:
    endless = CALENDAR.replace(";COUNT=4", "")
    scene = make_scene()
    october = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
    importer.carry_out(importer.plan(endless.encode(), **scene, **october), by=None)
    until = Series.objects.get().made_until

    made = series.extend(Series.objects.get()).made
    again = planned(endless, **scene)

    assert until == date(2026, 10, 31)
    assert {one.calendar_key for one in made} == {""}
    assert (again.new, again.changed) == ([], [])
    days = Session.objects.values_list("occurrence_on", flat=True)
    assert len(days) == len(set(days)) == 4 + len(made) > 4


def test_what_the_calendar_leaves_out_or_moves_is_so_here_too() -> None:
    other = CALENDAR.replace(
        "SUMMARY:Åpent", "EXDATE;TZID=Europe/Oslo:20261012T130000\nSUMMARY:Åpent"
    ).replace(
        "BEGIN:VEVENT\nUID:b",
        "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;TZID=Europe/Oslo:20261019T130000\n"
        "DTSTART;TZID=Europe/Oslo:20261020T130000\nDTEND;TZID=Europe/Oslo:20261020T150000\n"
        "SUMMARY:Åpent verksted\nLOCATION:Verkstedet\nEND:VEVENT\nBEGIN:VEVENT\nUID:b",
    )

    importer.carry_out(planned(other), by=None)

    days = Session.objects.order_by("starts_at").values_list("occurrence_on", "stands_alone")
    assert Series.objects.get().left_out == ["2026-10-12"]
    assert list(days) == [
        (date(2026, 10, 5), False), (date(2026, 10, 19), True), (date(2026, 10, 26), False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "alone",
    [
        CALENDAR.replace(";TZID=Europe/Oslo:20261005T130000", ":20261005T130000Z").replace(
            ";TZID=Europe/Oslo:20261005T150000", ":20261005T150000Z"
        ),
        CALENDAR.replace("RRULE", "RDATE;TZID=Europe/Oslo:20261007T130000\nRRULE"),
        CALENDAR.replace("COUNT=4", "COUNT=4;BYHOUR=13"),
    ],
    ids=["another clock", "added days", "a clock in the rule"],
)
def test_what_cannot_be_a_recurring_session_is_single_sessions(alone: str) -> None:
    importer.carry_out(planned(alone), by=None)

    assert Series.objects.count() == 0
    assert Session.objects.count() >= 4


def test_a_recurring_session_that_moves_in_the_calendar_is_told_and_left() -> None:
    scene = make_scene()
    importer.carry_out(planned(**scene), by=None)

    moved = CALENDAR.replace("T130000", "T140000").replace("T150000", "T160000")
    plan = planned(moved, **scene)

    assert (plan.new, plan.changed) == ([], [])
    assert [one.line for one in plan.problems] == [4, 14]


def test_a_new_title_changes_the_drafts() -> None:
    single = CALENDAR.replace("RRULE:FREQ=WEEKLY;COUNT=4\n", "")
    scene = make_scene()
    importer.carry_out(planned(single, **scene), by=None)

    result = importer.carry_out(
        planned(single.replace("Åpent verksted", "Snekring"), **scene), by=None
    )

    assert result.changed == 1
    assert set(Session.objects.values_list("title", flat=True)) == {"Snekring"}


@pytest.mark.long
def test_five_thousand_entries_are_a_plan_and_one_more_is_a_sentence() -> None:
    scene = make_scene()

    def calendar(entries: int) -> bytes:
        events = "".join(
            f"BEGIN:VEVENT\nUID:{n}\nDTSTART:202610{1 + n % 28:02}T{8 + n % 8:02}0000Z\n"
            f"DTEND:202610{1 + n % 28:02}T{9 + n % 8:02}0000Z\nSUMMARY:Økt {n}\nEND:VEVENT\n"
            for n in range(entries)
        )
        return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:t\n{events}END:VCALENDAR\n".encode()

    most = importer.plan(calendar(5000), **scene, **AUTUMN)
    more = importer.plan(calendar(5001), **scene, **AUTUMN)
    made = importer.carry_out(most, by=None)

    assert (len(most.new), most.problems, made.made) == (5000, [], 5000)
    assert more.new == []
    assert [one.reason for one in more.problems] == [
        "Fila har 5001 oppføringer. Vi tar opptil 5000 om gangen. Eksporter en kortere periode."
    ]
    assert Session.objects.count() == 5000


def test_an_import_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned()
    monkeypatch.setattr(series, "adopt", Mock(side_effect=RuntimeError("the machine stops")))

    with pytest.raises(RuntimeError):
        importer.carry_out(plan, by=None)

    assert (Session.objects.count(), Series.objects.count()) == (0, 0)


def test_what_is_open_here_is_left_to_a_person() -> None:
    scene = make_scene()
    importer.carry_out(planned(**scene), by=None)
    for session in Session.objects.all():
        sessions.publish(with_staff(session), by=None)

    renamed = planned(CALENDAR.replace("Åpent verksted", "Snekring"), **scene)
    cancelled = planned(
        CALENDAR.replace("SUMMARY:Åpent", "STATUS:CANCELLED\nSUMMARY:Åpent"), **scene
    )

    assert (len(renamed.changed), len(renamed.problems)) == (0, 2)
    assert (len(cancelled.changed), len(cancelled.problems)) == (0, 6)
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

    assert "4 utkast er laget, 0 er endret, 1 faste treff er laget." in run(calendar, **options)


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


@pytest.mark.parametrize("before", ["", "METHOD:CANCEL\nDTSTAMP:20261101T100000Z\n"])
def test_a_letter_that_calls_off_one_day_ahead_keeps_it_from_being_made(before: str) -> None:
    scene = make_scene()
    weekly = CALENDAR.replace(";COUNT=4", "")
    importer.carry_out(planned(weekly, **scene), by=None)
    letter = (
        f"BEGIN:VCALENDAR\n{before}BEGIN:VEVENT\nUID:a\nSTATUS:CANCELLED\n"
        "RECURRENCE-ID;TZID=Europe/Oslo:20270111T130000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    importer.carry_out(planned(letter, **scene), by=None)

    assert Series.objects.get().left_out == ["2027-01-11"]
