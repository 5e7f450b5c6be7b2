"""Asking for cover: the first yes gets the shift, and nobody is asked or told twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from activities.models import CoverAsk, Session, Shift
from activities.planning import sessions
from activities.staffing import asking, availability, cover, cover_asks, ill, shift_notices, shifts
from activities.taking_part import signups
from core.errors import RuleBroken
from notices.encrypted_text import unseal
from notices.models import Message, Task
from tests.activities.staffing.team_of_four import TeamOfFour
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory, ShiftFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
"""Ten o'clock in Oslo."""
Ended = CoverAsk.Ended


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


class Here(TeamOfFour):
    """The team, and its sessions."""

    def shift(self, staff, *, hours=3, **more):
        starts = timezone.now() + timedelta(hours=hours)
        session = SessionFactory(
            team=self.team, activity=self.activity, place=self.place, min_staff=1,
            starts_at=starts, ends_at=starts + timedelta(hours=2), published=True, **more,
        )  # fmt: skip
        return ShiftFactory(session=session, staff=staff, part=Shift.Part.LEAD)


@pytest.fixture
def here():
    return Here()


def who(shift):
    return list(Shift.objects.filter(session=shift.session).values_list("staff", "part"))


def told(user):
    """Return the e-mails of `user`, in order, as they can be read."""
    rows = Message.objects.filter(user=user, channel="email").order_by("pk")
    return [unseal(one.body) if one.is_letter else one.body for one in rows]


def ended(*asks):
    return [CoverAsk.objects.get(pk=one.pk).ended for one in asks]


def with_rule(team):
    asking.set_rule(team, cover_needs_leader=True)


# --- Asking -------------------------------------------------------------------------------
def test_the_message_says_when_and_where_and_its_link_alone_finds_the_ask(here):
    shift = here.shift(here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    (said,) = told(here.per)
    token = said.rpartition("/staff/svar/")[2].strip("/")
    assert said.startswith(
        "Kan du ta en vakt mandag 2. februar 13.00–15.00, Parken? Svar her: http"
    )
    assert cover_asks.find(token) == ask
    assert token not in Message.objects.get(user=here.per, channel="email").body
    assert [cover_asks.find(one) for one in ("", "0" * 32, token[:-1], token * 9)] == [None] * 4
    assert not {"Kari", "Fuglekassa", "syk"} & set(said.replace(".", " ").split())


def test_under_a_day_an_sms_goes_too_and_at_night_for_what_is_near_alone(here, clock):
    shift, later = here.shift(here.kari), here.shift(here.kari, hours=30)
    asking.ask(shift, staff=[here.per], by=here.kari)
    asking.ask(later, staff=[here.tuva], by=here.kari)
    clock.move_to(datetime(2026, 2, 2, 22, 30, tzinfo=UTC))
    asking.ask(here.shift(here.kari, hours=13), staff=[here.leader], by=here.kari)
    sent = Message.objects.filter(channel="sms").values_list("user", flat=True)
    assert list(sent) == [here.per.pk]


def test_nobody_is_asked_twice_for_the_same_shift_nor_after_a_no(here):
    shift = here.shift(here.kari)
    (first,) = asking.ask(shift, staff=[here.per], by=here.kari)
    assert asking.ask(shift, staff=[here.per], by=here.leader) == []
    asking.answer(first, yes=False)
    assert asking.ask(shift, staff=[here.per], by=here.leader) == []
    assert len(told(here.per)) == 1
    asking.withdraw(shift)  # the need is over, and comes anew
    assert len(asking.ask(shift, staff=[here.per], by=here.leader)) == 1


@pytest.mark.parametrize("what", ["stranger", "self", "draft", "over", "gone", "nobody"])
def test_what_cannot_be_asked_is_a_sentence(here, what):
    shift = here.shift(here.kari)
    staff = {"stranger": [MembershipFactory().user], "self": [here.kari], "nobody": []}
    if what == "draft":
        Session.objects.update(state=Session.State.DRAFT)
    elif what == "over":
        Session.objects.update(
            starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now()
        )
    elif what == "gone":
        Shift.objects.all().delete()
    with pytest.raises(RuleBroken):
        asking.ask(shift, staff=staff.get(what, [here.per]), by=here.kari)
    assert CoverAsk.objects.count() == 0
    assert Message.objects.count() == 0


# --- Answering ----------------------------------------------------------------------------
def test_the_first_yes_gets_it_and_who_had_not_answered_hears_once_that_it_is_taken(here):
    shift = here.shift(here.kari)
    asks = asking.ask(shift, staff=[here.per, here.tuva, here.leader], by=here.kari)
    per, tuva, leader = sorted(
        asks, key=lambda one: [here.per, here.tuva, here.leader].index(one.staff)
    )
    asking.answer(leader, yes=False)
    for _time in range(2):
        asking.answer(per, yes=True)
    for _time in range(2):
        with pytest.raises(RuleBroken, match="Vakten er tatt, takk likevel"):
            asking.answer(tuva, yes=True)
    assert who(shift) == [(here.per.pk, "lead")]
    assert ended(per, tuva, leader) == [Ended.GOT_IT, Ended.TAKEN, Ended.TAKEN]
    assert told(here.tuva)[1:] == [
        "Vakten mandag 2. februar 13.00–15.00 er tatt. Takk likevel. Du trenger ikke svare."
    ]
    assert [len(told(one)) for one in (here.per, here.leader)] == [1, 1]


def test_a_no_can_become_a_yes_while_nobody_has_taken_it(here):
    shift = here.shift(here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    asking.answer(ask, yes=False)
    assert who(shift) == [(here.kari.pk, "lead")]
    asking.answer(ask, yes=True)
    assert who(shift) == [(here.per.pk, "lead")]


def test_who_cannot_gets_a_sentence_and_nothing_is_answered(here):
    shift = here.shift(here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    here.shift(here.per)
    with pytest.raises(RuleBroken, match="Per er på Fuglekassa da"):
        asking.answer(ask, yes=True)
    ask.refresh_from_db()
    assert (ask.said_yes, ask.ended, who(shift)) == (None, Ended.OPEN, [(here.kari.pk, "lead")])


@pytest.mark.parametrize("way", ["swapped on the board", "taken off", "cancelled", "over", "kept"])
def test_a_yes_to_what_is_gone_is_a_sentence(here, clock, way):
    shift = here.shift(here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    if way == "swapped on the board":
        cover.take_over(shift, staff=here.tuva, by=here.leader)
    elif way == "taken off":
        shifts.unassign(shift, by=here.leader)
    elif way == "cancelled":
        Session.objects.update(state=Session.State.CANCELLED)
    elif way == "over":
        clock.shift(timedelta(hours=6))
    else:
        asking.withdraw(shift)
    before = who(shift)
    sentences = {
        "swapped on the board": "Vakten er tatt", "over": "Vakten er over",
    }  # fmt: skip
    with pytest.raises(RuleBroken, match=sentences.get(way, "Vakten trenger ingen likevel")):
        asking.answer(ask, yes=True)
    assert who(shift) == before
    assert len(told(here.per)) == (1 if way in ("cancelled", "over") else 2)


def test_participants_hear_nothing_of_it(here):
    shift = here.shift(here.kari)
    person = ParticipantFactory(
        team=here.team, primary_contact=here.kari, channel="email", email="ola@reir.example"
    )
    signups.join(shift.session, participant=person)
    heard = Message.objects.filter(participant=person).count()
    ill.report(here.kari, by=here.kari)
    asks = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    asking.answer(asks[0], yes=True)
    shift_notices.tell_due()
    shift.session.refresh_from_db()
    assert Message.objects.filter(participant=person).count() == heard
    assert Task.objects.filter(participant=person).count() == 0
    assert shift.session.state == Session.State.PUBLISHED


def test_who_gets_it_by_phone_is_not_told_that_it_is_taken(here):
    shift = here.shift(here.kari)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    cover.take_over(shift, staff=here.per, by=here.leader)
    assert ended(per, tuva) == [Ended.GOT_IT, Ended.TAKEN]
    assert [len(told(one)) for one in (here.per, here.tuva)] == [1, 2]


def test_who_fills_the_gap_of_who_is_away_ends_the_asking(here):
    shift = here.shift(here.kari)
    ill.report(here.kari, by=here.kari)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    cover.fill(shift.session, staff=here.per, by=here.per)
    assert ended(per, tuva) == [Ended.GOT_IT, Ended.TAKEN]
    assert [len(told(one)) for one in (here.per, here.tuva)] == [1, 2]
    with pytest.raises(RuleBroken, match="Vakten er tatt"):
        asking.answer(tuva, yes=True)


def test_while_more_are_lacking_the_asking_goes_on_but_not_of_who_came(here):
    shift = here.shift(here.kari)
    Session.objects.update(min_staff=2)
    ill.report(here.kari, by=here.kari)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    cover.fill(shift.session, staff=here.per, by=here.per)
    assert ended(per, tuva) == [Ended.GOT_IT, Ended.OPEN]


# --- Coming back --------------------------------------------------------------------------
def test_who_comes_back_is_asked_for_no_more_whichever_door(here):
    shift, tomorrow = here.shift(here.kari), here.shift(here.kari, hours=26)
    (away,) = ill.report(here.kari, by=here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    (other,) = asking.ask(tomorrow, staff=[here.per], by=here.kari)
    availability.remove_absence(away)
    assert ended(ask, other) == [Ended.NOT_NEEDED, Ended.OPEN]
    assert told(here.per)[-1].startswith("Vi trenger ikke noen mandag 2. februar 13.00–15.00")
    assert asking.ask(shift, staff=[here.per], by=here.kari)  # another time, another need


# --- Swaps and the leader's yes -----------------------------------------------------------
@pytest.mark.parametrize("hours", [50, 3], ids=["another day", "at the same time"])
def test_a_swap_changes_both_and_tells_who_did_not_press(here, hours):
    mine, theirs = here.shift(here.kari), here.shift(here.per, hours=hours)
    for shift in (mine, theirs):
        shift_notices.note(shift.session, by=shift.staff, about=shift.staff)
    (ask,) = asking.ask(mine, staff=[here.per], by=here.kari, in_return=theirs.session)
    for _time in range(2):
        asking.answer(ask, yes=True)
    assert (who(mine), who(theirs)) == ([(here.per.pk, "lead")], [(here.kari.pk, "lead")])
    Message.objects.all().delete()
    shift_notices.tell_due()
    assert set(Message.objects.values_list("user", flat=True)) == {here.kari.pk}


def test_who_said_no_to_a_shift_can_be_asked_to_swap_it_once(here):
    mine, theirs = here.shift(here.kari), here.shift(here.per, hours=50)
    (ask,) = asking.ask(mine, staff=[here.per], by=here.kari)
    asking.answer(ask, yes=False)
    swap = {"staff": [here.per], "by": here.kari, "in_return": theirs.session}
    (proposed,) = asking.ask(mine, **swap)
    asking.answer(proposed, yes=False)
    assert asking.ask(mine, **swap) == []
    assert ended(ask, proposed) == [Ended.NOT_NEEDED, Ended.OPEN]
    assert len(told(here.per)) == 2


def test_a_swap_of_what_they_have_no_more_changes_nothing(here):
    mine, theirs = here.shift(here.kari), here.shift(here.per, hours=50)
    (ask,) = asking.ask(mine, staff=[here.per], by=here.kari, in_return=theirs.session)
    cover.take_over(theirs, staff=here.tuva, by=here.leader)
    with pytest.raises(RuleBroken, match="Byttet gjelder ikke lenger"):
        asking.answer(ask, yes=True)
    assert who(mine) == [(here.kari.pk, "lead")]


def test_nobody_is_asked_to_come_where_they_are(here):
    mine, theirs = here.shift(here.kari), here.shift(here.per, hours=50)
    ShiftFactory(session=mine.session, staff=here.per)
    said = "Per er på Fuglekassa alt. Velg noen andre."
    with pytest.raises(RuleBroken, match=said):
        asking.ask(mine, staff=[here.per], by=here.kari)
    with pytest.raises(RuleBroken, match=said):
        asking.ask(mine, staff=[here.per], by=here.kari, in_return=theirs.session)
    Session.objects.filter(pk=mine.session_id).update(min_staff=3)
    with pytest.raises(RuleBroken, match="Kari, Per er på Fuglekassa alt"):
        asking.ask_for_gap(mine.session, staff=[here.per, here.kari], by=here.leader)
    tuvas = here.shift(here.tuva, hours=60)
    ShiftFactory(session=tuvas.session, staff=here.kari)
    with pytest.raises(RuleBroken, match="som en kollega har nå"):
        asking.ask(mine, staff=[here.tuva], by=here.kari, in_return=tuvas.session)
    assert (CoverAsk.objects.count(), Message.objects.count()) == (0, 0)


def test_who_is_there_already_keeps_nobody_else_from_being_asked(here):
    mine = here.shift(here.kari)
    Session.objects.update(min_staff=3)
    ShiftFactory(session=mine.session, staff=here.per)
    for_shift = asking.ask(mine, staff=[here.per, here.tuva], by=here.kari)
    for_gap = asking.ask_for_gap(mine.session, staff=[here.per, here.leader], by=here.leader)
    assert [one.staff for one in (*for_shift, *for_gap)] == [here.tuva, here.leader]


def test_a_swap_takes_nobody_from_a_session_where_both_are_by_now(here):
    mine, theirs = here.shift(here.kari), here.shift(here.per, hours=50)
    (ask,) = asking.ask(mine, staff=[here.per], by=here.kari, in_return=theirs.session)
    cover.put_on(theirs.session, staff=here.kari, by=here.leader)
    with pytest.raises(RuleBroken, match="Dere er på samme økt nå"):
        asking.answer(ask, yes=True)
    assert who(mine) == [(here.kari.pk, "lead")]
    assert who(theirs) == [(here.per.pk, "lead"), (here.kari.pk, "second")]


@pytest.mark.parametrize("said", ["before", "after"])
def test_a_swap_between_two_who_are_on_the_same_session_waits_for_no_leader(here, said):
    with_rule(here.team)
    mine, theirs = here.shift(here.kari, hours=50), here.shift(here.per, hours=74)
    (ask,) = asking.ask(mine, staff=[here.per], by=here.kari, in_return=theirs.session)
    if said == "before":
        asking.answer(ask, yes=True)
    cover.put_on(theirs.session, staff=here.kari, by=here.leader)
    ask.refresh_from_db()
    assert asking.why_gone(ask) == "Dere er på samme økt nå. Byttet gjelder ikke lenger."
    if said == "before":
        with pytest.raises(RuleBroken, match="Per kan ikke få vakten lenger"):
            asking.decide(ask, yes=True, by=here.leader)
        asking.decide(ask, yes=False, by=here.leader)
    else:
        with pytest.raises(RuleBroken, match="Dere er på samme økt nå"):
            asking.answer(ask, yes=True)
    assert not Task.objects.open().filter(waits_for=cover_asks.STATE).exists()
    assert asking.give_what_waits() == 0
    assert who(mine) == [(here.kari.pk, "lead")]


def test_where_the_leader_answers_the_yes_waits_as_a_task(here):
    with_rule(here.team)
    shift = here.shift(here.kari, hours=50)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    asking.answer(per, yes=True)
    assert who(shift) == [(here.kari.pk, "lead")]
    task = Task.objects.open().get(waits_for=cover_asks.STATE)
    assert (task.assigned_to, task.about_id) == (here.leader, per.pk)
    assert "Per vil ta vakten til Kari" in task.text
    with pytest.raises(RuleBroken, match="En annen har sagt ja, og lederen ser på det"):
        asking.answer(tuva, yes=True)
    for _time in range(2):
        asking.decide(per, yes=True, by=here.leader)
    assert who(shift) == [(here.per.pk, "lead")]
    assert ended(per, tuva) == [Ended.GOT_IT, Ended.TAKEN]
    assert not Task.objects.open().filter(waits_for=cover_asks.STATE).exists()


def test_the_leaders_no_tells_both_and_another_can_still_say_yes(here):
    with_rule(here.team)
    shift = here.shift(here.kari, hours=50)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    asking.answer(per, yes=True)
    for _time in range(2):
        asking.decide(per, yes=False, by=here.leader)
    said = "Lederen sa nei til byttet onsdag 4. februar 12.00–14.00. Alt er som før."
    assert (told(here.kari), told(here.per)[1:]) == ([said], [said])
    with pytest.raises(RuleBroken, match="Lederen sa nei"):
        asking.answer(per, yes=True)
    asking.answer(tuva, yes=True)
    assert who(shift) == [(here.kari.pk, "lead")]
    assert Task.objects.open().get(waits_for=cover_asks.STATE).about_id == tuva.pk


@pytest.mark.parametrize("which", ["theirs", "mine"])
def test_a_yes_to_what_was_moved_meanwhile_is_asked_anew(here, which):
    with_rule(here.team)
    mine, theirs = here.shift(here.kari, hours=50), here.shift(here.per, hours=74)
    (ask,) = asking.ask(mine, staff=[here.per], by=here.kari, in_return=theirs.session)
    asking.answer(ask, yes=True)
    moved = (mine if which == "mine" else theirs).session
    sessions.edit(moved, by=here.leader, ends_at=moved.ends_at + timedelta(hours=1))
    assert told(here.per)[-1].startswith("Noe er endret ved vakten du sa ja til.")
    assert not Task.objects.open().filter(waits_for=cover_asks.STATE).exists()
    with pytest.raises(RuleBroken):
        asking.decide(ask, yes=True, by=here.leader)
    asking.answer(ask, yes=True)
    asking.decide(ask, yes=True, by=here.leader)
    assert who(mine) == [(here.per.pk, "lead")]


def test_neither_of_the_two_answers_as_the_leader_nor_is_asked_to(here):
    with_rule(here.team)
    (ask,) = asking.ask(here.shift(here.kari), staff=[here.per], by=here.kari)
    asking.answer(ask, yes=True)
    for one in (here.per, here.kari):
        with pytest.raises(RuleBroken, match="La en annen svare"):
            asking.decide(ask, yes=True, by=one)
    ill.report(here.leader, by=here.leader)
    task = Task.objects.open().get(waits_for=cover_asks.STATE)
    assert task.assigned_to == here.tuva


def test_who_is_asked_hears_when_it_is_cancelled(here):
    with_rule(here.team)
    shift = here.shift(here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    asking.answer(ask, yes=True)
    sessions.cancel(shift.session, reason="Storm.", by=here.leader)
    assert ended(ask) == [Ended.NOT_NEEDED]
    assert told(here.per)[1].startswith("Vi trenger ikke noen mandag 2. februar")


@pytest.mark.parametrize("whose", ["ill", "leader's own", "leader says yes"])
def test_no_leader_is_waited_for_when_somebody_is_away_or_leads(here, whose):
    with_rule(here.team)
    shift = here.shift(here.leader if whose == "leader's own" else here.kari)
    if whose == "ill":
        ill.report(here.kari, by=here.kari)
    asked = here.leader if whose == "leader says yes" else here.per
    (ask,) = asking.ask(shift, staff=[asked], by=shift.staff)
    asking.answer(ask, yes=True)
    assert who(shift) == [(asked.pk, "lead")]


def test_a_yes_that_waits_can_be_taken_back(here):
    with_rule(here.team)
    (ask,) = asking.ask(here.shift(here.kari), staff=[here.per], by=here.kari)
    asking.answer(ask, yes=True)
    asking.answer(ask, yes=False)
    assert not Task.objects.open().filter(waits_for=cover_asks.STATE).exists()
    with pytest.raises(RuleBroken, match="trukket tilbake"):
        asking.decide(ask, yes=True, by=here.leader)


def test_a_yes_waits_for_no_leader_once_who_is_replaced_is_ill(here):
    with_rule(here.team)
    shift = here.shift(here.kari)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    asking.answer(per, yes=True)
    assert asking.give_what_waits() == 0
    ill.report(here.kari, by=here.kari)
    assert [asking.give_what_waits() for _time in range(2)] == [1, 0]
    assert who(shift) == [(here.per.pk, "lead")]
    assert ended(per, tuva) == [Ended.GOT_IT, Ended.TAKEN]
    assert not Task.objects.open().filter(waits_for=cover_asks.STATE).exists()
    words = "Du har fått vakten mandag 2. februar 13.00–15.00, Parken. Takk."
    assert told(here.per).count(words) == 1


def test_a_yes_that_cannot_be_given_waits_for_the_leader_as_before(here):
    with_rule(here.team)
    shift = here.shift(here.kari)
    (ask,) = asking.ask(shift, staff=[here.per], by=here.kari)
    asking.answer(ask, yes=True)
    here.shift(here.per)
    ill.report(here.kari, by=here.kari)
    assert asking.give_what_waits() == 0
    assert (who(shift), ended(ask)) == ([(here.kari.pk, "lead")], [Ended.OPEN])
    assert Task.objects.open().get(waits_for=cover_asks.STATE).about_id == ask.pk


def test_when_it_is_over_who_said_yes_and_never_heard_is_told_once(here, clock):
    with_rule(here.team)
    shift = here.shift(here.kari)
    per, tuva = asking.ask(shift, staff=[here.per, here.tuva], by=here.kari)
    asking.answer(per, yes=True)
    clock.shift(timedelta(hours=5) - timedelta(seconds=1))
    assert cover_asks.close_over() == 0
    clock.shift(timedelta(seconds=1))
    assert [cover_asks.close_over() for _time in range(2)] == [2, 0]
    assert ended(per, tuva) == [Ended.NOT_NEEDED, Ended.NOT_NEEDED]
    said = "Ingen rakk å svare på at du ville ta vakten mandag 2. februar 13.00–15.00."
    assert [one.startswith(said) for one in told(here.per)[1:]] == [True]
    assert len(told(here.tuva)) == 1
    late = Message.objects.filter(user=here.per, channel="sms", key__startswith="cover-over")
    assert not late.exists()


# --- Forgetting ---------------------------------------------------------------------------
def test_old_asks_are_forgotten_90_days_after_the_session(here, clock):
    asking.ask(here.shift(here.kari), staff=[here.per], by=here.kari)
    clock.shift(timedelta(days=90))
    assert cover_asks.forget_old() == 0
    clock.shift(timedelta(days=1))
    assert (cover_asks.forget_old(), CoverAsk.objects.count()) == (1, 0)


# --- Two at once --------------------------------------------------------------------------
@pytest.mark.both
def test_two_yeses_at_once_and_one_wins(race: Any) -> None:
    result = race.run("tests.activities.racers.same_cover", processes=4)

    assert [one.get("error") for one in result["acts"]] == [None] * 4
    said = sorted(one["value"] for one in result["acts"])
    assert said == ["Vakten er tatt, takk likevel."] * 3 + ["has it"]
    look = result["look"]
    assert (look["shifts"], look["got_it"], look["held_by_winner"]) == (1, 1, True)
    assert look["told_over"] == look["others"]  # each of the others once, the winner never


@pytest.mark.both
def test_ill_is_said_while_colleagues_are_asked_for_the_same_shift(race: Any) -> None:
    result = race.run("tests.activities.racers.ill_and_ask", processes=4)

    assert [one.get("error") for one in result["acts"]] == [None] * 4
    said, prepared = [one["value"] for one in result["acts"]], result["look"]["prepared"]
    assert said[:2] == [1, 1]  # the same absence twice
    assert sorted(said[2:]) == [0, 2]  # whoever came first asked both
    look, asked = result["look"], sorted(prepared["asked"])
    assert (look["away"], look["lacks"], look["tasks"]) == ([prepared["ill"]], 1, 1)
    assert (look["asked"], look["told_ask"], look["told_over"]) == (asked, asked, [])
    assert look["told_on_call"] == 1
    assert look["told_leader"] <= 1  # who noted it is not told
    assert look["taken_by"] == asked[:1]
