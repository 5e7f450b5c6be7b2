"""A threshold warns before, stops only when the person knows, and withholds nothing earned."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.taking_part import signups
from core.errors import RuleBroken
from notices.models import Task
from payouts import thresholds
from payouts.earnings import promises, unfunded
from payouts.models import Earning, Threshold, ThresholdDecision
from payouts.permissions import can_end_threshold, can_verify_threshold
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import SessionFactory, with_staff
from tests.factories.payouts import ThresholdFactory
from tests.payouts.helpers import scene

pytestmark = pytest.mark.django_db
PAYER = "310000019"


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_year():
    """Stand on a day whose neighbours are in the same year: thresholds count by the year."""
    with time_machine.travel(datetime(2026, 6, 10, 10, tzinfo=UTC)):
        yield


def payer(stage, number: str = PAYER):
    """Give the scene's team a legal payer; return the scene."""
    stage.session.team.organisation_number = number
    stage.session.team.save()
    return stage


def standing_of(stage, person):
    (one,) = thresholds.standings([person], team=stage.session.team, day=timezone.localdate())[
        person.pk
    ]
    return one


def another(stage):
    """Return another open session of the same team and activity."""
    draft = SessionFactory(
        running=True, state="draft", team=stage.session.team, activity=stage.session.activity
    )
    return promises.offer(with_staff(draft), by=stage.by)


def test_none_is_there_before_somebody_writes_it_down() -> None:
    assert not Threshold.objects.exists()


def test_it_holds_when_another_has_read_the_source() -> None:
    stage = payer(scene())
    made = thresholds.make(
        organisation_number=PAYER, name="Grense", ore=200_000,
        citation="Kilde", quoted="Tekst",
        valid_from=timezone.localdate(), by=stage.by,
    )  # fmt: skip
    finance = MembershipFactory(team=stage.session.team, role="finance").user

    for somebody in (stage.by, UserFactory()):
        with pytest.raises(RuleBroken, match="En annen"):
            thresholds.verify(made, by=somebody)
    assert not thresholds.in_force([PAYER], day=timezone.localdate()).exists()
    thresholds.verify(made, by=finance)
    thresholds.verify(made, by=finance)

    assert thresholds.in_force([PAYER], day=timezone.localdate()).get() == made


def test_the_database_wants_four_eyes() -> None:
    made = ThresholdFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Threshold.objects.filter(pk=made.pk).update(verified_by=made.made_by)


@pytest.mark.parametrize(
    ("number", "ore"), [("12", 1), ("310000018", 1), (PAYER, 0)], ids=["short", "check", "zero"]
)
def test_what_cannot_be_a_threshold_is_told(number: str, ore: int) -> None:
    with pytest.raises(RuleBroken):
        thresholds.make(
            organisation_number=number, name="G", ore=ore, citation="K", quoted="T",
            valid_from=timezone.localdate(), by=UserFactory(),
        )  # fmt: skip


def test_the_sum_is_of_the_year_and_of_the_payer_over_its_teams() -> None:
    stage = payer(scene())
    ThresholdFactory(ore=40_000)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    other = payer(scene())  # another team of the same payer
    promises.record(other.session, participant=person, by=other.by)
    stranger = scene()  # another payer
    promises.record(stranger.session, participant=person, by=stranger.by)
    last_year = scene()
    payer(last_year)
    promises.record(last_year.session, participant=person, by=last_year.by)
    last_year.session.starts_at -= timedelta(days=366)
    last_year.session.save()

    one = standing_of(stage, person)

    assert (one.earned_ore, one.is_near, one.is_over) == (30_000, False, False)
    assert (one.would_cross(10_000), one.would_cross(10_001)) == (False, True)


def test_without_a_decision_everything_is_promised() -> None:
    stage = payer(scene())
    ThresholdFactory(ore=10_000)
    person = stage.participant()

    promises.record(stage.session, participant=person, by=stage.by)

    assert standing_of(stage, person).is_over


def test_a_stop_is_agreed_and_what_is_earned_is_paid_all_the_same() -> None:
    stage = payer(scene())
    threshold = ThresholdFactory(ore=20_000)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    promises.close(stage.session, by=stage.by)
    what = {
        "threshold": threshold, "reason": "Trygden", "year": timezone.localdate().year,
        "by": stage.by,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="Snakk med"):
        thresholds.decide(person, decision="stop", person_knows=False, **what)
    thresholds.decide(person, decision="stop", person_knows=True, **what)

    session = another(stage)
    recorded = promises.record(session, participant=person, by=stage.by)

    assert recorded.attendance.pk
    assert recorded.earning is not None
    assert (recorded.earning.state, recorded.earning.threshold) == ("unfunded", threshold)
    assert Task.objects.filter(waits_for="honorarium_before_threshold").count() == 1
    assert standing_of(stage, person).earned_ore == 15_000
    assert Earning.objects.waiting_for_payment().filter(participant=person).count() == 1

    thresholds.decide(person, decision="go_on", person_knows=True, **what)
    assert unfunded.fund_waiting() == 1
    assert person.earnings.count() == 2


def test_the_database_knows_that_the_person_knows() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ThresholdDecision(
            threshold=ThresholdFactory(), participant=scene().participant(), year=2026,
            decision="stop", reason="x", person_knows=False, by=UserFactory(), at=timezone.now(),
        ).save()  # fmt: skip


def test_the_contact_is_asked_to_talk_before_the_session_that_would_cross_once() -> None:
    stage = payer(scene())
    ThresholdFactory(ore=20_000)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    soon = SessionFactory(
        team=stage.session.team, activity=stage.session.activity, published=True,
        starts_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    signups.join(soon, participant=person)
    signups.join(soon, participant=stage.participant())

    assert (thresholds.warn(), thresholds.warn()) == (1, 0)
    assert person.chosen_name in Task.objects.get(key__startswith="threshold:").text


def test_the_contact_hears_once_a_year_when_the_percentage_is_reached() -> None:
    stage = payer(scene())
    ThresholdFactory(ore=50_000, warn_percent=30)
    person, other = stage.participant(), stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)  # 150 of 500 kroner
    for days in (1, 2):
        soon = SessionFactory(
            team=stage.session.team, activity=stage.session.activity, published=True,
            starts_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        for somebody in (person, other):
            signups.join(soon, participant=somebody)

    assert (thresholds.warn(), thresholds.warn()) == (1, 0)
    told = Task.objects.get(key__startswith="threshold-near:")
    assert (told.participant, told.text.count("150")) == (person, 1)


def test_who_is_over_already_is_told_of_once_a_year_and_not_before_every_session() -> None:
    stage = payer(scene())
    ThresholdFactory(ore=10_000)
    person = stage.participant()
    promises.record(stage.session, participant=person, by=stage.by)
    for days in (1, 2):
        soon = SessionFactory(
            team=stage.session.team, activity=stage.session.activity, published=True,
            starts_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        signups.join(soon, participant=person)

    assert thresholds.warn() == 1
    assert Task.objects.get(participant=person).key.startswith("threshold-near:")


def test_one_in_force_is_ended_on_a_day_with_a_reason_that_is_kept() -> None:
    stage = payer(scene())
    threshold = ThresholdFactory()
    today = timezone.localdate()

    for _time in range(2):
        ended = thresholds.end(threshold, last_day=today, reason="Ny veileder", by=stage.by)

    assert (ended.last_day, ended.valid_to) == (today, today + timedelta(days=1))
    assert thresholds.in_force([PAYER], day=today).get() == threshold
    assert not thresholds.in_force([PAYER], day=today + timedelta(days=1)).exists()
    kept = threshold.history.filter(history_type="~").get()
    assert (kept.history_user, kept.history_change_reason) == (stage.by, "Ny veileder")
    shown = thresholds.with_endings(Threshold.objects.all()).get()
    assert (shown.ended_by, shown.ended_because) == (stage.by.first_name, "Ny veileder")


def test_the_last_day_can_be_moved_until_it_has_passed() -> None:
    stage = payer(scene())
    threshold = ThresholdFactory()
    today = timezone.localdate()
    thresholds.end(threshold, last_day=today + timedelta(days=40), reason="A", by=stage.by)

    moved = thresholds.end(threshold, last_day=today, reason="B", by=stage.by)

    assert moved.last_day == today
    Threshold.objects.update(valid_to=today)
    with pytest.raises(RuleBroken, match="gjelder ikke lenger"):
        thresholds.end(threshold, last_day=today + timedelta(days=1), reason="C", by=stage.by)


@pytest.mark.parametrize(
    ("days", "reason", "role", "said"),
    [
        (-1, "Feil", "leader", "en dag fram i tid"),
        (0, "  ", "leader", "Skriv hvorfor"),
        (0, "Feil", "worker", "Bare leder og økonomi"),
    ],
    ids=["yesterday", "without a reason", "worker"],
)
def test_what_cannot_be_ended_is_told(days: int, reason: str, role: str, said: str) -> None:
    stage = payer(scene())
    threshold = ThresholdFactory()
    by = MembershipFactory(team=stage.session.team, role=role).user
    last_day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(RuleBroken, match=said):
        thresholds.end(threshold, last_day=last_day, reason=reason, by=by)

    threshold.refresh_from_db()
    assert threshold.valid_to is None


def test_a_mistake_is_taken_away_before_it_holds_and_never_after() -> None:
    stage = payer(scene())
    mistaken = ThresholdFactory(verified_by=None, verified_at=None)
    with pytest.raises(RuleBroken, match="Ta den bort i stedet"):
        thresholds.end(mistaken, last_day=timezone.localdate(), reason="Feil", by=stage.by)
    with pytest.raises(RuleBroken, match="Bare leder og økonomi"):
        thresholds.remove(mistaken, by=UserFactory())
    thresholds.remove(mistaken, by=stage.by)
    assert not Threshold.objects.exists()

    holds = ThresholdFactory()
    with pytest.raises(RuleBroken, match="bare avsluttes"):
        thresholds.remove(holds, by=stage.by)
    assert Threshold.objects.get() == holds


def test_no_thresholds_cost_one_query_and_many_people_two(django_assert_num_queries) -> None:
    stage = payer(scene())
    people = [stage.participant() for _number in range(5)]
    with django_assert_num_queries(1):
        thresholds.standings(people, team=stage.session.team, day=timezone.localdate())
    ThresholdFactory()
    ThresholdFactory(name="En til")
    with django_assert_num_queries(2):
        thresholds.standings(people, team=stage.session.team, day=timezone.localdate())


def test_a_team_without_a_payer_has_no_threshold() -> None:
    ThresholdFactory()

    assert thresholds.standings([], team=TeamFactory(), day=timezone.localdate()) == {}


def test_another_payers_leader_neither_ends_it_nor_puts_it_in_force() -> None:
    mine, theirs = payer(scene()), payer(scene(), "987654325")
    row = ThresholdFactory(organisation_number=PAYER, made_by=UserFactory())
    asked = [
        [question(stage.by, row) for question in (can_end_threshold, can_verify_threshold)]
        for stage in (mine, theirs)
    ]
    assert asked == [[True, True], [False, False]]
