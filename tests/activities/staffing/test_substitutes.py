"""Substitutes across teams: both leaders, each one's own yes, and what they work and see."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, Role, Substitute, SubstituteAgreement
from activities.models import CoverAsk, OverLimit, Session, Shift
from activities.planning import moves
from activities.staffing import (
    asking,
    availability,
    candidates,
    colleagues,
    cover,
    cover_asks,
    over_limits,
    shift_notices,
    shifts,
)
from activities.staffing import substitutes as pool
from core.errors import RuleBroken
from notices.models import Message, Task
from tests.activities.staffing.team_of_four import TeamOfFour
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import SessionFactory, ShiftFactory
from tests.factories.substitutes import agreement, willing

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
Ended = CoverAsk.Ended


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return TeamOfFour()


def shift_of(staff, *, team, hours=3, length=2, **more):
    starts = timezone.now() + timedelta(hours=hours)
    session = SessionFactory(
        team=team, published=True, starts_at=starts, ends_at=starts + timedelta(hours=length),
        **{"min_staff": 1} | more,
    )  # fmt: skip
    return ShiftFactory(session=session, staff=staff, part=Shift.Part.LEAD)


def who(session):
    return list(session.shifts.values_list("staff", "lent_by").order_by("pk"))


def told(user):
    return list(Message.objects.filter(user=user, channel="email").values_list("key", flat=True))


def in_a_month():
    return timezone.localdate() + timedelta(days=30)


# --- Two leaders agree --------------------------------------------------------------------
def test_it_holds_when_the_other_teams_leader_has_said_yes(here):
    lends = TeamFactory()
    theirs = MembershipFactory(team=lends, role=Role.LEADER).user
    made = pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader)
    assert pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader) == made
    [task] = Task.objects.open().about(made)
    assert (task.team, task.assigned_to) == (lends, theirs)
    assert not SubstituteAgreement.objects.in_force().exists()
    for wrong in (here.leader, here.kari, MembershipFactory(team=lends).user):
        with pytest.raises(RuleBroken, match="En leder i"):
            pool.answer(made, yes=True, by=wrong)
    for _twice in range(2):
        made = pool.answer(made, yes=True, by=theirs)
    assert (made.asked_by, made.agreed_by, made.agreed_at) == (here.leader, theirs, MONDAY)
    assert list(SubstituteAgreement.objects.in_force()) == [made]
    assert not Task.objects.open().about(made).exists()
    assert told(here.leader) == [f"substitutes:{made.pk}:yes:{here.leader.pk}"]


def test_a_no_ends_it_and_they_may_ask_again(here):
    lends = TeamFactory()
    theirs = MembershipFactory(team=lends, role=Role.LEADER).user
    made = pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader)
    made = pool.answer(made, yes=False, by=theirs)
    assert (made.ended_by, made.agreed_at) == (theirs, None)
    with pytest.raises(RuleBroken, match="avsluttet"):
        pool.answer(made, yes=True, by=theirs)
    again = pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader)
    assert again != made


def test_who_leads_both_teams_never_answers_themselves(here):
    lends = MembershipFactory(user=here.leader, role=Role.LEADER).team
    with pytest.raises(RuleBroken, match="Du er eneste leder"):
        pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader)
    MembershipFactory(team=lends, role=Role.LEADER)
    made = pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader)
    with pytest.raises(RuleBroken, match="Du leder begge team"):
        pool.answer(made, yes=True, by=here.leader)


@pytest.mark.parametrize("days", [-1, 367])
def test_the_last_day_is_within_a_year(here, days):
    lends = MembershipFactory(role=Role.LEADER).team
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(RuleBroken, match="et år"):
        pool.ask(here.team, lends=lends, until=until, by=here.leader)


def test_the_database_keeps_what_two_leaders_are(here):
    made = agreement(here.team)
    for wrong in (
        {"agreed_by": made.asked_by}, {"agreed_at": None}, {"agreed_by": None},
        {"lends": here.team}, {"ended_by": here.leader},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            SubstituteAgreement.objects.filter(pk=made.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubstituteAgreement.objects.create(
            borrows=here.team, lends=made.lends, until=in_a_month(), asked_by=here.leader
        )


def test_either_leader_ends_it_and_who_was_asked_is_asked_no_more(here):
    one = willing(here.team)
    shift = shift_of(here.kari, team=here.team)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    with pytest.raises(RuleBroken, match="En leder i et av teamene"):
        pool.end(one.agreement, by=here.kari)
    for _twice in range(2):
        pool.end(one.agreement, by=one.agreement.agreed_by)
    ask.refresh_from_db()
    assert (ask.ended, told(one.staff)[1:]) == (Ended.NOT_NEEDED, [f"cover-over:{ask.pk}"])
    key = f"substitutes:{one.agreement_id}:ended:{one.agreement.asked_by_id}"
    assert told(one.agreement.asked_by)[-1] == key
    assert pool.lender(one.staff, team=here.team) is None


def test_it_ends_by_itself_after_its_last_day_and_is_forgotten(here, clock):
    one = willing(here.team)
    assert pool.lender(one.staff, team=here.team) == one.agreement.lends
    clock.shift(timedelta(days=31))
    assert pool.lender(one.staff, team=here.team) is None
    again = agreement(here.team, lends=one.agreement.lends)
    clock.shift(timedelta(days=89))
    assert (pool.forget_old(), SubstituteAgreement.objects.count()) == (0, 2)
    clock.shift(timedelta(days=2))
    pool.forget_old()
    assert list(SubstituteAgreement.objects.all()) == [again]


# --- Each says yes for themselves ---------------------------------------------------------
def test_only_who_said_yes_is_asked_and_a_no_ends_it(here):
    one = willing(here.team)
    other = MembershipFactory(team=one.agreement.lends).user
    shift = shift_of(here.kari, team=here.team)
    with pytest.raises(RuleBroken, match="Velg noen som jobber i teamet"):
        asking.ask(shift, staff=[other], by=here.kari)
    with pytest.raises(RuleBroken, match="Bare de som jobber i"):
        pool.set_willing(one.agreement, staff=here.per, is_willing=True)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    for _twice in range(2):
        pool.set_willing(one.agreement, staff=one.staff, is_willing=False)
    ask.refresh_from_db()
    assert (ask.ended, ask.said_yes, len(told(one.staff))) == (Ended.NOT_NEEDED, False, 1)
    with pytest.raises(RuleBroken):
        asking.answer(ask, yes=True)
    pool.set_willing(one.agreement, staff=one.staff, is_willing=True)
    assert Substitute.objects.willing().get() == one


def test_a_leader_puts_no_substitute_on_without_their_yes(here):
    one = willing(here.team)
    session = shift_of(here.kari, team=here.team, min_staff=2).session
    for act in (shifts.assign, cover.put_on, cover.fill):
        with pytest.raises(RuleBroken, match="Velg noen som jobber i teamet"):
            act(session, staff=one.staff, by=here.leader)
    shift = session.shifts.get()
    with pytest.raises(RuleBroken, match="Velg noen som jobber i teamet"):
        cover.take_over(shift, staff=one.staff, by=here.leader)


# --- Covering -----------------------------------------------------------------------------
def test_substitutes_stand_after_the_team_with_their_team_and_only_who_can(here):
    one, busy, away = (willing(here.team) for _number in range(3))
    shift = shift_of(here.kari, team=here.team)
    shift_of(busy.staff, team=busy.agreement.lends)
    availability.add_absence(
        away.agreement.lends, staff=away.staff, first_day=timezone.localdate(),
        last_day=timezone.localdate(), deputy=None,
    )  # fmt: skip
    found = candidates.substitutes(shift.session, instead_of=shift)
    assert [(one.staff, one.lent_by, one.reasons[0]) for one in found] == [
        (one.staff, one.agreement.lends, f"vikar fra {one.agreement.lends}")
    ]
    assert one.staff not in {each.staff for each in candidates.of(shift.session)}


def test_the_first_yes_gets_it_as_lent(here):
    one = willing(here.team)
    shift = shift_of(here.kari, team=here.team)
    asks = asking.ask(shift, staff=[here.per, one.staff], by=here.kari)
    lent = next(each for each in asks if each.staff == one.staff)
    assert lent.lent_by == one.agreement.lends
    for _twice in range(2):
        asking.answer(lent, yes=True)
    assert who(shift.session) == [(one.staff.pk, one.agreement.lends_id)]
    assert shift.session.missing_staff == 0
    assert told(here.per)[1:] == [f"cover-over:{asks[0].pk}"]


def test_a_gap_is_asked_about_and_filled_once(here):
    one = willing(here.team)
    session = shift_of(here.kari, team=here.team, min_staff=2).session
    asks = asking.ask_for_gap(session, staff=[here.per, one.staff], by=here.leader)
    assert asking.ask_for_gap(session, staff=[one.staff], by=here.leader) == []
    asking.answer(asks[1], yes=True)
    with pytest.raises(RuleBroken, match="Vakten er tatt"):
        asking.answer(asks[0], yes=True)
    assert who(session)[1:] == [(one.staff.pk, one.agreement.lends_id)]
    with pytest.raises(RuleBroken, match="mangler ingen"):
        asking.ask_for_gap(session, staff=[here.tuva], by=here.leader)


def test_rest_counts_over_both_teams_and_the_team_that_asks_decides(here):
    one = willing(here.team)
    shift_of(one.staff, team=one.agreement.lends, hours=11)  # until late
    shift = shift_of(here.kari, team=here.team, hours=21)
    [found] = candidates.substitutes(shift.session, instead_of=shift)
    assert [each.code for each in found.passes] == ["daily_rest"]
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    ask = asking.answer(ask, yes=True)
    assert (ask.past_limit, who(shift.session)) == (True, [(here.kari.pk, None)])
    with pytest.raises(RuleBroken):
        asking.decide(ask, yes=True, by=one.agreement.agreed_by, reason="Vi må.")
    asking.decide(ask, yes=True, by=here.leader, reason="Vi må.")
    assert who(shift.session) == [(one.staff.pk, one.agreement.lends_id)]


def test_a_substitute_hears_of_a_move_and_of_being_taken_off(here, clock):
    one = willing(here.team)
    shift = shift_of(here.kari, team=here.team, hours=50)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    asking.answer(ask, yes=True)
    session = Session.objects.get(pk=shift.session_id)
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at + timedelta(hours=1),
        ends_at=session.ends_at + timedelta(hours=1),
    )
    shift_notices.note(session, by=here.leader)
    clock.shift(timedelta(hours=1))
    shift_notices.tell_due()
    [moved] = Message.objects.filter(user=one.staff, channel="email", key__startswith="shifts:")
    assert "er flyttet til" in moved.body
    cover.take_off(session.shifts.get(staff=one.staff), by=here.leader)
    clock.shift(timedelta(hours=1))
    shift_notices.tell_due()
    last = Message.objects.filter(user=one.staff, channel="email").latest("pk")
    assert "Du har ikke lenger vakt" in last.body


def test_who_leaves_the_team_that_lends_works_and_sees_it_no_more(here):
    one = willing(here.team)
    shift = shift_of(here.kari, team=here.team)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    asking.answer(ask, yes=True)
    assert Shift.objects.lent_to(one.staff).working().count() == 1
    one.staff.memberships.update(ended_at=timezone.now())
    assert not Shift.objects.lent_to(one.staff).exists()
    assert not Shift.objects.working().filter(staff=one.staff).exists()
    assert shift.session.missing_staff == 1


def test_the_session_is_seen_until_a_day_after_it_is_over(here, clock):
    one = willing(here.team)
    shift = shift_of(here.kari, team=here.team)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    assert not Shift.objects.lent_to(one.staff).exists()
    asking.answer(ask, yes=True)
    clock.shift(timedelta(hours=5 + 24, seconds=-1))
    assert Shift.objects.lent_to(one.staff).exists()
    clock.shift(timedelta(seconds=1))
    assert not Shift.objects.lent_to(one.staff).exists()


@pytest.mark.both
def test_two_substitutes_of_two_teams_say_yes_at_once_and_one_gets_it(race: Any) -> None:
    result = race.run("tests.activities.racers.same_pool", processes=2)
    assert [one.get("error") for one in result["acts"]] == [None] * 2
    said = sorted(one["value"] for one in result["acts"])
    assert said == ["Vakten er tatt, takk likevel.", "has it"]
    look = result["look"]
    assert (look["shifts"], look["got_it"], look["is_lent"]) == (1, 1, True)
    assert look["told_over"] == look["others"]


# --- A tired colleague's yes --------------------------------------------------------------
@pytest.fixture
def tired(here):
    """Per, who works until late, is asked to take Kari's shift early next day."""
    shift_of(here.per, team=here.team, hours=11)
    shift = shift_of(here.kari, team=here.team, hours=21)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    return shift, asking.answer(per, yes=True), tuva


def test_it_waits_for_a_leader_who_gives_it_with_a_reason(here, tired):
    shift, per, tuva = tired
    assert (per.said_yes, per.past_limit, per.closed_at) == (True, True, None)
    [task] = Task.objects.open().about(per)
    assert task.assigned_to == here.leader
    assert "lite hvile" in task.text
    with pytest.raises(RuleBroken, match="Skriv hvorfor"):
        asking.decide(per, yes=True, by=here.leader)
    for _twice in range(2):
        asking.decide(per, yes=True, by=here.leader, reason="Ingen andre.")
    assert who(shift.session) == [(here.per.pk, None)]
    assert OverLimit.objects.get(shift__session=shift.session).reason == "Ingen andre."
    tuva.refresh_from_db()
    assert tuva.ended == Ended.TAKEN
    assert not Task.objects.open().about(per).exists()


def test_a_leader_thanks_no_and_they_hear_once(here, tired):
    shift, per, _tuva = tired
    for _twice in range(2):
        asking.decide(per, yes=False, by=here.leader)
    said = Message.objects.get(
        user=here.per, channel="email", key=f"cover-no:{per.pk}:{here.per.pk}"
    )
    assert said.body.startswith("Lederen takker nei til vakten")
    assert who(shift.session) == [(here.kari.pk, None)]


def test_a_rested_colleague_goes_first_and_both_hear(here, tired):
    shift, per, tuva = tired
    asking.answer(tuva, yes=True)
    assert who(shift.session) == [(here.tuva.pk, None)]
    per.refresh_from_db()
    assert (per.ended, told(here.per)[1:]) == (Ended.TAKEN, [f"cover-over:{per.pk}"])
    assert not Task.objects.open().about(per).exists()
    with pytest.raises(RuleBroken, match="En annen har fått vakten"):
        asking.decide(per, yes=True, by=here.leader, reason="For sent.")


def test_it_is_given_by_itself_when_no_limit_is_passed_any_more(here, tired):
    shift, per, _tuva = tired
    assert asking.give_what_waits() == 0
    Session.objects.exclude(pk=shift.session_id).update(state=Session.State.CANCELLED)
    assert [asking.give_what_waits() for _time in range(2)] == [1, 0]
    assert who(shift.session) == [(here.per.pk, None)]
    assert (shift_notices.tell_due(), told(here.per)[1:]) == (0, [f"cover-given:{per.pk}"])


def test_an_open_shift_that_is_too_much_waits_too(here):
    shift_of(here.per, team=here.team, hours=11)
    session = shift_of(here.kari, team=here.team, hours=21, min_staff=2).session
    for _twice in range(2):
        ask = asking.take(session, staff=here.per, part=Shift.Part.SECOND)
    assert isinstance(ask, CoverAsk)
    assert (CoverAsk.objects.count(), ask.instead_of, ask.past_limit) == (1, None, True)
    assert isinstance(asking.take(session, staff=here.tuva, part=Shift.Part.SECOND), Shift)
    ask.refresh_from_db()
    assert (ask.ended, told(here.per)) == (Ended.TAKEN, [f"cover-over:{ask.pk}"])


def test_the_database_keeps_a_yes_past_a_limit_a_yes(here, tired):
    _shift, per, _tuva = tired
    with pytest.raises(IntegrityError), transaction.atomic():
        CoverAsk.objects.filter(pk=per.pk).update(said_yes=False)


# --- What follows ------------------------------------------------------------------------
@pytest.fixture
def lent(here):
    """Return a substitute, and the shift that they said yes to."""
    one, shift = willing(here.team), shift_of(here.kari, team=here.team, hours=30)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    asking.answer(ask, yes=True)
    return one, Shift.objects.get(session=shift.session)


def by_the_command(user, *, team, by):
    call_command(
        "invite", user.email, team=team.slug, role=Role.WORKER, name=str(user), stdout=StringIO()
    )


def by_a_leader(user, *, team, by):
    colleagues.set_roles(user, team=team, roles=[Role.WORKER], by=by)


def by_a_letter(user, *, team, by):
    colleagues.invite(user.email, name=str(user), team=team, role=Role.WORKER, by=by)


@pytest.mark.parametrize("hire", [by_a_leader, by_a_letter, by_the_command])
def test_who_is_hired_by_the_team_is_lent_to_it_no_more(here, lent, hire):
    one, shift = lent
    over = shift_of(one.staff, team=here.team, hours=-30)
    Shift.objects.filter(pk=over.pk).update(lent_by=one.agreement.lends)
    other = shift_of(here.per, team=here.team, hours=60)
    [ask] = asking.ask(other, staff=[one.staff], by=here.per)
    hire(one.staff, team=here.team, by=here.leader)
    Membership.objects.filter(team=one.agreement.lends, user=one.staff).update(
        ended_at=timezone.now()
    )
    assert who(shift.session) == [(one.staff.pk, None)]
    assert who(over.session) == [(one.staff.pk, one.agreement.lends_id)]
    assert Shift.objects.working().filter(pk=shift.pk).exists()
    ask.refresh_from_db()
    assert asking.why_gone(ask) == ""
    asking.answer(ask, yes=True)
    assert who(other.session) == [(one.staff.pk, None)]


def test_nobody_is_asked_twice_about_one_session_whichever_place(here):
    shift = shift_of(here.kari, team=here.team, hours=30, min_staff=3)
    assert len(asking.ask(shift, staff=[here.per], by=here.kari)) == 1
    assert asking.ask_for_gap(shift.session, staff=[here.per], by=here.leader) == []
    [ask] = asking.ask_for_gap(shift.session, staff=[here.tuva], by=here.leader)
    asking.answer(ask, yes=False)
    assert asking.ask(shift, staff=[here.tuva], by=here.kari) == []
    theirs = shift_of(here.tuva, team=here.team, hours=60)
    swap = asking.ask(shift, staff=[here.tuva], by=here.kari, in_return=theirs.session)
    assert len(swap) == 1


def test_the_asking_ends_when_fewer_are_enough_or_nobody_has_agreed(here, clock):
    one = willing(here.team)
    gap = shift_of(here.kari, team=here.team, hours=30, min_staff=2).session
    still = shift_of(here.kari, team=here.team, hours=60, min_staff=2).session
    [here_ask] = asking.ask_for_gap(gap, staff=[here.per], by=here.leader)
    own, lent_ask = asking.ask_for_gap(still, staff=[here.per, one.staff], by=here.leader)
    assert cover_asks.close_unneeded() == 0
    Session.objects.filter(pk=gap.pk).update(min_staff=1)
    SubstituteAgreement.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert [cover_asks.close_unneeded() for _time in range(2)] == [2, 0]
    rows = CoverAsk.objects.in_bulk([here_ask.pk, own.pk, lent_ask.pk])
    ended = [rows[one.pk].ended for one in (here_ask, own, lent_ask)]
    assert ended == [Ended.NOT_NEEDED, Ended.OPEN, Ended.NOT_NEEDED]
    assert f"cover-over:{lent_ask.pk}" in told(one.staff)


def test_a_leader_reads_words_of_their_own_about_what_is_gone(here, tired):
    shift, per, _tuva = tired
    Shift.objects.filter(pk=shift.pk).delete()
    with pytest.raises(RuleBroken, match="Per kan ikke få vakten lenger"):
        asking.decide(per, yes=True, by=here.leader, reason="Ingen andre kan.")


def test_what_a_lent_shift_passes_is_seen_where_it_is_worked_and_by_its_rules(here):
    one = willing(here.team)
    home = shift_of(one.staff, team=one.agreement.lends, hours=8)
    shift = shift_of(here.kari, team=here.team, hours=18)
    [ask] = asking.ask(shift, staff=[one.staff], by=here.kari)
    asking.answer(ask, yes=True)
    asking.decide(ask, yes=True, by=here.leader, reason="Ingen andre kan.")
    monday = timezone.localdate()
    [found] = over_limits.ahead([here.team], monday=monday, weeks=1)
    lent = Shift.objects.get(session=shift.session)
    assert (found.staff, found.team, found.shift) == (one.staff, here.team, lent)
    assert [said.reason for said in found.reasons] == ["Ingen andre kan."]
    assert over_limits.ahead([one.agreement.lends], monday=monday, weeks=1) == []
    both = over_limits.ahead([one.agreement.lends, here.team], monday=monday, weeks=1)
    assert [(row.team, row.shift) for row in both] == [(here.team, lent)]
    assert home.lent_by is None


def test_a_move_foresees_what_it_does_to_a_substitute(here, lent):
    one, shift = lent
    session = shift.session
    shift_of(one.staff, team=one.agreement.lends, hours=50)
    there = moves.moved(
        session, starts_at=MONDAY + timedelta(hours=50, minutes=30),
        ends_at=MONDAY + timedelta(hours=52), place=session.place,
    )  # fmt: skip
    [foreseen] = moves.foreseen(session, options=[there])
    assert "Da er det 0 av 1 ansatte." in foreseen.sentences


def test_leaders_of_today_hear_of_it_but_never_who_did_it(here):
    lends = TeamFactory()
    theirs = MembershipFactory(team=lends, role=Role.LEADER).user
    before = MembershipFactory(team=here.team, role=Role.LEADER).user
    made = pool.ask(here.team, lends=lends, until=in_a_month(), by=before)
    Membership.objects.filter(user=before).update(ended_at=timezone.now())
    pool.answer(made, yes=True, by=theirs)
    assert (told(before), told(theirs)) == ([], [])
    assert told(here.leader) == [f"substitutes:{made.pk}:yes:{here.leader.pk}"]
    pool.end(made, by=here.leader)
    assert told(theirs) == [f"substitutes:{made.pk}:ended:{theirs.pk}"]


def test_only_a_leader_is_asked_to_answer(here):
    lends = TeamFactory()
    theirs = MembershipFactory(team=lends, role=Role.LEADER).user
    MembershipFactory(team=lends)
    made = pool.ask(here.team, lends=lends, until=in_a_month(), by=here.leader)
    availability.add_absence(
        lends, staff=theirs, first_day=timezone.localdate(), last_day=timezone.localdate(),
        deputy=None, is_at_once=True,
    )  # fmt: skip
    assert pool.who_answers(made) == theirs
    second = MembershipFactory(team=lends, role=Role.LEADER).user
    assert pool.who_answers(made) == second
