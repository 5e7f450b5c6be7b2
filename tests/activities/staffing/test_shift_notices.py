"""Colleagues are told about their shifts: the difference, once, when it has come to rest."""

from datetime import UTC, datetime, time, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from activities.models import Session, Shift, ShiftNotice
from activities.planning import sessions, weather
from activities.staffing import availability, ill, shift_notices, shifts, suggestions
from activities.taking_part import reminders
from core.errors import RuleBroken
from notices import neutral
from notices.models import Message
from tests.activities.staffing.team_of_four import TeamOfFour
from tests.factories.activities import PlaceFactory, SessionFactory, ShiftFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
"""Ten o'clock in Oslo."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


class Here(TeamOfFour):
    """The team, and its sessions."""

    def session(self, *staff, days=4, state="published", min_staff=1, at=12, **more):
        """Return a session of some day at twelve for two hours; `staff` know that they work it."""
        day = timezone.localdate() + timedelta(days=days)
        starts = timezone.make_aware(datetime.combine(day, time(at)))
        session = SessionFactory(
            team=self.team, activity=self.activity, place=self.place, state=state,
            starts_at=starts, ends_at=starts + timedelta(hours=2), min_staff=min_staff, **more,
        )  # fmt: skip
        for one in staff:
            shifts.assign(session, staff=one, by=one)
        return session


@pytest.fixture
def here():
    return Here()


def told(user, channel="email"):
    """Return the lines that `user` was sent, without the last, which leads to the page."""
    found = Message.objects.filter(user=user, channel=channel).order_by("pk")
    return [line for one in found for line in one.body.split("\n")[:-1]]


def rest(clock, minutes=6):
    """Let a while pass, and the timer run."""
    clock.shift(timedelta(minutes=minutes))
    return shift_notices.tell_due()


def test_put_on_is_told_once_when_it_has_rested(here, clock):
    session = here.session()
    shifts.assign(session, staff=here.kari, by=here.leader)
    assert rest(clock, 4) == 0
    assert rest(clock, 2) == 1
    assert told(here.kari) == ["Du er satt på vakt fredag 6. februar 12.00–14.00, Parken."]
    assert [rest(clock), rest(clock, 60)] == [0, 0]
    assert Message.objects.count() == 1


def test_who_says_that_they_are_ill_today_hears_of_their_other_shifts(here, clock):
    shifts.assign(here.session(), staff=here.kari, by=here.leader)
    ill.report(here.kari, by=here.kari)
    rest(clock)
    assert told(here.kari) == ["Du er satt på vakt fredag 6. februar 12.00–14.00, Parken."]


def test_who_is_noted_on_what_is_over_stops_no_messages(here, clock):
    over = here.session(here.kari, days=6)
    shifts.unassign(over.shifts.get(), by=here.leader)
    rest(clock)
    Session.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    shifts.assign(Session.objects.get(pk=over.pk), staff=here.kari, by=here.leader)
    shifts.assign(here.session(), staff=here.per, by=here.leader)
    assert rest(clock) == 1
    assert told(here.per) == ["Du er satt på vakt fredag 6. februar 12.00–14.00, Parken."]
    assert told(here.kari) == ["Du har ikke lenger vakt søndag 8. februar 12.00–14.00."]


def test_the_message_leads_to_the_page_and_says_nothing_of_what_it_is(here, clock, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://reir.example/"
    shifts.assign(here.session(), staff=here.kari, by=here.leader)
    rest(clock)
    message = Message.objects.get()
    assert message.subject == "Nytt om vaktene dine"
    assert message.body.split("\n")[-1] == "Trykk «Sett» her: https://reir.example/staff/"
    assert "Fuglekassa" not in message.body
    assert neutral.is_neutral(message.subject + message.body)


def test_taken_off_moved_and_cancelled_are_told(here, clock):
    off, moved, indoors, cancelled = (here.session(here.kari, days=n) for n in (4, 5, 6, 7))
    sessions.edit(
        moved, by=here.leader,
        starts_at=moved.starts_at + timedelta(hours=1), ends_at=moved.ends_at + timedelta(hours=1),
    )  # fmt: skip
    sessions.edit(indoors, by=here.leader, place=PlaceFactory(name="Kjelleren", min_staff=1))
    sessions.cancel(cancelled, reason="Vi er syke", by=here.leader)
    shifts.unassign(off.shifts.get(), by=here.leader)
    assert rest(clock) == 1
    assert told(here.kari) == [
        "Du har ikke lenger vakt fredag 6. februar 12.00–14.00.",
        "Vakten din lørdag 7. februar 12.00–14.00 er flyttet til lørdag 7. februar 13.00–15.00,"
        " Parken.",
        "Vakten din søndag 8. februar 12.00–14.00 er flyttet til Kjelleren.",
        "Vakten din mandag 9. februar 12.00–14.00 er avlyst.",
    ]
    assert Message.objects.count() == 1
    assert rest(clock) == 0


def test_several_changes_are_one_message_about_how_it_ended(here, clock):
    session = here.session(here.kari)
    for hours in (1, 2, 3):
        sessions.edit(session, by=here.leader, ends_at=session.ends_at + timedelta(hours=hours))
        rest(clock, 3)
    rest(clock)
    assert told(here.kari) == [
        "Vakten din fredag 6. februar 12.00–14.00 er flyttet til fredag 6. februar 12.00–17.00,"
        " Parken."
    ]


def test_what_was_changed_back_is_no_message(here, clock):
    there, moved = here.session(here.kari), here.session(here.per)
    starts = moved.starts_at
    shifts.unassign(there.shifts.get(), by=here.leader)
    shifts.assign(there, staff=here.kari, by=here.leader)
    shifts.unassign(shifts.assign(there, staff=here.tuva, by=here.leader), by=here.leader)
    sessions.edit(moved, by=here.leader, starts_at=starts - timedelta(hours=1))
    sessions.edit(moved, by=here.leader, starts_at=starts)
    assert [rest(clock), Message.objects.count()] == [0, 0]


def test_who_is_back_again_after_a_message_is_told_anew(here, clock):
    session = here.session(here.kari)
    shifts.unassign(session.shifts.get(), by=here.leader)
    rest(clock)
    shifts.assign(session, staff=here.kari, by=here.leader)
    rest(clock)
    assert [line.split(" vakt ")[0] for line in told(here.kari)] == [
        "Du har ikke lenger", "Du er satt på",
    ]  # fmt: skip


def test_nothing_is_told_of_drafts_and_all_of_it_when_they_open(here, clock):
    draft, other = here.session(state="draft"), here.session(state="draft", days=5)
    for one in (draft, other):
        shifts.assign(one, staff=here.kari, by=here.leader)
        shifts.assign(one, staff=here.per, by=here.leader)
    sessions.edit(draft, by=here.leader, starts_at=draft.starts_at + timedelta(hours=1))
    shifts.unassign(other.shifts.get(staff=here.per), by=here.leader)
    assert [rest(clock), ShiftNotice.objects.count()] == [0, 0]
    for one in (draft, other):
        sessions.publish(one, by=here.per)
    assert rest(clock) == 1
    assert told(here.kari) == [
        "Du er satt på vakt fredag 6. februar 13.00–14.00, Parken.",
        "Du er satt på vakt lørdag 7. februar 12.00–14.00, Parken.",
    ]
    assert told(here.per) == []  # opened it, and saw


def test_a_draft_that_is_called_off_is_told_to_nobody(here, clock):
    draft = here.session(state="draft")
    shifts.assign(draft, staff=here.kari, by=here.leader)
    sessions.cancel(draft, reason="Det blir ikke noe av", by=here.leader)
    assert [rest(clock), ShiftNotice.objects.count()] == [0, 0]


def test_nobody_is_told_of_what_they_did_themselves(here, clock):
    session = here.session()
    mine = shifts.assign(session, staff=here.kari, by=here.kari)
    shifts.assign(session, staff=here.leader, by=here.leader)
    sessions.edit(session, by=here.kari, starts_at=session.starts_at + timedelta(hours=1))
    rest(clock)
    assert told(here.kari) == []
    assert len(told(here.leader)) == 1
    shifts.unassign(mine, by=here.kari)
    rest(clock)
    assert told(here.kari) == []


def test_who_accepts_a_proposal_for_themselves_knows_it(here, clock):
    session = here.session(min_staff=2)
    wanted = [(session.pk, one.pk, Shift.Part.SECOND) for one in (here.leader, here.kari)]
    assert suggestions.accept(here.team, wanted=wanted, by=here.leader) == []
    rest(clock)
    assert [len(told(one)) for one in (here.leader, here.kari)] == [0, 1]


def test_under_a_day_it_is_told_at_once_and_by_sms(here, clock):
    session = here.session(days=0, at=18)
    shifts.assign(session, staff=here.kari, by=here.leader)
    assert rest(clock, 0) == 1
    line = ["Du er satt på vakt mandag 2. februar 18.00–20.00, Parken."]
    assert told(here.kari) == line
    assert [one.is_urgent for one in Message.objects.all()] == [True] * Message.objects.count()


def test_under_a_day_there_is_an_sms_where_it_can_be_sent(here, clock, settings):
    settings.MESSAGES_SHOWN_HERE = True
    settings.NOTICE_BACKENDS = {"email": "", "sms": "notices.backends.ConsoleBackend"}
    near, far = here.session(here.kari, days=0, at=18), here.session(days=5)
    shifts.unassign(near.shifts.get(), by=here.leader)
    shifts.assign(far, staff=here.kari, by=here.leader)
    rest(clock)
    assert [len(told(here.kari, "email")), len(told(here.kari, "sms"))] == [2, 1]


def test_nobody_is_woken_for_what_begins_after_noon(here, clock):
    clock.move_to(MONDAY.replace(hour=22))  # eleven in the evening
    early, late = here.session(days=1, at=9), here.session(days=1, at=18)
    shifts.assign(early, staff=here.kari, by=here.leader)
    shifts.assign(late, staff=here.per, by=here.leader)
    assert [rest(clock, 1), len(told(here.kari)), len(told(here.per))] == [1, 1, 0]
    clock.move_to(MONDAY.replace(day=3, hour=7, minute=1))
    assert [shift_notices.tell_due(), len(told(here.per))] == [1, 1]


def test_who_was_told_the_day_before_gets_no_reminder_too(here, clock):
    clock.move_to(MONDAY.replace(hour=13, minute=58))  # two minutes to three
    known, soon = here.session(here.per, days=1, at=17), here.session(days=1, at=17)
    shifts.assign(soon, staff=here.kari, by=here.leader)
    for _minute in range(10):
        clock.shift(timedelta(minutes=1))
        shift_notices.tell_due()
        reminders.remind_due()
    assert told(here.kari) == ["Du er satt på vakt tirsdag 3. februar 17.00–19.00, Parken."]
    assert Message.objects.filter(user=here.kari).count() == 1
    assert [one.key.split(":")[:2] for one in Message.objects.filter(user=here.per)] == [
        ["remind-shift", str(known.pk)]
    ]


def test_too_few_is_told_to_those_left_and_to_who_is_asked_once(here, clock):
    session = here.session(here.kari, here.per, min_staff=2)
    shifts.unassign(session.shifts.get(staff=here.kari), by=here.kari)
    assert rest(clock) == 2
    line = ["Dere er én for få fredag 6. februar 12.00–14.00."]
    assert [told(one) for one in (here.per, here.leader, here.kari)] == [line, line, []]
    assert Message.objects.get(user=here.leader).body.split("\n")[-1].startswith("Se mer her:")
    assert [rest(clock), rest(clock, 600)] == [0, 0]
    shifts.unassign(session.shifts.get(staff=here.per), by=here.leader)
    rest(clock)
    assert told(here.leader) == line  # did it, and saw


def test_who_makes_too_few_by_an_absence_is_not_told_so(here, clock):
    session = here.session(here.kari, here.per, min_staff=2)
    day = timezone.localdate(session.starts_at)
    availability.add_absence(
        here.team, staff=here.kari, deputy=None, first_day=day, last_day=day, by=here.leader
    )
    rest(clock)
    assert [len(told(one)) for one in (here.per, here.leader, here.kari)] == [1, 0, 0]


def test_a_gap_that_was_filled_and_comes_again_is_told_again(here, clock):
    session = here.session(here.kari, here.per, min_staff=2)
    for _time in range(2):
        shifts.unassign(session.shifts.get(staff=here.kari), by=here.kari)
        rest(clock)
        shifts.assign(session, staff=here.kari, by=here.kari)
        rest(clock)
    assert len(told(here.per)) == 2
    shifts.unassign(session.shifts.get(staff=here.kari), by=here.leader)
    shifts.assign(session, staff=here.tuva, by=here.leader)
    rest(clock)
    assert len(told(here.per)) == 2  # another came instead before anybody was told


def test_who_is_away_or_has_left_is_told_nothing_and_hears_when_back(here, clock):
    session = here.session(here.kari)
    day = timezone.localdate(session.starts_at)
    away = availability.add_absence(
        here.team, staff=here.kari, deputy=None, first_day=day, last_day=day, by=here.leader
    )
    sessions.edit(session, by=here.leader, ends_at=session.ends_at + timedelta(hours=1))
    assert rest(clock) == 0
    availability.remove_absence(away)
    assert [rest(clock), len(told(here.kari))] == [1, 1]
    here.kari.is_active = False
    here.kari.save()
    sessions.cancel(session, reason="Vi er syke", by=here.leader)
    assert rest(clock) == 0


def test_rain_moves_a_shift_too(here, clock):
    session = here.session(here.kari, rain_place=PlaceFactory(name="Kjelleren", min_staff=1))
    weather.move(session, indoors=True, by=here.leader)
    weather.move(session, indoors=False, by=here.leader)
    assert rest(clock) == 0
    weather.move(session, indoors=True, by=here.leader)
    rest(clock)
    assert told(here.kari) == ["Vakten din fredag 6. februar 12.00–14.00 er flyttet til Kjelleren."]


def test_a_change_of_the_title_is_no_news(here, clock):
    session = here.session(here.kari)
    sessions.edit(session, by=here.leader, title="Fuglekassa i parken", note="Ta med hansker.")
    assert rest(clock) == 0


def test_a_long_list_is_cut(here, clock):
    for days in range(2, 17):
        shifts.assign(here.session(days=days), staff=here.kari)
    rest(clock)
    assert [len(told(here.kari)), told(here.kari)[-1]] == [13, "Og 3 til."]
    assert rest(clock) == 0


def test_sett_is_own_repeatable_and_knows_what_was_shown(here, clock):
    session = here.session()
    shifts.assign(session, staff=here.kari, by=here.leader)
    rest(clock)
    row = ShiftNotice.objects.unseen().get()
    shown = row.told_at
    assert shift_notices.see([row], shown_at=shown, by=here.per) == 0
    sessions.edit(session, by=here.leader, ends_at=session.ends_at + timedelta(hours=1))
    rest(clock)
    with pytest.raises(RuleBroken):
        shift_notices.see([row], shown_at=shown, by=here.kari)
    with pytest.raises(RuleBroken):
        shift_notices.see([row], shown_at=None, by=here.kari)
    row.refresh_from_db()
    clock.shift(timedelta(minutes=1))
    assert shift_notices.see([row], shown_at=row.told_at, by=here.kari) == 1
    assert shift_notices.see([row], shown_at=row.told_at, by=here.kari) == 0
    assert ShiftNotice.objects.get(pk=row.pk).seen_at == timezone.now()
    assert not ShiftNotice.objects.unseen().exists()


def test_what_is_over_is_neither_told_nor_waited_for_and_goes_in_time(here, clock):
    session = here.session(days=1)
    shifts.assign(session, staff=here.kari, by=here.leader)
    clock.shift(timedelta(days=2))
    assert [shift_notices.tell_due(), shift_notices.forget_old()] == [0, 0]
    clock.shift(timedelta(days=90))
    assert [shift_notices.forget_old(), ShiftNotice.objects.count()] == [1, 0]


def test_told_and_message_are_one_transaction(here, clock, monkeypatch):
    shifts.assign(here.session(), staff=here.kari, by=here.leader)

    def killed(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(shift_notices, "_write", killed)
        with pytest.raises(SystemExit):
            rest(clock)
    assert [Message.objects.count(), ShiftNotice.objects.get().told] == [0, "nothing"]
    assert [rest(clock), Message.objects.count()] == [1, 1]


def test_an_upgrade_tells_nobody_anything(here, clock):
    """The data step of the migration, run on what an older version left."""
    lacking = here.session(min_staff=2)
    cancelled, over = here.session(days=5, state="cancelled"), here.session(days=-2)
    draft = here.session(days=6, state="draft")
    for one in (lacking, cancelled, over, draft):
        ShiftFactory(session=one, staff=here.kari)
    availability.finding_staff.refresh(lacking)
    assert not ShiftNotice.objects.exists()
    step = import_module("activities.migrations.0002_shift_notice")
    step.count_as_told(apps, None)
    rows = ShiftNotice.objects.order_by("session", "staff").values_list("session", "staff", "told")
    assert list(rows) == [
        (lacking.pk, here.leader.pk, "nothing"),
        (lacking.pk, here.kari.pk, "put_on"),
        (cancelled.pk, here.kari.pk, "cancelled"),
    ]
    assert [rest(clock), Message.objects.count()] == [0, 0]
    assert not ShiftNotice.objects.unseen().exists()
    sessions.edit(lacking, by=here.leader, ends_at=lacking.ends_at + timedelta(hours=1))
    assert [rest(clock), len(told(here.kari))] == [1, 1]
    assert Session.objects.get(pk=draft.pk).shift_notices.count() == 0
