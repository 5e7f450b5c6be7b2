"""«Publiser uka»: what can be opened is, each colleague hears once, and a repeat does nothing."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from activities.models import RecurringSignUp, Session, ShiftNotice, SignUp
from activities.planning import series, sessions
from activities.staffing import shift_notices, shifts
from core.money import kroner
from notices.models import Message
from payouts.earnings import publishing
from payouts.models import Budget, Reservation
from tests.activities.staffing.test_shift_notices import MONDAY, Here, told
from tests.factories.accounts import TeamFactory
from tests.factories.activities import SessionFactory, with_numbers
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory

pytestmark = pytest.mark.django_db
WEEK = MONDAY.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return Here()


def press(here, monday=WEEK, by=None):
    return publishing.publish(here.team, monday=monday, by=by or here.leader)


def look(here, monday=WEEK):
    return publishing.foreseen(here.team, monday=monday, by=here.leader)


def heard(outlook):
    """Return {first name: [what they hear of]} of an outlook."""
    return {who.first_name: [one.told for one in hears] for who, hears in outlook.news}


def draft(here, *staff, **more):
    return here.session(*staff, state="draft", **more)


def states():
    return list(Session.objects.order_by("starts_at").values_list("state", flat=True))


def test_drafts_open_each_hears_once_in_one_message_and_a_repeat_does_nothing(here, clock):
    for days in (2, 3):
        draft(here, here.kari, here.per, days=days)
    draft(here, here.kari, days=9)
    moved = here.session(here.tuva, days=4)
    sessions.edit(moved, by=here.leader, ends_at=moved.ends_at + timedelta(hours=1))

    seen = look(here)
    assert heard(seen) == {"Kari": ["put_on"] * 2, "Per": ["put_on"] * 2, "Tuva": ["moved"]}
    done = press(here)

    assert [len(done.opened), done.kept, done.told, done.waiting] == [2, [], 3, 0]
    assert states() == ["published"] * 3 + ["draft"]
    assert Message.objects.filter(channel="email").count() == 3
    assert told(here.kari) == [
        "Du er satt på vakt onsdag 4. februar 12.00–14.00, Parken.",
        "Du er satt på vakt torsdag 5. februar 12.00–14.00, Parken.",
    ]
    assert told(here.tuva) == [
        "Vakten din fredag 6. februar 12.00–14.00 er flyttet til"
        " fredag 6. februar 12.00–15.00, Parken."
    ]
    again = press(here)
    assert [again.opened, again.kept, again.told, again.waiting] == [[], [], 0, 0]
    clock.shift(timedelta(minutes=10))
    assert [shift_notices.tell_due(), Message.objects.count()] == [0, 3]
    assert not look(here).does_something


def test_who_publishes_hears_nothing_of_their_own(here):
    draft(here, here.leader, here.kari)
    assert heard(look(here)) == {"Kari": ["put_on"]}
    assert press(here).told == 1
    assert told(here.leader) == []


def test_what_is_near_and_what_is_far_is_one_message_and_goes_by_sms_too(here, settings):
    settings.SMS_BACKEND = "notices.backends.console"
    draft(here, here.kari, days=0, at=20)
    draft(here, here.kari, days=5)
    press(here)
    assert len(told(here.kari)) == 2
    assert Message.objects.filter(user=here.kari, channel="email").count() == 1


def test_nobody_is_woken_and_the_press_says_who_hears_later(here, clock):
    clock.move_to(datetime(2026, 2, 2, 22, 0, tzinfo=UTC))
    draft(here, here.kari, days=1, at=12)
    draft(here, here.per, days=3)
    done = press(here)
    assert [done.told, done.waiting] == [1, 1]
    assert [told(here.kari), len(told(here.per))] == [[], 1]


def test_what_is_changed_in_another_week_goes_on_resting(here, clock):
    other = here.session(days=9)
    shifts.assign(other, staff=here.kari, by=here.leader)
    draft(here, here.kari)
    press(here)
    assert told(here.kari) == ["Du er satt på vakt fredag 6. februar 12.00–14.00, Parken."]
    clock.shift(timedelta(minutes=6))
    assert shift_notices.tell_due() == 1


def test_what_was_moved_out_of_the_week_is_told_with_it(here):
    session = here.session(here.kari)
    week = timedelta(days=7)
    sessions.edit(
        session, by=here.leader, starts_at=session.starts_at + week, ends_at=session.ends_at + week
    )
    assert heard(look(here)) == {"Kari": ["moved"]}
    assert press(here).told == 1


def test_what_lacks_staff_a_list_or_money_stays_and_is_named_with_why(here):
    RateFactory(activity=here.activity, ore=10_000)
    BudgetFactory(team=here.team, amount_ore=50_000)
    lacking = draft(here, days=2, places=1)
    rich, poor = (draft(here, here.kari, days=days, places=4) for days in (3, 4))
    out = draft(here, here.per, days=5, off_site=True, places=1)

    seen = look(here)
    assert [one.pk for one in seen.opening] == [rich.pk]
    assert [(one.session.pk, one.lacks_money) for one in seen.kept] == [
        (lacking.pk, False), (poor.pk, True), (out.pk, False),
    ]  # fmt: skip
    assert [kroner(seen.needed_ore), kroner(seen.free_ore)] == ["400\u00a0kr", "500\u00a0kr"]
    done = press(here)

    assert [[one.session.pk for one in seen.kept], [" ".join(one.why) for one in seen.kept]] == [
        [session.pk for session, _broken in done.kept],
        [broken.message for _session, broken in done.kept],
    ]
    assert states() == ["draft", "published", "draft", "draft"]
    assert Reservation.objects.count() == 1
    assert Budget.objects.get().free_ore == 10_000
    with_numbers(here.team)
    assert [one.session.pk for one in look(here).kept] == [lacking.pk, poor.pk]


def test_those_with_a_place_each_time_come_and_are_counted_once(here):
    standing = series.make(
        here.activity, team=here.team, place=here.place, starts_on=WEEK + timedelta(days=1),
        starts=time(12), minutes=60, rule="FREQ=DAILY;COUNT=2", by=here.leader,
    ).series  # fmt: skip
    person = ParticipantFactory(team=here.team)
    RecurringSignUp.objects.create(series=standing, participant=person)
    rows = list(standing.sessions.all())
    for row in rows:
        shifts.assign(row, staff=here.kari)
        shifts.assign(row, staff=here.per)
    seen = look(here)
    assert [seen.people, seen.places] == [1, 2]
    press(here)
    coming = SignUp.objects.filter(session__in=rows, participant=person, state="coming")
    assert coming.count() == 2
    assert Message.objects.filter(participant=person).count() == 0


@pytest.mark.parametrize("item_count", [1, 3])
def test_looking_costs_the_same(here, django_assert_num_queries, item_count):
    RateFactory(activity=here.activity)
    BudgetFactory(team=here.team)
    for number in range(item_count):
        draft(here, here.kari, days=2, at=10 + 2 * number)
        opened = here.session(days=4, at=10 + 2 * number)
        shifts.assign(opened, staff=here.per, by=here.leader)
        draft(here, days=5)
    with django_assert_num_queries(10):
        seen = look(here)
    assert [len(seen.opening), len(seen.kept)] == [item_count, item_count]
    assert len(seen.news[1][1]) == item_count


def test_drafts_of_other_teams_and_what_is_over_are_left_alone(here):
    other = TeamFactory()
    SessionFactory(team=other, starts_at=timezone.now() + timedelta(days=2), min_staff=1)
    draft(here, here.kari, days=0, at=6)
    seen = look(here)
    assert [seen.opening, seen.kept, seen.news] == [[], [], []]
    assert press(here).opened == []
    assert ShiftNotice.objects.count() == 0


@pytest.mark.both
def test_several_who_publish_at_once_open_once_and_nobody_hears_twice(race):
    result = race.run("tests.payouts.racers.same_week", processes=4)
    assert [one for one in result["acts"] if "error" in one] == []
    opened = sorted(one["value"] for one in result["acts"])
    assert opened == [[0, 0], [0, 0], [0, 0], [3, 2]]
    assert result["look"] == {"open": 3, "messages": [1, 1], "reserved": 3}
