"""«Vikarer på tvers», asking and answering as a substitute, and the one session they see."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role, SubstituteAgreement
from activities.models import CoverAsk, Incident, OverLimit, Shift
from activities.staffing import asking, availability, ill
from activities.staffing import substitutes as pool
from activities.taking_part import signups
from notices.models import Task
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import ShiftFactory
from tests.factories.substitutes import agreement, willing
from tests.portals.shown_form import forms_of
from tests.portals.staff.cover.test_cover import link_to, send, shift, text, who
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
LIST = "staff:substitutes"


@pytest.fixture(autouse=True)
def clock():
    """Ten o'clock in Oslo on a Monday."""
    with time_machine.travel(datetime(2026, 2, 2, 9, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return scene()


def lent(here, **more):
    """Return a substitute, and the shift that they have said yes to."""
    one = willing(here.team)
    mine = shift(here, **more)
    [ask] = asking.ask(mine, staff=[one.staff], by=here.worker)
    asking.answer(ask, yes=True)
    return one, Shift.objects.get(staff=one.staff)


# --- The agreement ------------------------------------------------------------------------
def test_a_leader_asks_the_other_answers_and_a_colleague_says_yes(signed_in, here):
    leader, lends = here.colleague(Role.LEADER), TeamFactory()
    theirs = MembershipFactory(team=lends, role=Role.LEADER).user
    other = MembershipFactory(team=lends).user
    client = signed_in(leader)
    assert reverse(LIST) in client.get(reverse("staff:colleagues")).content.decode()
    page = send(
        client, reverse("staff:substitutes_ask") + f"?team={here.team.slug}",
        lends=lends.pk, until="2026-06-01",
    )  # fmt: skip
    assert f"Venter på lederen i {lends}" in text(page)
    made = SubstituteAgreement.objects.get()
    client = signed_in(theirs)
    for name in ("today", "leader"):
        assert f"{reverse(LIST)}?team={lends.slug}" in (
            client.get(reverse(f"staff:{name}")).content.decode()
        )
    answer = reverse("staff:substitutes_answer", args=[made.pk])
    assert answer in client.get(reverse(LIST)).content.decode()
    client.post(answer, {"answer": "yes"})
    page = signed_in(other).get(reverse(LIST))
    assert f"{theirs} i {lends} sa ja" in text(page)
    mine = reverse("staff:substitutes_me", args=[made.pk])
    assert mine in page.content.decode()
    signed_in(other).post(mine, {"answer": "yes"})
    assert f"Kan spørres: {other}." in text(signed_in(leader).get(reverse(LIST)))
    signed_in(other).post(mine, {"answer": "no"})
    assert "Ingen har sagt ja ennå." in text(signed_in(leader).get(reverse(LIST)))


def test_who_leads_both_is_told_so_plainly(signed_in, here):
    both, lends = here.colleague(Role.LEADER), TeamFactory()
    MembershipFactory(team=lends, user=both, role=Role.LEADER)
    MembershipFactory(team=lends, role=Role.LEADER)
    made = pool.ask(here.team, lends=lends, until=timezone.localdate() + timedelta(days=9), by=both)
    page = signed_in(both).get(f"{reverse(LIST)}?team={lends.slug}")
    assert f"{both} leder begge team." in text(page)
    assert f"så en annen leder i {lends} må svare" in text(page)
    answer = reverse("staff:substitutes_answer", args=[made.pk])
    assert answer not in page.content.decode()
    page = signed_in(both).post(answer, {"answer": "yes"}, follow=True)
    assert "Du leder begge team og spurte selv." in text(page)
    assert not SubstituteAgreement.objects.in_force().exists()


def test_it_is_ended_after_a_question(signed_in, here):
    made = agreement(here.team)
    page = send(signed_in(made.asked_by), reverse("staff:substitutes_end", args=[made.pk]))
    assert "Avtalen er avsluttet." in text(page)
    made.refresh_from_db()
    assert made.ended_by == made.asked_by


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_three_agreements_as_for_one(
    signed_in, here, number, django_assert_num_queries
):
    for _agreement in range(number):
        one = willing(here.team)
    client = signed_in(one.agreement.asked_by)
    client.get(reverse(LIST))
    with django_assert_num_queries(9):
        client.get(reverse(LIST))


# --- Asked and answered -------------------------------------------------------------------
def test_a_substitute_is_ticked_off_asked_and_answers_without_signing_in(signed_in, client, here):
    mine, one = shift(here, hours=30), willing(here.team)
    address = reverse("staff:shift_offer", args=[mine.pk])
    page = signed_in(here.worker).get(address)
    fits = [fit.candidate.staff for fit in page.context["line"].fits]
    assert fits == [one.agreement.asked_by, one.staff]  # the team's own first
    assert f"vikar fra {one.agreement.lends}" in text(page)
    signed_in(here.worker).post(address, {"ask": [f"{mine.pk}:{one.staff.pk}"]})
    page = send(client, link_to(one.staff), answer="yes")
    assert "Takk! Vakten er din." in text(page)
    assert f"Som vikar i {here.team}." in text(page)
    assert who(mine) == [one.staff.pk]


def test_signed_in_the_ask_stands_on_their_day_and_leads_to_the_session(signed_in, here):
    mine, one = shift(here), willing(here.team)
    [ask] = asking.ask(mine, staff=[one.staff], by=here.worker)
    client, address = signed_in(one.staff), reverse("staff:asked", args=[ask.pk])
    for name in ("today", "me"):
        assert address in client.get(reverse(f"staff:{name}")).content.decode()
    page = send(client, address, answer="yes")
    sheet = reverse("staff:sheet", args=[mine.session_id])
    assert sheet in page.content.decode()
    for name in ("today", "me"):
        assert sheet in client.get(reverse(f"staff:{name}")).content.decode()


def test_several_are_asked_about_a_gap(signed_in, here):
    gap, one = shift(here, hours=30, min_staff=2), willing(here.team)
    other = here.colleague()
    client, address = signed_in(here.worker), reverse("staff:gap_ask", args=[gap.session_id])
    fill = client.get(reverse("staff:shift_fill", args=[gap.session_id])).content.decode()
    assert address in fill
    page = client.get(address)
    fits = [fit.candidate.staff for fit in page.context["line"].fits]
    assert fits == [one.agreement.asked_by, other, one.staff]
    page = client.post(address, {"ask": [f"0:{other.pk}", f"0:{one.staff.pk}"]}, follow=True)
    assert "2 kolleger er spurt" in text(page)
    assert set(CoverAsk.objects.values_list("staff", "instead_of")) == {
        (other.pk, None), (one.staff.pk, None),
    }  # fmt: skip


# --- What a substitute sees ---------------------------------------------------------------
def test_they_see_who_comes_and_it_is_written_down(signed_in, here, clock):
    one, mine = lent(here)
    person = here.person("Ola")
    signups.join(mine.session, participant=person)
    page = signed_in(one.staff).get(reverse("staff:sheet", args=[mine.session_id]))
    assert "Ola" in text(page)
    assert person.code not in text(page)
    assert reverse("staff:participant", args=[person.pk]) not in page.content.decode()
    event = AccessEvent.objects.get(user=one.staff)
    assert (event.what, event.subjects.get().participant_number) == ("staff:sheet", person.pk)


def test_who_is_noted_as_away_sees_no_names(signed_in, here):
    one, mine = lent(here)
    signups.join(mine.session, participant=here.person("Ola"))
    availability.add_absence(
        one.agreement.lends, staff=one.staff, first_day=timezone.localdate(),
        last_day=timezone.localdate(), deputy=None,
    )  # fmt: skip
    page = signed_in(one.staff).get(reverse("staff:sheet", args=[mine.session_id]))
    assert "Du er notert som borte." in text(page)
    assert "Ola" not in text(page)
    assert not AccessEvent.objects.filter(user=one.staff).exists()


def test_before_and_after_there_is_no_such_session(signed_in, here, clock):
    one, mine = willing(here.team), shift(here)
    address = reverse("staff:sheet", args=[mine.session_id])
    client = signed_in(one.staff)
    assert client.get(address).status_code == 404
    [ask] = asking.ask(mine, staff=[one.staff], by=here.worker)
    assert client.get(address).status_code == 404
    asking.answer(ask, yes=True)
    assert client.get(address).status_code == 200
    pool.end(one.agreement, by=one.agreement.asked_by)
    assert client.get(address).status_code == 200
    clock.shift(timedelta(hours=30))
    client = signed_in(one.staff)
    assert client.get(address).status_code == 404
    page = client.get(reverse("staff:me"))
    assert mine.session.name in text(page)
    assert address not in page.content.decode()


def test_they_report_all_clear_for_themselves(signed_in, here, clock):
    one, mine = lent(here, off_site=True)
    clock.shift(timedelta(hours=6))
    client, address = signed_in(one.staff), reverse("staff:sheet", args=[mine.session_id])
    clear = reverse("staff:all_clear", args=[mine.pk])
    assert clear in client.get(address).content.decode()
    client.post(clear)
    mine.refresh_from_db()
    assert mine.all_clear_at == timezone.now()


def test_who_never_reported_can_still_do_it_days_later_without_seeing_names(signed_in, here, clock):
    one, mine = lent(here, off_site=True)
    signups.join(mine.session, participant=here.person("Ola"))
    clock.shift(timedelta(hours=40))
    client, clear = signed_in(one.staff), reverse("staff:all_clear", args=[mine.pk])
    page = client.get(reverse("staff:today")).content.decode()
    sheet = reverse("staff:sheet", args=[mine.session_id])
    assert (clear in page, sheet in page, client.get(sheet).status_code) == (True, False, 404)
    client.post(clear)
    mine.refresh_from_db()
    assert mine.all_clear_at == timezone.now()
    assert clear not in client.get(reverse("staff:today")).content.decode()


def test_they_tell_that_something_happened_to_themselves_alone(signed_in, here, clock):
    one, mine = lent(here)
    ShiftFactory(session=mine.session, staff=here.worker)
    clock.shift(timedelta(hours=4))
    client, address = (
        signed_in(one.staff), reverse("staff:incident_report", args=[mine.session_id]),
    )  # fmt: skip
    sheet = client.get(reverse("staff:sheet", args=[mine.session_id])).content.decode()
    assert address in sheet
    page = send(client, address, staff=here.worker.pk)
    assert not Incident.objects.exists()
    page = send(client, address, staff=one.staff.pk)
    assert "Takk for at du sa fra." in text(page)
    assert Incident.objects.get().staff == one.staff


def test_who_is_hired_by_the_team_sees_the_whole_sheet(signed_in, here):
    one, mine = lent(here)
    address = reverse("staff:sheet", args=[mine.session_id])
    used = [one.name for one in signed_in(one.staff).get(address).templates]
    assert "portals/staff/today/lent_sheet.html" in used
    MembershipFactory(team=here.team, user=one.staff, role=Role.WORKER)
    used = [one.name for one in signed_in(one.staff).get(address).templates]
    assert "portals/staff/today/sheet.html" in used


# --- A yes past a limit -------------------------------------------------------------------
def test_a_tired_yes_is_the_leaders_task_with_one_press_each_way(signed_in, client, here):
    leader, other = here.colleague(Role.LEADER), here.colleague()
    shift(here, other, hours=13)
    mine = shift(here, hours=22)
    [ask] = asking.ask(mine, staff=[other], by=here.worker)
    page = send(client, link_to(other), answer="yes")
    assert "Takk! Lederen svarer, og du får vite det." in text(page)
    address = reverse("staff:cover_decide", args=[ask.pk])
    for name in ("today", "leader"):
        page = signed_in(leader).get(reverse(f"staff:{name}"))
        assert address in page.content.decode()
        assert "får for lite hvile" in text(page)
    page = signed_in(leader).post(address, {"answer": "yes"})
    [shown] = [own for _form, own in forms_of(page.content.decode()) if "reason" in own]
    signed_in(leader).post(address, shown | {"reason": "Ingen andre kan."})
    assert who(mine) == [other.pk]
    assert OverLimit.objects.get().reason == "Ingen andre kan."


def test_an_open_shift_past_a_limit_waits_and_says_so(signed_in, here):
    other = here.colleague()
    shift(here, other, hours=13)
    gap = shift(here, hours=22, min_staff=2)
    page = signed_in(other).post(reverse("staff:shift_take", args=[gap.session_id]), follow=True)
    assert "Lederen svarer først" in text(page)
    assert CoverAsk.objects.get().past_limit


# --- Ill, taken back, and who has the task ------------------------------------------------
def test_who_is_ill_sees_whom_to_ring_and_not_the_other_teams_people(signed_in, here):
    leader = here.colleague(Role.LEADER)
    one, mine = lent(here)
    other = here.colleague()
    ill.report(one.staff, by=one.staff)
    page = signed_in(one.staff).get(reverse("staff:cover", args=[one.staff.pk]))
    assert page.context["lines"] == []
    assert f"Du er vikar i {here.team} 13.00–15.00. De finner en annen. Ring {leader}" in text(page)
    assert str(other) not in text(page)
    signed_in(one.staff).post(page.wsgi_request.path, {"ask": [f"{mine.pk}:{other.pk}"]})
    assert not CoverAsk.objects.filter(staff=other).exists()


def test_a_question_without_an_answer_is_taken_back(signed_in, here):
    leader, lends = here.colleague(Role.LEADER), TeamFactory()
    theirs = MembershipFactory(team=lends, role=Role.LEADER).user
    until = timezone.localdate() + timedelta(days=9)
    made = pool.ask(here.team, lends=lends, until=until, by=leader)
    address = reverse("staff:substitutes_end", args=[made.pk])
    assert address not in signed_in(theirs).get(reverse(LIST)).content.decode()
    client = signed_in(leader)
    page = client.get(reverse(LIST))
    assert address in page.content.decode() and "Trekk tilbake" in text(page)
    assert "Spørsmålet er trukket tilbake." in text(send(client, address))
    assert not SubstituteAgreement.objects.open().exists()
    pool.ask(here.team, lends=lends, until=until, by=leader)


def test_who_has_left_the_team_that_lends_is_not_named(signed_in, here):
    one = willing(here.team)
    client = signed_in(one.agreement.asked_by)
    assert f"Kan spørres: {one.staff}." in text(client.get(reverse(LIST)))
    one.staff.memberships.update(ended_at=timezone.now())
    assert "Ingen har sagt ja ennå." in text(client.get(reverse(LIST)))


def test_whoever_has_the_task_can_answer_it(signed_in, here):
    asking.set_rule(here.team, cover_needs_leader=True)
    other = here.colleague()
    stands_in = here.colleague()
    [ask] = asking.ask(shift(here, hours=30), staff=[other], by=here.worker)
    asking.answer(ask, yes=True)
    task = Task.objects.open().about(ask).get()
    assert task.assigned_to == stands_in
    address = reverse("staff:cover_decide", args=[ask.pk])
    client = signed_in(stands_in)
    assert address in client.get(reverse("staff:today")).content.decode()
    client.post(address, {"answer": "yes"})
    ask.refresh_from_db()
    assert ask.ended == CoverAsk.Ended.GOT_IT


def test_the_board_names_the_team_and_a_filled_place_says_so(signed_in, here):
    one, mine = lent(here)
    client = signed_in(here.worker)
    week = client.get(reverse("staff:week_people"))
    assert f"{one.staff} (vikar fra {one.agreement.lends})" in text(week)
    page = client.get(reverse("staff:gap_ask", args=[mine.session_id]))
    assert "Økta har nok folk nå." in text(page)
    assert "Ingen i teamet kan da" not in text(page)
