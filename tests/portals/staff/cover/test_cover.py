"""Ill today, asking, answering by the link and signed in, swaps, open shifts: as pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Absence, CoverAsk, OverLimit, Shift
from activities.staffing import asking, cover_asks, ill
from notices.encrypted_text import unseal
from notices.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ShiftFactory
from tests.portals.shown_form import forms_of
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """Ten o'clock in Oslo on a Monday."""
    with time_machine.travel(datetime(2026, 2, 2, 9, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def here():
    return scene()


def shift(here, staff=None, *, hours=3, **fields):
    starts_at = timezone.now() + timedelta(hours=hours)
    session = here.session(offered=False, published=True, starts_at=starts_at, **fields)
    found = session.shifts.get()
    Shift.objects.filter(pk=found.pk).update(staff=staff or here.worker)
    found.refresh_from_db()
    return found


def link_to(user):
    """Return the address of the newest link that `user` was sent."""
    body = unseal(
        Message.objects.filter(user=user, is_letter=True, channel="email").latest("pk").body
    )
    return re.search(r"(/staff/svar/\w+/)", body)[1]


def send(client, address, **chosen):
    """Send the form of a page as it is shown, with what is chosen in it."""
    shown = forms_of(client.get(address).content.decode())
    own = [
        values for form, values in shown
        if form.get("method") == "post" and form.get("action") in (None, "", address)
    ]  # fmt: skip
    return client.post(address, own[-1] | chosen, follow=True)


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def who(row):
    return list(Shift.objects.filter(session=row.session).values_list("staff", flat=True))


# --- Ill ----------------------------------------------------------------------------------
def test_two_taps_from_today_and_from_my_page_and_a_third_asks_the_three_best(signed_in, here):
    mine = shift(here)
    others = [here.colleague() for _number in range(5)]
    client = signed_in(here.worker)
    for name in ("today", "me"):
        assert reverse("staff:ill") in client.get(reverse(f"staff:{name}")).content.decode()
    page = send(client, reverse("staff:ill"))
    assert Absence.objects.filter(staff=here.worker).count() == 1
    assert page.redirect_chain == [(reverse("staff:cover", args=[here.worker.pk]), 302)]
    assert "Du er borte i dag" in text(page)
    best = page.context["lines"][0].fits
    assert [fit.candidate.staff for fit in best] == others[:3]
    page = send(client, reverse("staff:cover", args=[here.worker.pk]))
    assert set(CoverAsk.objects.values_list("staff", flat=True)) == {one.pk for one in others[:3]}
    assert "3 kolleger er spurt" in text(page)
    assert who(mine) == [here.worker.pk]


def test_beside_each_stands_why_and_whom_to_ring(signed_in, here):
    shift(here)
    other = here.colleague()
    type(other).objects.filter(pk=other.pk).update(phone="+4741234567")
    ill.report(here.worker, by=here.worker)
    page = signed_in(here.worker).get(reverse("staff:cover", args=[here.worker.pk]))
    assert "0 timer fra før den uka" in text(page)
    assert "tel:+4741234567" in page.content.decode()


def test_a_colleague_notes_it_for_who_rang_in_and_takes_it_back(signed_in, here):
    mine, other, third = shift(here), here.colleague(), here.colleague()
    client = signed_in(other)
    listed = client.get(reverse("staff:colleagues")).content.decode()
    assert reverse("staff:colleague_ill", args=[here.worker.pk]) in listed
    page = send(client, reverse("staff:colleague_ill", args=[here.worker.pk]))
    assert f"{here.worker} er borte i dag" in text(page)
    assert [fit.candidate.staff for fit in page.context["lines"][0].fits] == [third]
    client.post(reverse("staff:colleague_back", args=[here.worker.pk]))
    assert not Absence.objects.exists()
    assert who(mine) == [here.worker.pk]


def test_the_page_shows_who_was_asked_and_said_no_and_nobody_ticked_is_a_sentence(signed_in, here):
    mine = shift(here)
    first, second = here.colleague(), here.colleague()
    ill.report(here.worker, by=here.worker)
    asks = asking.ask(mine, staff=[first, second], by=here.worker)
    asking.answer(asks[0], yes=False)
    client, address = signed_in(here.worker), reverse("staff:cover", args=[here.worker.pk])
    said = text(client.get(address))
    assert f"{first} kan ikke {second} spurt, har ikke svart" in said
    for wanted in ([], ["x"], [f"{mine.pk}:"], ["0:0"], ["9" * 5000]):
        assert client.post(address, {"ask": wanted}).status_code == 302
    assert CoverAsk.objects.count() == 2


def test_one_press_asks_for_all_the_shifts_or_for_none(signed_in, here):
    first, second = shift(here), shift(here, hours=6)
    there, other = here.colleague(), here.colleague()
    ill.report(here.worker, by=here.worker)
    ShiftFactory(session=second.session, staff=there)
    address = reverse("staff:cover", args=[here.worker.pk])
    wanted = [f"{first.pk}:{other.pk}", f"{second.pk}:{there.pk}"]
    page = signed_in(here.worker).post(address, {"ask": wanted}, follow=True)
    assert f"{there} er på {second.session.name} alt. Velg noen andre." in text(page)
    assert (CoverAsk.objects.count(), Message.objects.filter(user=other).count()) == (0, 0)
    wanted.append(f"{second.pk}:{other.pk}")
    signed_in(here.worker).post(address, {"ask": wanted})
    assert list(CoverAsk.objects.values_list("staff", flat=True)) == [other.pk] * 2


# --- The link -----------------------------------------------------------------------------
def test_the_link_asks_without_sign_in_and_looking_answers_nothing(client, here):
    mine, other = shift(here), here.colleague()
    (ask,) = asking.ask(mine, staff=[other], by=here.worker)
    address = link_to(other)
    for _time in range(2):
        page = client.get(address)
        assert page.status_code == client.head(address).status_code == 200
    said = text(page)
    assert "Kan du ta en vakt?" in said
    assert "Mandag 2. februar 13.00–15.00" in said
    assert here.place.name in said
    for secret in (here.activity.name, str(here.worker), str(other), "syk"):
        assert secret not in said
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    ask.refresh_from_db()
    assert (ask.answered_at, who(mine)) == (None, [here.worker.pk])


def test_yes_by_the_link_gets_the_shift_and_the_other_page_says_that_it_is_taken(client, here):
    mine, first, second = shift(here), here.colleague(), here.colleague()
    asking.ask(mine, staff=[first, second], by=here.worker)
    page = send(client, link_to(first), answer="yes")
    assert "Takk! Vakten er din." in text(page)
    assert who(mine) == [first.pk]
    shown = text(client.get(link_to(second)))
    assert "Vakten er tatt, takk likevel." in shown
    assert "Ja, jeg tar den" not in shown
    page = client.post(link_to(second), {"answer": "yes"}, follow=True)
    assert page.status_code == 200
    assert who(mine) == [first.pk]


def test_no_by_the_link_is_thanked_for_and_can_be_changed(client, here):
    mine, other = shift(here), here.colleague()
    asking.ask(mine, staff=[other], by=here.worker)
    page = send(client, link_to(other), answer="no")
    assert "Takk for svaret." in text(page)
    page = send(client, link_to(other), answer="yes")
    assert who(mine) == [other.pk]


def test_what_speaks_against_it_stands_before_the_answer(client, signed_in, here):
    mine, other = shift(here, hours=7), here.colleague()
    late = shift(here, other, hours=-8)  # until midnight past: too little rest is a day's matter
    Shift.objects.filter(pk=late.pk).update(staff=other)
    type(late.session).objects.filter(pk=late.session_id).update(
        starts_at=timezone.now() - timedelta(hours=12), ends_at=timezone.now() - timedelta(hours=3)
    )
    (ask,) = asking.ask(mine, staff=[other], by=here.worker)
    link, own = link_to(other), reverse("staff:asked", args=[ask.pk])
    assert "trenger hvile" in text(signed_in(other).get(own))
    assert "Noe i planen din taler imot. Logg inn" in text(client.get(link))
    assert "hvile" not in text(client.get(link))
    shown = forms_of(client.get(link).content.decode())[-1][1]
    shift(here, other, hours=7)
    assert "Du kan ikke ta den nå: opptatt." in text(signed_in(other).get(own))
    page = client.get(link)
    assert "Du står med noe annet da. Er det feil? Ring teamet." in text(page)
    assert "opptatt" not in text(page)
    assert "Ja, jeg tar den" not in text(page)
    page = client.post(link, {"answer": "yes"}, follow=True)
    assert "Du står med noe annet da." in text(page)
    assert not {str(other), here.activity.name} & set(map(str, page.context["messages"]))
    assert "Noe er endret" in text(client.post(link, shown | {"answer": "yes"}, follow=True))


@pytest.mark.parametrize("how", ["taken off", "over", "cancelled"])
def test_the_shift_is_theirs_only_while_it_is(client, here, clock, how):
    mine, other = shift(here), here.colleague()
    asking.ask(mine, staff=[other], by=here.worker)
    link = link_to(other)
    assert "Vakten er din" in text(send(client, link, answer="yes"))
    if how == "taken off":
        Shift.objects.all().delete()
    elif how == "over":
        clock.shift(timedelta(hours=9))
    else:
        type(mine.session).objects.update(state="cancelled")
    page = text(client.get(link))
    assert "Vakten er din" not in page
    assert "Du har ikke denne vakten nå. Se planen eller ring teamet." in page


def test_a_yes_to_another_time_than_was_shown_is_asked_anew(client, here):
    mine, other = shift(here), here.colleague()
    asking.ask(mine, staff=[other], by=here.worker)
    address = link_to(other)
    shown = forms_of(client.get(address).content.decode())[-1][1]
    type(mine.session).objects.update(ends_at=mine.session.ends_at + timedelta(hours=1))
    page = client.post(address, shown | {"answer": "yes"}, follow=True)
    assert "Noe er endret siden siden ble vist" in text(page)
    assert "13.00–16.00" in text(page)
    assert who(mine) == [here.worker.pk]


@pytest.mark.parametrize("token", ["0" * 32, "x", "æ" * 32, "0" * 3000])
def test_a_link_that_was_never_sent_is_a_sentence(client, token):
    for page in (
        client.get(reverse("staff:cover_answer", args=[token])),
        client.post(reverse("staff:cover_answer", args=[token]), {"answer": "yes"}),
    ):
        assert page.status_code == 200
        assert "Lenken gjelder ikke lenger." in text(page)


@pytest.mark.parametrize("said", ["", "maybe", "yes" * 4000])
def test_what_is_no_answer_changes_nothing(client, here, said):
    mine, other = shift(here), here.colleague()
    (ask,) = asking.ask(mine, staff=[other], by=here.worker)
    page = client.post(link_to(other), {"answer": said}, follow=True)
    assert "Svar ja eller nei." in text(page)
    ask.refresh_from_db()
    assert (ask.answered_at, who(mine)) == (None, [here.worker.pk])


def test_signed_in_it_stands_on_my_day_and_on_my_page(signed_in, here):
    mine, other = shift(here), here.colleague()
    (ask,) = asking.ask(mine, staff=[other], by=here.worker)
    client, address = signed_in(other), reverse("staff:asked", args=[ask.pk])
    for name in ("today", "me"):
        assert address in client.get(reverse(f"staff:{name}")).content.decode()
    assert "Takk! Vakten er din." in text(send(client, address, answer="yes"))
    assert who(mine) == [other.pk]
    assert address not in client.get(reverse("staff:today")).content.decode()


# --- My own coming shifts -----------------------------------------------------------------
def test_i_ask_the_three_best_and_take_it_back(signed_in, here):
    mine = shift(here, hours=30)
    others = [here.colleague() for _number in range(5)]
    client, address = signed_in(here.worker), reverse("staff:shift_offer", args=[mine.pk])
    assert address in client.get(reverse("staff:me")).content.decode()
    page = client.get(address)
    assert len(page.context["line"].fits) == 5
    assert page.content.decode().count("checked") == 3
    client.post(address, {"ask": [f"{mine.pk}:{others[4].pk}"]})
    assert list(CoverAsk.objects.values_list("staff", flat=True)) == [others[4].pk]
    client.post(reverse("staff:shift_keep", args=[mine.pk]))
    assert CoverAsk.objects.get().ended == "not_needed"


def test_a_swap_is_proposed_and_accepted(signed_in, client, here):
    mine, other = shift(here, hours=30), here.colleague()
    theirs = shift(here, other, hours=54)
    address = reverse("staff:shift_exchange", args=[mine.pk])
    page = signed_in(here.worker).get(address)
    assert [one.theirs for one in page.context["swaps"]] == [theirs]
    signed_in(here.worker).post(address, {"swap": theirs.pk})
    shown = text(client.get(link_to(other)))
    assert "Du får: tirsdag 3. februar 16.00–18.00" in shown
    assert "Du gir: onsdag 4. februar 16.00–18.00" in shown
    send(client, link_to(other), answer="yes")
    assert (who(mine), who(theirs)) == ([other.pk], [here.worker.pk])


@pytest.mark.parametrize("yes", ["yes", "no"])
def test_the_leader_answers_in_one_press_on_their_day(signed_in, here, yes):
    leader = here.colleague(Role.LEADER)
    client = signed_in(leader)
    send(client, f"{reverse('staff:cover_rule')}?team={here.team.slug}", cover_needs_leader="on")
    here.team.refresh_from_db()
    assert here.team.cover_needs_leader
    mine, other = shift(here, hours=30), here.colleague()
    (ask,) = asking.ask(mine, staff=[other], by=here.worker)
    asking.answer(ask, yes=True)
    address = reverse("staff:cover_decide", args=[ask.pk])
    assert address in client.get(reverse("staff:today")).content.decode()
    client.post(address, {"answer": yes})
    assert who(mine) == [other.pk if yes == "yes" else here.worker.pk]
    assert address not in client.get(reverse("staff:today")).content.decode()


def test_a_leader_writes_why_when_a_yes_passes_a_limit(signed_in, here):
    leader, other = here.colleague(Role.LEADER), here.colleague()
    asking.set_rule(here.team, cover_needs_leader=True)
    mine = shift(here, hours=24 - 2)
    shift(here, other, hours=13)  # until after eleven in the evening at the earliest
    (ask,) = asking.ask(mine, staff=[other], by=here.worker)
    asking.answer(ask, yes=True)
    client, address = signed_in(leader), reverse("staff:cover_decide", args=[ask.pk])
    page = client.post(address, {"answer": "yes"})
    assert f"{other}: trenger hvile:" in text(page)
    assert who(mine) == [here.worker.pk]
    [shown] = [own for _form, own in forms_of(page.content.decode()) if "reason" in own]
    page = client.post(address, shown)
    assert who(mine) == [here.worker.pk]
    client.post(address, shown | {"reason": "Per ble syk."})
    assert who(mine) == [other.pk]
    written = OverLimit.objects.get(shift__session=mine.session)
    assert (written.reason, written.decided_by) == ("Per ble syk.", leader)


# --- Open shifts --------------------------------------------------------------------------
def test_open_shifts_that_fit_me_are_taken_in_one_press(signed_in, here):
    other = here.colleague()
    gap = shift(here, other, hours=30, min_staff=2)
    busy = shift(here, other, hours=54, min_staff=2)
    ShiftFactory(session=shift(here, other, hours=54, min_staff=1).session, staff=here.worker)
    far = shift(here, other, hours=24 * 22, min_staff=2)
    elsewhere = MembershipFactory().team
    assert far.session.missing_staff
    client = signed_in(here.worker)
    page = client.get(reverse("staff:me"))
    assert [session for session, _one in page.context["open_to_me"]] == [gap.session]
    client.post(reverse("staff:shift_take", args=[gap.session_id]))
    assert set(who(gap)) == {other.pk, here.worker.pk}
    page = client.post(reverse("staff:shift_take", args=[busy.session_id]), follow=True)
    assert who(busy) == [other.pk]
    assert elsewhere not in {session.team for session, _one in page.context["open_to_me"]}


def test_one_that_was_filled_meanwhile_is_a_sentence(signed_in, here):
    gap = shift(here, here.colleague(), hours=30)
    page = signed_in(here.worker).post(
        reverse("staff:shift_take", args=[gap.session_id]), follow=True
    )
    assert "Økta har fått nok folk" in text(page)
    assert len(who(gap)) == 1


def test_only_hashes_are_kept(here):
    mine, other = shift(here), here.colleague()
    asking.ask(mine, staff=[other], by=here.worker)
    token = link_to(other).split("/")[3]
    assert cover_asks.find(token)
    assert token not in str(list(CoverAsk.objects.values())) + str(list(Message.objects.values()))
