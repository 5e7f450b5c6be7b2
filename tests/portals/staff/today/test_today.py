"""«I dag», by role: which sections and acts, that the acts lead there, and what is not told."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import access_log
from accounts.models import Role
from accounts.roles import wagtail_groups
from activities.models import Session
from activities.staffing import ill
from cms.models.stories import StoryHandOver
from notices import tasks, waiting_states
from notices.models import Task
from participants import consents
from payouts.bank import batches
from payouts.models import BooksCheck, Budget, Payout
from payouts.over_the_table import counts
from tests.factories import cms
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import SessionFactory, WorkFactory
from tests.factories.payouts import (
    BudgetFactory,
    CashBoxFactory,
    GiftCardFactory,
    VaultEntryFactory,
)
from tests.portals.staff.scene import every_row, rows_of, scene, sections, subjects

pytestmark = pytest.mark.django_db

URL = reverse("staff:today")
NAME = "Solveig"
SECTIONS = {
    Role.LEADER: ["teamet", "uferdig", "mangler", "venter", "gjoremal"],
    Role.WORKER: ["teamet", "uferdig", "mangler", "venter", "gjoremal"],
    Role.PEER_WORKER: ["teamet", "mangler", "venter", "gjoremal"],
    Role.FINANCE: ["penger", "venter"],
    Role.EDITOR: ["historier", "venter"],
    Role.AUDITOR: ["bokene", "venter", "innsyn"],
}
"""What each meets where there is something of all; the peer worker worked nothing that is over."""


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(timezone.localtime().replace(hour=12), tick=False):
        yield


def words(page, key: str) -> list[str]:
    return [row.words.replace("\xa0", " ") for row in rows_of(page, key)]


def acts(page, key: str) -> list[str]:
    return [link.url for row in rows_of(page, key) for link in row.links]


def over(here, **fields) -> Session:
    """Return a session that ended an hour ago, with the worker on it."""
    ended = timezone.now() - timedelta(hours=1)
    return here.session(starts_at=ended - timedelta(hours=2), ends_at=ended, **fields)


def gap(here, *, days: int = 3) -> Session:
    starts_at = timezone.now() + timedelta(days=days)
    return SessionFactory(team=here.team, published=True, starts_at=starts_at, min_staff=1)


def told(here, *, days: int = 20, **fields):
    """Return a story with somebody in it, whose yes runs out in so many days."""
    person = here.person(NAME)
    story = cms.story(person, team=here.team, consenting=False, **fields)
    with time_machine.travel(timezone.now() - timedelta(days=365 - days)):
        cms.say_yes(person, story)
    return story


def full(here, *, times: int = 1) -> None:
    """Fill the day of every role, each thing `times` over."""
    finance = here.colleague(Role.FINANCE)
    Budget.objects.filter(team=here.team).update(amount_ore=10_000_000)
    for number in range(times):
        here.coming(here.session(), 1)
        over(here)
        gap(here)
        here.earned(here.person(NAME))
        told(here)
        cms.story(here.person(NAME), team=here.team, live=False)
        ill.report(here.colleague(), by=here.worker)
        box = CashBoxFactory(team=here.team, name=f"Skrin {number}")
        assert box.closed_at is None
        here.with_account(NAME)
        VaultEntryFactory(
            participant=here.person(NAME), written_by=finance, confirmed_at=None, confirmed_how=""
        )
        tasks.ask(key=f"t{number}", team=here.team, kind=Task.Kind.TELL, text="Si fra.")
        works = WorkFactory(team=here.team, kind="garden")
        consents.give(
            here.person(NAME), item=works, channel="web", how="screen", months=1, by=here.worker
        )
        access_log.record(
            here.worker, act="view", what=f"staff:participant{number}", participants=here.people
        )
    GiftCardFactory(team=here.team)
    batches.send(here.sealed(by=here.worker), by=None)
    BudgetFactory.create_batch(times, team=here.team, amount_ore=500, committed_ore=500)


@pytest.fixture
def ground():
    here = scene()
    full(here)
    return here


@pytest.mark.parametrize("role", SECTIONS)
def test_each_role_meets_its_own_and_every_way_is_open(signed_in, ground, role):
    user = ground.worker if role == Role.WORKER else ground.colleague(role)
    wagtail_groups.mirror(ground.team)
    client = signed_in(user)
    page = client.get(URL)

    assert list(sections(page)) == SECTIONS[role]
    assert page.context["works_sessions"] == (role in ("leader", "worker", "peer_worker"))
    for row in every_row(page):
        for url in (row.url, *(link.url for link in row.links)):
            assert not url or client.get(url).status_code == 200, (row.words, url)
    for group in (*page.context["day"], *page.context["to_do"]):
        assert group.act is None or client.get(group.act.url).status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.FINANCE, Role.AUDITOR])
def test_nobody_is_named_for_those_who_work_no_session(signed_in, ground, role):
    page = signed_in(ground.colleague(role)).get(URL)
    assert NAME not in page.content.decode()
    assert "Kommer 0" not in page.content.decode()
    assert reverse("staff:attendance_record", args=[1, 1])[:12] not in page.content.decode()


def test_an_auditor_is_given_nothing_to_press(signed_in, ground):
    page = signed_in(ground.colleague(Role.AUDITOR)).get(URL)
    assert [row.presses for row in every_row(page) if row.presses] == []
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert "<form" not in main and "/admin/" not in main


def test_an_empty_day_is_said_warmly(staff_client):
    said = {
        Role.WORKER: ("Du har ingen økter i dag.", "Alle øktene den neste uka har folk nok."),
        Role.FINANCE: ("Ingenting venter på deg her nå.", "Ingen venter på svar fra deg."),
        Role.EDITOR: ("Er det en ny å fortelle?", "Ingen venter på svar fra deg."),
        Role.AUDITOR: ("Ingen har sett gjennom bøkene ennå.", "Ingen venter på svar fra deg."),
    }
    for role, sentences in said.items():
        page = staff_client(role=role).get(URL).content.decode()
        for sentence in sentences:
            assert sentence in page, role


def test_two_hats_meet_both_each_in_its_own_team(signed_in):
    here, there = scene(), scene()
    MembershipFactory(user=here.worker, team=there.team, role=Role.FINANCE)
    here.earned(here.person(NAME))
    gap(there)
    client = signed_in(here.worker)
    page = client.get(URL)
    assert list(sections(page)) == ["teamet", "penger", "mangler", "venter"]
    assert [subjects(page, "penger"), subjects(page, "mangler")] == [[], []]
    GiftCardFactory(team=there.team)
    assert subjects(client.get(URL), "penger") == [there.team]


# --- Those who work sessions -------------------------------------------------------------
def test_what_is_over_and_mine_is_finished_from_its_row(signed_in):
    here = scene()
    session = over(here)
    client = signed_in(here.worker)
    page = client.get(URL)
    assert subjects(page, "uferdig") == [session]
    assert page.context["now"].cards == []
    close = reverse("staff:session_close", args=[session.pk])
    assert acts(page, "uferdig") == [close]
    assert subjects(signed_in(here.colleague()).get(URL), "uferdig") == []
    assert subjects(signed_in(here.colleague(Role.LEADER)).get(URL), "uferdig") == [session]
    shown = client.get(close).context["shown"]
    client.post(close, {"shown": shown})
    assert subjects(client.get(URL), "uferdig") == []


def test_what_another_list_shows_is_no_task_too(signed_in):
    here = scene()
    leader = here.colleague(Role.LEADER)
    over(here)
    near, far = gap(here), gap(here, days=12)
    waiting_states.update_tasks("session_not_finished", "session_lacks_staff")
    page = signed_in(leader).get(URL)
    assert [one.about_id for one in subjects(page, "gjoremal")] == [far.pk]
    assert acts(page, "mangler") == [reverse("staff:shift_fill", args=[near.pk])]
    assert acts(page, "gjoremal") == [reverse("staff:shift_fill", args=[far.pk])]


def test_the_teams_day_tells_who_works_who_is_away_and_what_is_open(signed_in):
    here = scene()
    session = here.session()
    here.coming(session, 2)
    away = here.colleague()
    ill.report(away, by=here.worker)
    colleague = here.colleague()
    page = signed_in(colleague).get(URL)
    [row, gone] = rows_of(page, "teamet")
    assert row.subject == session
    assert str(here.worker) in row.about and "2 kommer" in row.about
    assert gone.words == f"Borte i dag: {away}"
    assert "Kommer 0" not in page.content.decode()
    session.shifts.all().delete()
    page = signed_in(colleague).get(URL)
    assert acts(page, "teamet")[0] == reverse("staff:shift_fill", args=[session.pk])


def test_a_yes_of_my_own_people_that_runs_out_waits_for_me(signed_in):
    here = scene()
    garden = WorkFactory(team=here.team, kind="garden")
    person = here.person(NAME)
    consents.give(person, item=garden, channel="web", how="screen", months=1, by=here.worker)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        page = signed_in(here.worker).get(URL)
        assert [row.person for row in rows_of(page, "venter")] == [person]
        assert rows_of(signed_in(here.colleague()).get(URL), "venter") == []


def test_a_task_shows_no_way_that_is_closed(signed_in):
    here = scene()
    task = tasks.ask(key="money", team=here.team, kind=Task.Kind.FIND_MONEY, text="Finn penger")
    assert acts(signed_in(here.worker).get(URL), "gjoremal") == []
    leader = signed_in(here.colleague(Role.LEADER)).get(URL)
    budgets = f"{reverse('staff:budgets')}?team={here.team.slug}"
    assert (subjects(leader, "gjoremal"), acts(leader, "gjoremal")) == ([task], [budgets])


# --- Finance -----------------------------------------------------------------------------
def test_finance_meets_what_is_to_be_paid_settled_and_counted(signed_in):
    here = scene()
    finance = here.colleague(Role.FINANCE)
    client = signed_in(finance)
    here.earned(here.person())
    box = CashBoxFactory(team=here.team)
    page = client.get(URL)
    assert words(page, "penger") == ["1 har 150 kr til gode.", f"Tell {box.name}"]
    count = reverse("staff:box_count", args=[box.pk])
    assert acts(page, "penger") == [reverse("staff:pay"), count]

    counts.count(box, counted_ore=0, by=finance, witness=here.worker, key=uuid4())
    assert words(client.get(URL), "penger") == ["1 har 150 kr til gode."]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert f"Tell {box.name}" in words(signed_in(finance).get(URL), "penger")


def test_finance_hears_of_what_the_bank_has_not_answered_and_what_failed(signed_in):
    here = scene()
    person = here.with_account()
    batches.send(here.sealed(person, by=here.worker), by=None)
    client = signed_in(here.colleague(Role.FINANCE))
    page = client.get(URL)
    assert words(page, "penger") == ["1 betaling til konto har ikke fått svar."]
    assert acts(page, "penger") == [reverse("staff:reconcile")]
    Payout.objects.update(state=Payout.State.FAILED, failed_reason="x")
    assert words(client.get(URL), "penger") == [
        "1 honorar kom ikke fram.",
        "1 har 150 kr til gode.",
    ]


def test_finance_hears_of_a_batch_that_is_not_sent_and_of_stripe(signed_in):
    here = scene()
    batch = batches.make(here.with_account().team, by=here.worker)
    client = signed_in(here.colleague(Role.FINANCE))
    for state in ("Utkast.", "Forseglet."):
        [row] = rows_of(client.get(URL), "penger")
        assert (row.subject, row.about) == (batch, state)
        assert [link.url for link in row.links] == [reverse("staff:batch", args=[batch.pk])]
        if state == "Utkast.":
            other = here.colleague(Role.FINANCE)
            batches.seal(batch, by=other, execution_on=timezone.localdate())
    batches.send(batch, by=None)
    Payout.objects.update(method=Payout.Method.STRIPE, batch=None, sealed_as="")
    page = client.get(URL)
    assert words(page, "penger") == ["1 betaling med Stripe har ikke fått svar."]
    assert acts(page, "penger") == [reverse("staff:stripe_payouts")]


def test_an_account_waits_for_another_than_its_writer(signed_in):
    here = scene()
    writer, other = here.colleague(Role.FINANCE), here.colleague(Role.FINANCE)
    VaultEntryFactory(
        participant=here.person(), written_by=writer, confirmed_at=None, confirmed_how=""
    )
    assert words(signed_in(writer).get(URL), "penger") == []
    page = signed_in(other).get(URL)
    assert words(page, "penger") == ["1 konto venter på at du bekrefter den."]
    assert acts(page, "penger") == [reverse("staff:batches")]


def test_finance_ticks_off_what_lies_with_them_and_nothing_else(signed_in):
    here = scene()
    finance = here.colleague(Role.FINANCE)
    asked = {"team": here.team, "kind": Task.Kind.FOLLOW_UP, "text": "Følg opp."}
    mine = tasks.ask(key="mine", assigned_to=finance, **asked)
    theirs = tasks.ask(key="theirs", assigned_to=here.worker, **asked)
    client = signed_in(finance)
    assert subjects(client.get(URL), "gjoremal") == [mine]
    answers = [
        client.post(reverse("staff:task_done", args=[one.pk])).status_code for one in (mine, theirs)
    ]
    assert answers == [302, 404]
    assert list(Task.objects.open()) == [theirs]


# --- Editor and auditor ------------------------------------------------------------------
def test_an_editor_meets_what_is_not_out_and_what_leaves(signed_in):
    here = scene()
    client = signed_in(here.colleague(Role.EDITOR))
    draft = cms.story(here.person(NAME), team=here.team, live=False)
    held = cms.story(here.person(NAME), team=here.team, consenting=False)
    ending = told(here)
    leaving = cms.story(
        here.person(NAME), team=here.team, expire_at=timezone.now() + timedelta(days=9)
    )
    cms.story(here.person(NAME), team=here.team)
    told(scene())
    page = client.get(URL)
    assert subjects(page, "historier") == [ending, leaving, held, draft]
    assert [row.about for row in rows_of(page, "historier")][2:] == ["Venter på et ja.", "Utkast."]
    new = next(group.act for group in page.context["day"] if group.key == "historier")
    assert new.url in page.content.decode()


def test_a_story_that_is_handed_over_stands_once_among_the_stories(signed_in):
    here = scene()
    editor = here.colleague(Role.EDITOR)
    story = cms.story(here.person(NAME), team=here.team, live=False)
    StoryHandOver.objects.create(story=story, by=here.worker)
    waiting_states.update_tasks("story_with_editor")
    assert Task.objects.get().assigned_to == editor
    page = signed_in(editor).get(URL)
    [row] = rows_of(page, "historier")
    assert (row.subject, row.about) == (story, "Venter på at du leser den.")
    assert rows_of(page, "gjoremal") == []


def test_an_auditor_reads_the_newest_vouchers_and_looks(signed_in):
    here, there = scene(), scene()
    person = here.person(NAME)
    access_log.record(here.worker, act="view", what="staff:pay", participants=[person])
    access_log.record(there.worker, act="list", what="staff:pay", participants=[there.person()])
    here.earned(person)
    now = timezone.now()
    BooksCheck.objects.create(asked_at=now, finished_at=now, entry_count=2)
    page = signed_in(here.colleague(Role.AUDITOR)).get(URL)
    assert words(page, "innsyn") == [f"{here.worker} så: Betaling"]
    assert words(page, "bokene")[0] == "Bøkene stemmer: 2 bilag."
    vouchers = [one.voucher_number for one in subjects(page, "bokene") if one]
    assert vouchers == sorted(vouchers, reverse=True) and vouchers


# --- What it costs -----------------------------------------------------------------------
@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"),
    [
        (Role.LEADER, 18), (Role.WORKER, 24), (Role.FINANCE, 17),
        (Role.EDITOR, 13), (Role.AUDITOR, 12),
    ],
)  # fmt: skip
def test_it_asks_as_often_for_three_as_for_one(
    signed_in, django_assert_num_queries, role, queries, item_count
):
    here = scene()
    full(here, times=item_count)
    client = signed_in(here.worker if role == Role.WORKER else here.colleague(role))
    with django_assert_num_queries(queries):
        client.get(URL)
