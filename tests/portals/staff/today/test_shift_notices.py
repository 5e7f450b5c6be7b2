"""What I was told about my shifts stands on my day until «Sett»; who leads sees who has not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import ShiftNotice
from activities.planning import sessions
from activities.staffing import shift_notices, shifts
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory
from tests.portals.staff.scene import rows_of, scene, subjects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.SHIFT_NOTICES_REST = 0


def put_on(here, staff, *, days=3):
    """Put `staff` on a session some days ahead, and tell them; return what they were told."""
    session = SessionFactory(
        team=here.team, activity=here.activity, place=here.place, published=True, min_staff=1,
        starts_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    shifts.assign(session, staff=staff)
    shift_notices.tell_due()
    return ShiftNotice.objects.get(session=session, staff=staff)


def sett(client, row, **sent):
    sent = sent or {"told_at": row.told_at.isoformat()}
    return client.post(reverse("staff:shift_seen", args=[row.pk]), sent, follow=True)


def test_one_press_answers_and_again_is_a_success(signed_in):
    here = scene()
    row = put_on(here, here.worker)
    client = signed_in(here.worker)
    page = client.get(reverse("staff:today"))
    assert subjects(page, "venter") == [row]
    whole = re.findall('<li class="row--read">(?:(?!</li>).)*', page.content.decode(), re.S)
    assert sum("Sett" in words and row.session.name in words for words in whole) == 1
    assert f"Du er satt på {row.session.name}" in " ".join(page.content.decode().split())
    for _tap in range(2):
        page = sett(client, row)
        assert "Takk. Lederen ser at du har sett det." in page.content.decode()
        assert subjects(page, "venter") == []
    row.refresh_from_db()
    assert row.seen_at


def test_an_old_tab_does_not_answer_what_it_never_showed(signed_in):
    here = scene()
    row = put_on(here, here.worker)
    sessions.edit(row.session, by=None, ends_at=row.session.ends_at + timedelta(hours=1))
    shift_notices.tell_due()
    client = signed_in(here.worker)
    shown = {"told_at": (timezone.now() - timedelta(minutes=1)).isoformat()}
    assert "Det er kommet noe nytt" in sett(client, row, **shown).content.decode()
    for said in ("tull", "2026-13-45T99:99", "2126-01-01T10:00"):
        page = sett(client, row, told_at=said)
        assert "Det er kommet noe nytt om vaktene dine." in page.content.decode()
        assert [one.told for one in subjects(page, "venter")] == ["moved"]


def test_anothers_and_another_teams_answer_nothing(signed_in):
    here, there = scene(), scene()
    row = put_on(here, here.colleague())
    for user in (here.worker, there.worker, here.colleague(Role.LEADER)):
        assert sett(signed_in(user), row).status_code == 404
    row.refresh_from_db()
    assert row.seen_at is None


def test_what_i_was_told_in_a_team_that_i_left_is_not_mine_any_more(signed_in):
    here, there = scene(), scene()
    row = put_on(here, here.worker)
    MembershipFactory(team=there.team, user=here.worker)
    here.worker.memberships.filter(team=here.team).update(ended_at=timezone.now())
    client = signed_in(here.worker)
    assert subjects(client.get(reverse("staff:today")), "venter") == []
    assert sett(client, row).status_code == 404


def test_all_of_it_is_answered_with_one_press_when_all_was_shown(signed_in):
    here = scene()
    rows = [put_on(here, here.worker, days=days) for days in (3, 4)]
    client = signed_in(here.worker)
    page = client.get(reverse("staff:today"))
    [every] = rows_of(page, "venter")[-1].presses
    assert [one.count for one in page.context["to_do"] if one.key == "venter"] == [2]
    assert every.value == rows[1].told_at.isoformat()
    url = reverse("staff:shifts_seen")
    client.post(url, {"told_at": rows[0].told_at.isoformat()})
    assert ShiftNotice.objects.unseen().count() == 2
    client.post(url, {"told_at": rows[1].told_at.isoformat()})
    assert ShiftNotice.objects.unseen().count() == 0


def test_the_leader_sees_who_has_not_and_may_ring(signed_in):
    here, there = scene(), scene()
    leader = here.colleague(Role.LEADER)
    here.worker.phone = "+4790000001"
    here.worker.save()
    row = put_on(here, here.worker)
    put_on(there, there.worker)
    page = signed_in(leader).get(reverse("staff:today"))
    assert subjects(page, "venter") == [row]
    assert "tel:+4790000001" in page.content.decode()
    assert subjects(signed_in(here.colleague()).get(reverse("staff:today")), "venter") == []
    sett(signed_in(here.worker), row)
    assert subjects(signed_in(leader).get(reverse("staff:today")), "venter") == []


def test_what_is_over_is_not_waited_for(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    row = put_on(here, here.worker)
    past = timezone.now() - timedelta(days=1)
    ShiftNotice.objects.update(told_starts_at=past - timedelta(hours=2), told_ends_at=past)
    type(row.session).objects.update(starts_at=past - timedelta(hours=2), ends_at=past)
    for user in (here.worker, leader):
        page = signed_in(user).get(reverse("staff:today"))
        assert subjects(page, "venter") == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_day_costs_the_same(signed_in, django_assert_num_queries, item_count):
    here = scene()
    leader = here.colleague(Role.LEADER)
    for number in range(item_count):
        put_on(here, here.worker, days=3 + number)
        put_on(here, leader, days=3 + number)
    client = signed_in(leader)
    with django_assert_num_queries(17):
        page = client.get(reverse("staff:today"))
    theirs = [one for one in subjects(page, "venter") if one]
    assert len(theirs) == 2 * item_count
