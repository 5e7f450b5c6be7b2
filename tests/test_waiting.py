"""What waits stands on somebody's day, and is gone when the fact is there (docs/waiting.md)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import Invitation, Role, SubstituteAgreement
from accounts.roles import wagtail_groups
from activities.models import CoverAsk, Incident, OnCall, Series, Session, SignUp, TeamSafety
from activities.planning import series
from activities.safety import incidents
from activities.staffing import availability, shifts
from activities.taking_part import ideas
from cms.models import StoryHandOver
from core import schedule
from leasing import partners
from leasing.models import Invoice, Lease, LeasedGarden
from notices import outbox, tasks, waiting_states
from notices.models import Message, Task
from participants import consents
from payouts import thresholds
from payouts.models import Batch, Earning, Payout, Reservation
from payouts.models.earning import WAITING
from portals.staff.today.task_links import links_of
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import (
    ActivityFactory,
    IdeaFactory,
    RoutineFactory,
    SessionFactory,
    ShiftFactory,
)
from tests.factories.leasing import EnquiryFactory, GardenOfferFactory, PartnerFactory
from tests.factories.notices import MessageFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import AdditionFactory, BudgetFactory, ThresholdFactory
from tests.portals.staff.scene import every_row, scene, subjects

OURS = {"accounts", "activities", "ledger", "leasing", "notices", "participants", "payouts"}
PLANNED = {
    ("participants.Consent.kind", "withdrawn"),
    ("wagtailcore.Page.expire_at", "past"),
    ("wagtailcore.Page.go_live_at", "past"),
    ("wagtailcore.Revision.approved_go_live_at", "past"),
}
"""What waits for its hour, or outside the software."""
STATES = {"state", "status", "stage", "phase", "step"}
NOON = datetime(2026, 3, 11, 11, 0, tzinfo=UTC)
CLOCK_FORWARD = date(2026, 3, 29)


def listed():
    lines = Path("docs/waiting.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return [row for row in rows if len(row) == 6 and "." in row[0]]


def in_the_schema():
    found = set()
    for model in apps.get_models():
        ours = model._meta.app_label in OURS or model._meta.label == "wagtailcore.Page"
        if not ours or model.__name__.startswith("Historical"):
            continue
        for field in model._meta.local_fields:
            name = f"{model._meta.label}.{field.name}"
            if field.choices and field.name in STATES:
                found |= {(name, value) for value, _words in field.choices}
            if field.null and field.name.endswith(("_at", "_by", "_on")):
                planned = (name, "past")
                found.add(planned if planned in PLANNED else (name, "empty"))
    return found | PLANNED


def test_every_state_that_may_wait_stands_in_the_table():
    table = {(row[0], row[1]) for row in listed()}
    assert sorted(in_the_schema() - table) == []
    there = {f"{model._meta.label}.{field.name}" for model in apps.get_models()
             for field in model._meta.local_fields}  # fmt: skip
    assert sorted({name for name, _state in table} - there) == []


def test_the_table_names_every_state_that_is_asked_about_and_no_other():
    named = {name for row in listed() for name in re.split(r", ", row[5]) if name}
    assert named == set(waiting_states.names())
    assert [row[0] for row in listed() if row[2] != "–" and not row[2]] == []


# --- A walk by the clock ------------------------------------------------------------------
class Ground:
    """A team with one of each waiting state, and the fact that ends each."""

    def __init__(self):
        self.here = here = scene()
        here.activity.teams.add(here.team)
        self.leader = here.colleague(Role.LEADER)
        self.finance = here.colleague(Role.FINANCE)
        self.worker = here.worker
        self.ends = {}
        self.sessions()
        self.people()
        self.money()
        self.messages()
        self.business()
        self.pages()

    def pages(self):
        here, before = self.here, timezone.now() - timedelta(hours=2)
        late = pages.story(team=here.team, live=False)
        late.save_revision()
        Revision.objects.filter(object_id=str(late.pk)).update(approved_go_live_at=before)
        self.expect("page_not_out", self.leader, late.latest_revision, approved_go_live_at=None)
        old = pages.story(team=here.team, expire_at=before)
        wagtail_groups.mirror(here.team)
        self.expect("page_not_down", self.leader, old, live=False)
        told = pages.story(team=here.team, live=False)
        StoryHandOver.objects.create(story=told)
        self.ends["story_with_editor"] = self.leader, told.handed_over.delete
        yes = consents.give(
            here.person(), item=old, channel="print", how="screen", months=1
        )  # fmt: skip
        consents.withdraw(yes)
        self.ends["consent_to_take_down"] = (
            self.worker,
            lambda: tasks.done(Task.objects.get(waits_for="consent_to_take_down"), by=self.worker),
        )

    def sessions(self):
        here, now = self.here, timezone.now()
        over = here.session(
            offered=False, state="published",
            starts_at=now - timedelta(hours=4), ends_at=now - timedelta(hours=2),
        )  # fmt: skip
        self.expect("session_not_finished", self.worker, over, state=Session.State.CLOSED)
        draft = SessionFactory(
            team=here.team, activity=here.activity, starts_at=now + timedelta(days=3)
        )
        self.expect("session_not_opened", self.leader, draft, state=Session.State.CANCELLED)
        lacking = SessionFactory(
            team=here.team, activity=here.activity, state="published",
            starts_at=now + timedelta(days=9),
        )  # fmt: skip
        self.expect("session_lacks_staff", self.leader, lacking, state=Session.State.CANCELLED)
        out = SessionFactory(
            team=here.team, activity=here.activity, state="closed", off_site=True,
            starts_at=now - timedelta(hours=2), ends_at=now - timedelta(minutes=20),
        )  # fmt: skip
        duty = ShiftFactory(session=out, staff=self.worker)
        self.ends["not_home"] = self.leader, lambda: shifts.all_clear(duty, by=self.worker)
        long_ago = SessionFactory(
            team=here.team, activity=here.activity, state="closed", off_site=True,
            starts_at=now - timedelta(days=40), ends_at=now - timedelta(days=39),
        )  # fmt: skip
        old = ShiftFactory(session=long_ago, staff=self.worker)
        self.ends["not_home_long_ago"] = self.leader, lambda: shifts.all_clear(old, by=self.worker)
        watch = OnCall.objects.create(
            team=here.team, staff=here.colleague(), starts_at=now, ends_at=now + timedelta(hours=9)
        )
        availability.add_absence(
            here.team, staff=watch.staff, first_day=timezone.localdate(),
            last_day=timezone.localdate(), deputy=None,
        )  # fmt: skip
        self.ends["nobody_answers"] = self.leader, watch.delete
        here.team.cover_needs_leader = True
        here.team.save()
        in_five_days = here.session(starts_at=now + timedelta(days=5))
        ahead = ShiftFactory(session=in_five_days, staff=here.colleague())
        yes = CoverAsk.objects.create(
            session=ahead.session, instead_of=ahead.staff, staff=here.colleague(),
            token_hash="h", said_yes=True, answered_at=now,
        )  # fmt: skip
        self.expect("cover_waits_for_leader", self.leader, yes, ended="not_needed", closed_at=now)
        asked = SubstituteAgreement.objects.create(
            borrows=TeamFactory(), lends=here.team, asked_by=UserFactory(),
            until=timezone.localdate() + timedelta(days=30),
        )  # fmt: skip
        self.expect("substitutes_asked", self.leader, asked, ended_at=now)
        gone = MembershipFactory(team=here.team, ended_at=now).user
        routine = TeamSafety.objects.create(team=here.team, deputy=gone)
        self.expect("deputy_gone", self.leader, routine, deputy=None)
        old_routine = RoutineFactory(
            team=here.team, by=self.leader, responsible=self.worker, review_on=timezone.localdate()
        )
        self.expect("routine_to_review", self.worker, old_routine, retired_at=now,
                    retired_by=self.leader)  # fmt: skip
        nobodys = ActivityFactory(teams=[here.team])
        stuck = series.make(
            nobodys, team=here.team, place=here.place, starts_on=timezone.localdate(),
            starts=time(9), minutes=60, rule="FREQ=YEARLY", by=None,
        ).series  # fmt: skip
        nobodys.teams.clear()
        yesterday = timezone.localdate() - timedelta(days=1)
        Series.objects.filter(pk=stuck.pk).update(
            made_until=yesterday, rule="FREQ=DAILY", created_at=now - timedelta(days=90)
        )
        self.expect("series_not_made", self.leader, stuck, ended_on=yesterday)
        by_night = series.make(
            here.activity, team=here.team, place=here.place, starts_on=CLOCK_FORWARD,
            starts=time(2, 30), minutes=60, rule="FREQ=WEEKLY;COUNT=1", by=None,
        )  # fmt: skip
        [late] = by_night.made
        self.expect("session_begins_later", self.leader, late, state=Session.State.CANCELLED)
        incident = Incident.objects.create(session=over, staff=self.worker)
        self.ends["talk_afterwards"] = (
            self.leader, lambda: incidents.confirm_talk(incident, by=self.leader)
        )  # fmt: skip

    def people(self):
        here, now = self.here, timezone.now()
        full = SessionFactory(
            team=here.team, activity=here.activity, state="published", min_staff=1,
            starts_at=now + timedelta(days=5),
        )  # fmt: skip
        ShiftFactory(session=full, staff=here.colleague())
        for name, person, day in (
            ("in_line", self.worker, 2), ("in_line_past_answer", self.leader, -1),
        ):  # fmt: skip
            row = SignUp.objects.create(
                session=full, participant=here.person(), state="in_line", asked_at=now,
                answer_on=timezone.localdate() + timedelta(days=day),
            )  # fmt: skip
            self.expect(name, person, row, state=SignUp.State.NOT_NOW, answer_on=None)
        idea = ideas.propose(here.person(), text="Sjakk")
        gone = MembershipFactory(team=here.team, ended_at=now)
        left = ParticipantFactory(team=here.team, primary_contact=gone.user)
        self.expect("contact_gone", self.leader, left, primary_contact=self.worker)
        self.ends["idea_open"] = self.worker, lambda: ideas.answer(idea, by=self.worker)

    def money(self):
        here, now = self.here, timezone.now()
        mine = {"team": here.team, "made_by": self.leader}
        budget = BudgetFactory(**mine, approved_by=None)
        self.expect("budget_to_approve", self.finance, budget, approved_by=self.finance)
        more = AdditionFactory(budget=BudgetFactory(**mine), made_by=self.finance)
        self.expect(
            "addition_to_approve", self.leader, more, approved_by=self.leader, approved_at=now
        )
        here.team.organisation_number = "310000019"
        here.team.save()
        limit = ThresholdFactory(made_by=self.leader, verified_by=None, verified_at=None)
        self.expect(
            "threshold_to_verify", self.finance, limit, verified_by=self.finance, verified_at=now
        )
        sealed = {"sealed_by": self.finance, "sealed_at": now, "sha256": "a", "file": b"x"}
        draft = Batch.objects.create(**mine)
        self.expect("batch_to_seal", self.finance, draft, state="void", void_reason="x")
        ready = Batch.objects.create(**mine, state="sealed", **sealed)
        self.expect("batch_to_send", self.finance, ready, state="void", void_reason="x")
        gone = Batch.objects.create(**mine, state="sent", sent_at=now - timedelta(days=4), **sealed)
        self.expect("batch_without_answer", self.leader, gone, state="settled")
        earned = here.earned(here.person())
        Earning.objects.filter(pk=earned.pk).update(approved_at=now - timedelta(days=20))
        self.expect("honoraria_to_pay", None, earned, state="reversed")
        self.without_money()
        sending = Payout.objects.create(
            earning=here.earned(here.person()), method="stripe", state="sending"
        )
        Payout.objects.filter(pk=sending.pk).update(changed_at=now - timedelta(days=2))
        self.expect("stripe_without_answer", self.leader, sending, state="failed")

    def without_money(self):
        here, today = self.here, timezone.localdate()
        session = here.session(offered=False, state="closed")
        empty = BudgetFactory(team=here.team, amount_ore=1, ends_on=today)
        Reservation.objects.create(session=session, budget=empty, rate_ore=100, count=0)
        stopped, limit = here.person(), ThresholdFactory(ore=1)
        thresholds.decide(
            stopped, threshold=limit, decision="stop", reason="x", person_knows=True,
            year=timezone.localdate(session.starts_at).year, by=self.leader,
        )  # fmt: skip
        for held_by, person, about in (
            ("budget", self.leader, {"participant": here.person()}),
            ("threshold", self.worker, {"participant": stopped, "threshold": limit}),
        ):
            held = Earning.objects.create(
                session=session, reason="took_part", ore=100, state="unfunded", held_by=held_by,
                **about,
            )  # fmt: skip
            over = {"state": "reversed", "held_by": "", "threshold": None}
            self.expect(WAITING[held_by], person, held, **over)

    def messages(self):
        lost = MessageFactory(participant=self.here.person(), state="given_up")
        self.ends["message_given_up"] = (
            self.worker,
            lambda: tasks.done(Task.objects.get(key=f"tell:{lost.key}"), by=self.worker),
        )

        MessageFactory(participant=self.here.person(), state="too_old")
        self.ends["messages_never_sent"] = (
            self.leader, lambda: outbox.mark_told(self.here.team, by=self.worker)
        )  # fmt: skip

    def business(self):
        here, today = self.here, timezone.localdate()
        enquiry = EnquiryFactory(team=here.team)
        self.ends["enquiry_open"] = (
            self.leader, lambda: partners.answer_enquiry(enquiry, by=self.leader)
        )  # fmt: skip
        told = partners.answer_otherwise(
            EnquiryFactory(team=here.team), how="not_now", words="Vi tar kontakt til våren.",
            by_email=True, by=self.leader,
        )  # fmt: skip
        letters = Message.objects.filter(key__startswith=partners.LETTER)
        letters.update(state="given_up")
        self.ends["enquiry_letter_lost"] = self.leader, lambda: partners.open_again(told) and (
            partners.answer_otherwise(told, how="talked", words="", by_email=False, by=self.leader)
        )  # fmt: skip
        lease = Lease.objects.create(
            partner=PartnerFactory(team=here.team), agreed_by=self.leader, months=10
        )
        garden = LeasedGarden.objects.create(
            lease=lease, garden=GardenOfferFactory().garden, monthly_ore=1,
            starts_on=today - timedelta(days=300), ends_on=today + timedelta(days=20),
        )  # fmt: skip
        self.expect("lease_ends_soon", self.leader, garden, state="ended")
        bill = Invoice.objects.create(
            number=1, lease=lease, ore=100, pay_by=today - timedelta(days=1)
        )
        self.expect("invoice_overdue", self.leader, bill, pay_by=today + timedelta(days=9))
        new = MembershipFactory(team=here.team, role=Role.WORKER).user
        letter = Invitation.objects.create(
            user=new, token_hash="h", expires_at=timezone.now() + timedelta(minutes=1)
        )
        Invitation.objects.filter(pk=letter.pk).update(
            created_at=timezone.now() - timedelta(days=9),
            expires_at=timezone.now() - timedelta(days=1),
        )
        self.expect("invitation_ran_out", self.leader, letter, accepted_at=timezone.now())

    def expect(self, name, person, row, **fact):
        self.ends[name] = person, lambda: type(row).objects.filter(pk=row.pk).update(**fact)


OF_THE_TEAM = {"session_lacks_staff", "session_not_finished"}
"""What the whole team sees on «I dag» as a session of its own, whoever is asked."""


def names_on(page: Any) -> set[str]:
    """Return the names of the states that stand on somebody's «I dag»."""
    found = {row.subject.waits_for for row in every_row(page) if isinstance(row.subject, Task)}
    lists = {"mangler": "session_lacks_staff", "uferdig": "session_not_finished"}
    return found | {name for key, name in lists.items() if subjects(page, key)}


@pytest.mark.django_db
def test_each_state_is_found_on_the_right_persons_day_and_gone_after_the_fact(signed_in):
    with time_machine.travel(NOON, tick=False):
        ground = Ground()
        assert set(ground.ends) == set(waiting_states.names())
        of_pages = "put out pages whose hour has come", "take down pages whose end has come"
        with patch.dict(schedule._steps, dict.fromkeys(of_pages, lambda: 0)):
            schedule.run()  # as if what drives the pages stood still

        days = {
            user: names_on(signed_in(user).get(reverse("staff:today")))
            for user in (ground.leader, ground.finance, ground.worker)
        }
        found = {
            name: sorted(str(user) for user, tasks_there in days.items() if name in tasks_there)
            for name in waiting_states.names()
        }
        for name, (person, _fact) in ground.ends.items():
            if name not in OF_THE_TEAM:
                assert len(found[name]) == 1, (name, found[name])
            assert found[name] and (person is None or str(person) in found[name]), name
        for task in Task.objects.open().select_related("team"):
            assert task.answer_by, task.text
            assert task.assigned_to, task.text
            assert links_of(task) or task.participant, task.text

        for _person, fact in ground.ends.values():
            fact()
        schedule.run()

        still = Task.objects.open().exclude(waits_for="")
        assert list(still.values_list("waits_for", "text")) == []


@pytest.mark.django_db
def test_every_link_on_my_day_is_answered(signed_in):
    with time_machine.travel(NOON, tick=False):
        ground = Ground()
        schedule.run()
        for user in (ground.leader, ground.finance, ground.worker):
            client = signed_in(user)
            for row in every_row(client.get(reverse("staff:today"))):
                for url in (row.url, *(link.url for link in row.links)):
                    assert not url or client.get(url).status_code == 200, (row.words, url)


@pytest.mark.django_db
def test_done_without_the_fact_lasts_the_day_and_can_be_undone(signed_in):
    here = scene()
    IdeaFactory(team=here.team, participant=here.person())
    waiting_states.update_tasks()
    task = Task.objects.open().get(waits_for="idea_open")
    client = signed_in(here.worker)

    client.post(reverse("staff:task_done", args=[task.pk]))
    waiting_states.update_tasks()
    page = client.get(reverse("staff:today"))
    assert (subjects(page, "venter"), subjects(page, "gjoremal")) == ([], [task])

    client.post(reverse("staff:task_undo", args=[task.pk]))
    assert subjects(client.get(reverse("staff:today")), "venter") == [task]

    tasks.done(task, by=here.worker)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        waiting_states.update_tasks()
        assert Task.objects.open().get(pk=task.pk).answer_by == timezone.localdate()


@pytest.mark.django_db
def test_what_waits_is_asked_about_once_however_often_the_timer_runs():
    here = scene()
    for _number in range(3):
        SessionFactory(team=here.team, activity=here.activity)
    assert [waiting_states.update_tasks("session_not_opened") for _run in range(3)] == [1, 0, 0]
    assert Task.objects.get().text == "3 utkast er ikke åpnet. Ingen ser dem ennå."
    Session.objects.first().delete()
    waiting_states.update_tasks()
    assert Task.objects.get(waits_for="session_not_opened").text.startswith("2 utkast")
