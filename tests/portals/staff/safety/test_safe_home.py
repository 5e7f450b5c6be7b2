"""«Trygt hjem»: who is out, who answers, and a screen that says when it cannot be trusted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Incident, OnCall, TeamNumber
from activities.safety import escalation, heartbeat, preparedness
from tests.factories.activities import with_numbers
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def test_the_board_lists_who_is_out_and_goes_quiet_when_they_are_home(signed_in):
    here = scene()
    session = here.session(
        off_site=True,
        starts_at=timezone.now() - timedelta(hours=2),
        ends_at=timezone.now() - timedelta(minutes=50),
    )
    client = signed_in(here.worker)
    escalation.escalate()
    page = words(client.get(reverse("staff:home")))
    assert str(here.worker) in page and "kort til 112" in page

    client.post(reverse("staff:all_clear", args=[session.shifts.get().pk]))
    page = words(client.get(reverse("staff:home")))
    assert "Alle som har vært ute, har meldt «alt i orden»." in page


def test_a_page_says_when_the_timer_stands_and_only_then(signed_in):
    here = scene()
    client = signed_in(here.worker)
    assert "Ring, ikke stol på skjermen." in words(client.get(reverse("staff:week")))
    heartbeat.record()
    assert "Ring, ikke stol på skjermen." not in words(client.get(reverse("staff:week")))


def test_the_leader_fills_in_the_list_and_the_card_shows_the_code_word(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    client = signed_in(leader)
    page = words(client.get(reverse("staff:phone_list")))
    assert "Her mangler: teamleder" in page

    sent = dict.fromkeys(TeamNumber.Kind.values, "815 00 001")
    client.post(reverse("staff:phone_list_edit"), sent)
    client.post(reverse("staff:routine_edit"), {"deputy": here.worker.pk, "code_word": "Knut"})
    page = words(client.get(reverse("staff:phone_list")))
    assert "Her mangler" not in page
    assert "Hører du «Knut» i telefonen" in page
    assert TeamNumber.objects.filter(team=here.team).count() == 11


def test_a_number_that_is_none_is_told_on_the_form_and_nothing_is_lost(signed_in):
    here = scene()
    client = signed_in(here.colleague(Role.LEADER))
    page = client.post(reverse("staff:phone_list_edit"), {"police": "ring Per"})
    assert "Skriv nummeret til politi, nød med bare tall." in words(page)
    assert 'value="ring Per"' in words(page)


def test_the_rota_says_who_answers_until_when(signed_in):
    here = scene()
    client = signed_in(here.worker)
    day = timezone.localdate()
    sent = {
        "staff": here.worker.pk, "first_day": day, "starts": "00:00",
        "last_day": day + timedelta(days=1), "ends": "08:00",
    }  # fmt: skip
    client.post(reverse("staff:on_call_new"), sent)
    assert f"<strong>{here.worker}</strong>" in words(client.get(reverse("staff:home")))
    client.post(reverse("staff:on_call_remove", args=[OnCall.objects.get().pk]))
    assert "Ingen er satt opp" in words(client.get(reverse("staff:home")))


def test_something_happened_is_two_taps_and_the_leader_confirms_the_talk(signed_in):
    here = scene()
    session = here.session()
    client = signed_in(here.worker)
    press(client, reverse("staff:incident_report", args=[session.pk]), {"staff": here.worker.pk})
    incident = Incident.objects.get()
    leader = signed_in(here.colleague(Role.LEADER))
    assert "Vi har snakket sammen" in words(leader.get(reverse("staff:home")))
    leader.post(reverse("staff:incident_talk", args=[incident.pk]))
    incident.refresh_from_db()
    assert incident.talked_at is not None


def test_called_first_is_a_tick_about_the_session(signed_in):
    here = scene()
    with_numbers(here.team)
    session = here.session(off_site=True)
    client = signed_in(here.worker)
    for said, expected in (("yes", True), ("yes", True), ("no", False)):
        client.post(reverse("staff:called_first", args=[session.pk]), {"called": said})
        session.refresh_from_db()
        assert session.called_first is expected


def test_who_is_out_now_stands_among_who_is_out(signed_in):
    here = scene()
    now = timezone.now()
    here.session(
        off_site=True, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    here.session(
        off_site=True, starts_at=now + timedelta(hours=2), ends_at=now + timedelta(hours=4)
    )
    page = signed_in(here.worker).get(reverse("staff:home"))
    assert [shift.staff for shift in page.context["still_out"]] == [here.worker]
    assert "ute nå, ferdig" in words(page)
    assert "har meldt «alt i orden»" not in words(page)
    shift = page.context["still_out"][0]
    card = signed_in(here.worker).get(reverse("staff:police_card", args=[shift.pk]))
    assert "Jobben der skal være ferdig" in words(card)


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_board_asks_the_same_however_many_are_out(
    signed_in, django_assert_num_queries, item_count
):
    here = scene()
    for _number in range(item_count):
        session = here.session(
            off_site=True,
            starts_at=timezone.now() - timedelta(hours=3, minutes=_number),
            ends_at=timezone.now() - timedelta(hours=1),
        )
    assert session
    client = signed_in(here.worker)
    with django_assert_num_queries(11):
        page = client.get(reverse("staff:home"))
    assert len(page.context["still_out"]) == item_count


def test_every_page_says_who_answers_now(signed_in):
    here = scene()
    here.worker.first_name, here.worker.last_name, here.worker.phone = "Kari", "Nes", "+4722000001"
    here.worker.save()
    now = timezone.now()
    OnCall.objects.create(
        team=here.team,
        staff=here.worker,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=2),
    )
    client = signed_in(here.worker)
    for name in ("today", "week", "participants"):
        page = client.get(reverse(f"staff:{name}"))
        (duty,) = page.wsgi_request.on_call
        assert (duty.name, duty.phone.as_national) == ("Kari Nes", "22 00 00 01")
        assert "Vakt nå:" in words(page) and "22 00 00 01" in words(page)


def test_a_page_says_nothing_of_a_watch_that_is_over_or_another_teams(signed_in):
    here, other = scene(), scene()
    now = timezone.now()
    for team, staff, ends_at in (
        (here.team, here.worker, now - timedelta(minutes=1)),
        (other.team, other.worker, now + timedelta(hours=1)),
    ):
        OnCall.objects.create(
            team=team, staff=staff, starts_at=now - timedelta(hours=2), ends_at=ends_at
        )
    page = signed_in(here.worker).get(reverse("staff:today"))
    assert page.wsgi_request.on_call == []
    assert "Vakt nå" not in words(page)


def test_who_answers_without_a_number_of_their_own_has_the_teams(signed_in):
    here = scene()
    here.team.phone, here.worker.phone = "+4722000002", ""
    here.team.save()
    here.worker.save()
    now = timezone.now()
    OnCall.objects.create(
        team=here.team, staff=here.worker, starts_at=now, ends_at=now + timedelta(hours=1)
    )
    page = signed_in(here.worker).get(reverse("staff:today"))
    assert page.wsgi_request.on_call[0].phone.as_national == "22 00 00 02"


def test_the_pocket_card_has_the_numbers_and_never_the_code_word(signed_in):
    here = scene()
    with_numbers(here.team)
    preparedness.set_routine(here.team, deputy=None, code_word="Knutinius")
    TeamNumber.objects.filter(kind="guards").update(number="22 33 44 55")
    client = signed_in(here.worker)
    page = words(client.get(reverse("staff:pocket_card")))
    assert page.count('class="pocket-card__team"') == 8
    assert page.count("22 33 44 55") == 8
    assert "Knutinius" not in page
    assert reverse("staff:pocket_card") in words(client.get(reverse("staff:phone_list")))
