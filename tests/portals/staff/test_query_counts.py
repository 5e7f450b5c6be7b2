"""Lists ask as often for three rows as for one."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.taking_part import guests, ideas
from activities.works import details, jobs, works
from notices import tasks
from notices.models import Task
from payouts.bank import batches as batch_verbs
from payouts.earnings import promises
from payouts.models import VaultEntry
from payouts.over_the_table import cash, counts
from tests.factories.activities import JobFactory, WorkFactory
from tests.factories.payouts import GiftCardFactory, ThresholdFactory
from tests.factories.pictures import PictureFactory
from tests.payouts.helpers import SIGNATURE
from tests.portals.staff.scene import scene, subjects

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("item_count", [1, 3])]


def test_today(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for number in range(item_count):
        here.coming(here.session(), item_count)
        tasks.ask(
            key=f"call:{number}", team=here.team, kind=Task.Kind.TELL, text="Ring",
            participant=here.person(), assigned_to=here.worker,
        )  # fmt: skip
    client = signed_in(here.worker)
    with django_assert_num_queries(24):
        page = client.get(reverse("staff:today"))
    assert len(page.context["now"].cards) == item_count
    assert len(subjects(page, "gjoremal")) == item_count


def test_today_with_thresholds_in_force(signed_in, django_assert_num_queries, item_count):
    here = scene()
    here.team.organisation_number = "310000019"
    here.team.save()
    for number in range(item_count):
        here.coming(here.session(), item_count)
        ThresholdFactory(ore=10_000, name=f"Grense {number}")
    client = signed_in(here.worker)
    with django_assert_num_queries(27):
        page = client.get(reverse("staff:today"))
    rows = [row for card in page.context["now"].cards for row in card.expected]
    assert [row.about_threshold.count("Kan gå over") for row in rows] == (
        [item_count] * item_count**2
    )


def test_week(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.coming(here.session(), item_count)
    client = signed_in(here.worker)
    with django_assert_num_queries(13):
        page = client.get(reverse("staff:week"))
    assert sum(len(day.sessions) for day in page.context["days"]) == item_count


def test_sheet(signed_in, django_assert_num_queries, item_count):
    here = scene()
    session = here.session()
    here.coming(session, item_count)
    for _number in range(item_count):
        here.person("Annen")
        guests.add(session, by=here.worker)
    client = signed_in(here.worker)
    with django_assert_num_queries(18):
        page = client.get(reverse("staff:sheet", args=[session.pk]))
    assert len(page.context["rows"]) == item_count
    assert len(page.context["others"]) == item_count
    assert len(page.context["guests"]) == item_count


def test_sheet_with_thresholds_in_force(signed_in, django_assert_num_queries, item_count):
    here = scene()
    here.team.organisation_number = "310000019"
    here.team.save()
    session = here.session()
    here.coming(session, item_count)
    for number in range(item_count):
        here.person("Annen")
        ThresholdFactory(ore=10_000, name=f"Grense {number}")
    client = signed_in(here.worker)
    with django_assert_num_queries(19):
        page = client.get(reverse("staff:sheet", args=[session.pk]))
    for rows in (page.context["rows"], page.context["others"]):
        assert [row.about_threshold.count("Kan gå over") for row in rows] == [item_count] * len(
            rows
        )
        assert len(rows) == item_count


def test_sheet_of_a_closed_session_that_was_put_right(
    signed_in, django_assert_num_queries, item_count
):
    here = scene()
    session = here.session()
    people = here.coming(session, item_count)
    for person in people:
        promises.record(session, participant=person, by=here.worker)
    promises.close(session, by=here.worker)
    for person in people:
        promises.reverse(session, participant=person, by=here.worker)
        promises.record(session, participant=here.person(), by=here.worker)
    client = signed_in(here.worker)
    with django_assert_num_queries(18):
        page = client.get(reverse("staff:sheet", args=[session.pk]), {"rett": "1"})
    assert len(page.context["corrections"]) == 2 * item_count


def test_paper_sheet(signed_in, django_assert_num_queries, item_count):
    here = scene()
    session = here.session()
    here.coming(session, item_count)
    client = signed_in(here.worker)
    with django_assert_num_queries(11):
        page = client.get(reverse("staff:sheet_paper", args=[session.pk]))
    assert len(page.context["people"]) == item_count


def test_participants(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.person()
    client = signed_in(here.worker)
    with django_assert_num_queries(13):
        page = client.get(reverse("staff:participants"))
    assert len(page.context["table"].shown) == item_count


def test_participant(signed_in, django_assert_num_queries, item_count):
    here = scene()
    person = here.person()
    for _number in range(item_count):
        here.earned(person)
    client = signed_in(here.worker)
    with django_assert_num_queries(18):
        page = client.get(reverse("staff:participant", args=[person.pk]))
    assert len(page.context["earnings"]) == item_count


def test_pay(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.earned(here.person())
    client = signed_in(here.worker)
    with django_assert_num_queries(10):
        page = client.get(reverse("staff:pay"))
    assert len(page.context["dues"]) == item_count


def test_works(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        works.care(WorkFactory(team=here.team, activity=here.activity), care="cleaned")
        WorkFactory(team=here.team, activity=here.activity, state="resting")
    client = signed_in(here.worker)
    with django_assert_num_queries(11):
        page = client.get(reverse("staff:works"))
    assert len(page.context["table"].shown) == 2 * item_count


def test_work(signed_in, django_assert_num_queries, item_count):
    here = scene()
    work = WorkFactory(team=here.team, activity=here.activity)
    for number in range(item_count):
        details.add_step(work, text=f"Steg {number}")
        work.makers.add(here.person())
        work.more_pictures.add(PictureFactory())
        works.care(work, care="cleaned", participant=here.person())
    client = signed_in(here.worker)
    with django_assert_num_queries(17):
        page = client.get(reverse("staff:work", args=[work.pk]))
    assert len(page.context["work"].steps.all()) == item_count


def test_boxes(staff_client, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.box()
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(10):
        page = client.get(reverse("staff:boxes"))
    assert [ore for _box, ore in page.context["rows"]] == [100_000] * item_count


def test_batches(staff_client, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.sealed(here.with_account(), by=here.worker)
    for _number in range(item_count):
        here.with_account()
        VaultEntry.objects.filter(participant=here.with_account()).delete()
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(16):
        page = client.get(reverse("staff:batches"))
    assert len(page.context["table"].shown) == item_count
    assert len(page.context["missing"]) == item_count
    assert page.context["ready"][0]["ore"] == 15_000 * item_count


def test_batch(staff_client, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.with_account()
    batch = batch_verbs.make(here.team, by=here.worker)
    for entry in VaultEntry.objects.all():
        entry.save()  # somebody rewrote it
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(15):
        page = client.get(reverse("staff:batch", args=[batch.pk]))
    assert len(page.context["page"].object_list) == item_count


def test_reconcile(staff_client, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        batch = here.sealed(here.with_account(), by=here.worker)
        batch_verbs.mark_sent(batch, by=here.worker)
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(11):
        page = client.get(reverse("staff:reconcile"))
    assert len(page.context["page"].object_list) == item_count


def test_jobs(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        work = WorkFactory(team=here.team)
        JobFactory(team=here.team, place=here.place, work=work)
        jobs.done(JobFactory(team=here.team))
        jobs.pick_up(JobFactory(team=here.team), participant=here.person())
        jobs.pick_up(JobFactory(team=here.team), staff=here.colleague())
    client = signed_in(here.worker)
    with django_assert_num_queries(14):
        page = client.get(reverse("staff:jobs"))
    states = [job.state for job in page.context["table"].shown]
    kinds = (("waiting", 1), ("taken", 2), ("done", 1))
    assert states == [state for state, times in kinds for _one in range(times * item_count)]


def test_ideas(staff_client, django_assert_num_queries, item_count):
    here = scene()
    for number in range(item_count):
        ideas.propose(here.person(), text=f"Tur {number}")
        became = ideas.propose(here.person(), text=f"Båt {number}", wishes_to_organise=True)
        ideas.support(became, participant=here.person())
        ideas.become_activity(became, activity=here.activity, by=here.worker)
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(15):
        page = client.get(reverse("staff:ideas"))
    states = [idea.state for idea in page.context["table"].shown]
    assert states == ["open"] * item_count + ["activity"] * item_count
    assert len(page.context["helpers"]) == item_count


def test_envelopes(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.earned(here.person())
    client = signed_in(here.worker)
    with django_assert_num_queries(9):
        page = client.get(reverse("staff:envelopes"))
    assert len(page.context["envelopes"]) == item_count


def test_pay_groups(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.earned(here.person())
    client = signed_in(here.worker)
    with django_assert_num_queries(7):
        page = client.get(reverse("staff:pay_groups"))
    assert len(page.context["table"].shown) == item_count


def test_pay_group(signed_in, django_assert_num_queries, item_count):
    here = scene()
    here.box()
    session = here.session()
    for person in here.coming(session, item_count):
        promises.record(session, participant=person, by=here.worker)
    promises.close(session, by=here.worker)
    client = signed_in(here.worker)
    with django_assert_num_queries(16):
        page = client.get(reverse("staff:pay_group", args=[session.pk]))
    assert len(page.context["envelopes"]) == item_count


def test_gift_cards(staff_client, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        GiftCardFactory(team=here.team)
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(10):
        page = client.get(reverse("staff:gift_cards"))
    assert len(page.context["table"].shown) == item_count


def test_giving_gift_cards(signed_in, django_assert_num_queries, item_count):
    here = scene()
    person = here.person()
    for _number in range(item_count):
        here.earned(person)
        GiftCardFactory(team=here.team)
    client = signed_in(here.worker)
    with django_assert_num_queries(12):
        page = client.get(reverse("staff:gift_card_give", args=[person.pk]))
    assert len(page.context["cards"]) == len(page.context["earnings"]) == item_count


def test_box_report(signed_in, django_assert_num_queries, item_count):
    here = scene()
    box, colleague = here.box(), here.colleague()
    for _number in range(item_count):
        counts.count(box, counted_ore=100_000, by=here.worker, witness=colleague, key=uuid.uuid4())
    client = signed_in(here.worker)
    with django_assert_num_queries(13):
        page = client.get(reverse("staff:box_report", args=[box.pk]))
    assert len(page.context["report"].counts) == item_count


def test_year(signed_in, django_assert_num_queries, item_count):
    here = scene()
    person, box = here.person(), here.box()
    for _number in range(item_count):
        paid = here.earned(person)
        cash.pay(person, earnings=[paid.pk], box=box, by=here.worker, signature=SIGNATURE)
        here.earned(person)
    client = signed_in(here.worker)
    year = timezone.localdate().year
    with django_assert_num_queries(12):
        page = client.get(reverse("staff:year", args=[person.pk, year]))
    statement = page.context["statement"]
    assert len(statement.paid) == len(statement.owed) == item_count


def test_kept_promises(signed_in, django_assert_num_queries, item_count):
    here = scene()
    for _number in range(item_count):
        here.earned(here.person())
    client = signed_in(here.worker)
    with django_assert_num_queries(6):
        page = client.get(reverse("staff:payment_times"))
    assert page.context["found"].promised.count == item_count
