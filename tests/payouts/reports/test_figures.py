"""«Tall», counted by hand: what some teams did in a period, and what the books say it cost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from activities.models import Attendance, CareVisit, Guest, RiverResult, Session
from core.dates import midnight
from ledger import books
from ledger.chart import EXPENSE, IN_TRANSIT, OWED
from payouts import losses
from payouts.budgets import budgets
from payouts.earnings import promises
from payouts.models import Budget, Earning
from payouts.over_the_table import cash
from payouts.reports.figures import Figures, Part, measure
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import (
    ActivityFactory,
    SessionFactory,
    ShiftFactory,
    WorkFactory,
    with_staff,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.leasing.test_billing import an_invoice, bank
from tests.payouts.helpers import SIGNATURE, full_box, scene

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def at(day: int, hour: int = 12, month: int = 3):
    """Return a moment of spring 2026 in Oslo."""
    return midnight(date(2026, month, day)) + timedelta(hours=hour)


def held(team, activity, day: int, *people, month: int = 3, **more):
    """Return a finished session of two hours in which `people` took part."""
    session = SessionFactory(
        team=team, activity=activity, state=Session.State.CLOSED, starts_at=at(day, month=month),
        ends_at=at(day, 14, month=month), **more,
    )  # fmt: skip
    for person in people:
        by = person.primary_contact
        Attendance.objects.create(session=session, participant=person, recorded_by=by)
    return session


def counted(teams, first: date = MARCH[0], last: date = MARCH[1]) -> Figures:
    return measure(teams, first=first, last=last)


def part_of(figures: Figures, activity) -> Part:
    return figures.parts[activity]


def test_sessions_people_and_hours_counted_by_hand():
    team = TeamFactory()
    boxes, garden = ActivityFactory(name="Fuglekassa"), ActivityFactory(name="Minihagen")
    ola, kari, siv = (ParticipantFactory(team=team) for _person in range(3))
    held(team, boxes, 20, ola, month=2)  # Ola is known when March begins
    first = held(team, boxes, 1, ola, kari)
    held(team, boxes, 31, kari)
    garden_day = held(team, garden, 10, kari, siv)
    for _staff in range(2):
        ShiftFactory(session=first)
    Guest.objects.create(session=garden_day, called="Gjest", recorded_by=ola.primary_contact)

    figures = counted([team])

    part, whole = part_of(figures, boxes), figures.together
    assert (part.sessions, part.minutes, part.staff_minutes) == (2, 240, 240)
    assert (len(part.people), part.times, len(part.new), part.guests) == (2, 3, 1, 0)
    assert (whole.sessions, whole.minutes, whole.staff_minutes) == (3, 360, 240)
    assert (len(whole.people), whole.times, len(whole.new), whole.guests) == (3, 5, 2, 1)
    assert whole.months == {date(2026, 3, 1): 3}


def test_only_what_was_held_is_counted():
    team, activity = TeamFactory(), ActivityFactory()
    for state in (Session.State.DRAFT, Session.State.CANCELLED):
        SessionFactory(team=team, activity=activity, state=state, starts_at=at(3))
    SessionFactory(team=team, activity=activity, published=True, starts_at=at(4))
    SessionFactory(team=team, activity=activity, published=True, starts_at=timezone.now(),
                   ends_at=timezone.now() + timedelta(hours=2))  # fmt: skip
    today = timezone.localdate()

    assert counted([team]).together.sessions == 1
    assert counted([team], today, today).together.sessions == 0


def test_the_first_and_the_last_day_are_oslos():
    team, activity = TeamFactory(), ActivityFactory()
    for month, day, hour in ((3, 1, 0), (3, 31, 23), (4, 1, 0), (2, 28, 23)):
        SessionFactory(
            team=team, activity=activity, state=Session.State.CLOSED,
            starts_at=at(day, hour, month), ends_at=at(day, hour, month) + timedelta(hours=2),
        )  # fmt: skip
    assert counted([team]).together.sessions == 2


def test_another_team_is_not_counted():
    team, other, activity = TeamFactory(), TeamFactory(), ActivityFactory()
    held(other, activity, 5, ParticipantFactory(team=other))
    assert counted([team]).together == Part()
    assert counted([team, other]).together.sessions == 1


def test_works_care_and_what_came_out_of_the_river():
    team = TeamFactory()
    activity, river = ActivityFactory(), ActivityFactory()
    old, new = (WorkFactory(team=team, activity=activity) for _work in range(2))
    type(old).objects.filter(pk=old.pk).update(created_at=at(1, month=1))
    type(new).objects.filter(pk=new.pk).update(created_at=at(9))
    for work, day in ((old, 2), (old, 3), (new, 4)):
        CareVisit.objects.create(work=work, care="checked", visited_at=at(day))
    CareVisit.objects.create(work=new, care="checked", visited_at=at(4, month=4))
    for day, kilos in ((7, 40), (8, 2)):
        RiverResult.objects.create(session=held(team, river, day), kilos=kilos, scooters=1)

    figures = counted([team])

    part = part_of(figures, activity)
    assert (part.works_begun, part.works_cared_for, part.care_visits) == (1, 2, 3)
    assert (part_of(figures, river).kilos, part_of(figures, river).scooters) == (42, 2)
    assert (figures.together.kilos, figures.together.works_cared_for) == (42, 2)


def test_money_is_what_the_books_say():
    """Three get 150 kroner each, one of them is paid, and one was our mistake."""
    stage = scene()
    people = [stage.participant() for _person in range(3)]
    for person in people:
        promises.record(stage.session, participant=person, by=stage.by)
    today = timezone.localdate()
    team = stage.session.team

    before = counted([team], today - timedelta(days=1), today).together
    assert (before.promised.ore, before.cost.ore, before.paid.ore) == (45_000, 0, 0)

    promises.close(stage.session, by=stage.by)
    paid, wrong, _other = Earning.objects.order_by("pk")
    cash.pay(people[0], earnings=[paid.pk], box=full_box(stage), by=stage.by, signature=SIGNATURE)
    losses.write_off(wrong, reason="Feil person", by=stage.by)

    after = counted([team], today - timedelta(days=1), today).together
    assert (after.promised.ore, after.cost.ore, after.paid.ore) == (45_000, 30_000, 15_000)
    assert (after.promised.people, after.cost.people, after.paid.people) == (3, 2, 1)
    assert after.cost.ore == books.balance(EXPENSE)
    assert after.cost.ore + 15_000 - after.paid.ore == -(
        books.balance(OWED) + books.balance(IN_TRANSIT)
    )
    part = part_of(counted([team], today - timedelta(days=1), today), stage.session.activity)
    assert part.cost.ore == 30_000


def test_paid_and_come_back_is_not_paid():
    stage = scene()
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    promises.close(stage.session, by=stage.by)
    earning = Earning.objects.get()
    cash.pay(person, earnings=[earning.pk], box=full_box(stage), by=stage.by, signature=SIGNATURE)
    other = MembershipFactory(team=stage.session.team, role=Role.LEADER).user
    losses.pay_again_to_loss(earning.payouts.get(), reason="Kom ikke fram", by=other)

    today = timezone.localdate()
    found = counted([stage.session.team], today - timedelta(days=1), today).together
    assert (found.paid.ore, found.paid.people) == (0, 0)


def test_lease_income_and_what_it_paid_for():
    """4 000 kroner came in, 2 000 were set aside, and three honoraria of 150 were paid by them."""
    invoice = an_invoice()
    team = invoice.lease.partner.team
    bank(invoice, 40_000, "A")
    bank(invoice, 30_000, "B")  # 100 kroner beyond the invoice are no income
    budget = BudgetFactory(
        team=team, source=Budget.Source.LEASE_INCOME, amount_ore=100_000, name="Leie"
    )
    leader = MembershipFactory(team=team, role=Role.LEADER).user
    budgets.earmark(budget, ore=45_000, by=leader, key="one")
    activity = ActivityFactory(name="Minihagen")
    RateFactory(activity=activity)
    draft = SessionFactory(running=True, state="draft", activity=activity, team=team, places=3)
    session = promises.offer(with_staff(draft), by=leader)
    for _person in range(3):
        promises.record(session, participant=ParticipantFactory(team=team), by=leader)
    promises.close(session, by=leader)

    today = timezone.localdate()
    found = counted([team], today - timedelta(days=1), today)

    assert found.lease_income_ore == 60_000 == -books.balance(f"lease_income:{team.pk}") + 45_000
    assert (found.earmarked_ore, found.from_leases.ore, found.from_others.ore) == (
        45_000,
        45_000,
        0,
    )
    assert found.paid_by_leases == {"Minihagen"}
    assert counted([TeamFactory()], today, today).lease_income_ore == 0


def test_it_takes_ten_questions_however_many(django_assert_num_queries):
    team = TeamFactory()
    for count in (1, 3):
        for day in range(1, count + 1):
            people = [ParticipantFactory(team=team) for _person in range(count)]
            held(team, ActivityFactory(teams=[team]), day, *people)
        with django_assert_num_queries(10):
            counted([team])
