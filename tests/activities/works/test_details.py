"""Steps without dates, what each kind has of its own, and what came out of the river."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import RiverResult, Session, Work
from activities.works import details as work_details
from core.errors import RuleBroken
from tests.factories.activities import SessionFactory, WorkFactory

pytestmark = pytest.mark.django_db


def steps_of(work: Work) -> list[tuple[str, bool]]:
    return list(work.steps.values_list("text", "is_done"))


def computer(**details: str) -> Work:
    work = WorkFactory(kind=Work.Kind.COMPUTER)
    if details:
        work_details.describe(work, **details)
    return work


def outing(**fields: object) -> Session:
    began = timezone.now() - timedelta(hours=3)
    return SessionFactory(
        **{"off_site": True, "state": Session.State.PUBLISHED, "starts_at": began} | fields
    )


CATCH = {"kilos": 40, "scooters": 2, "weather": "Sol", "safety_checked": True}


# --- Steps -----------------------------------------------------------------------
def test_steps_come_last_and_the_same_words_are_the_same_step() -> None:
    work = WorkFactory()
    for text in ("Sage til", "Male", "  Sage   til "):
        work_details.add_step(work, text=text)
    assert steps_of(work) == [("Sage til", False), ("Male", False)]


def test_a_step_is_done_and_not_done_after_all_and_a_repeat_changes_nothing() -> None:
    work = WorkFactory()
    step = work_details.add_step(work, text="Male")
    for _tap in range(2):
        work_details.tick_step(step, is_done=True)
    assert steps_of(work) == [("Male", True)]
    work_details.tick_step(step, is_done=False)
    assert steps_of(work) == [("Male", False)]


def test_a_step_is_taken_away_once_and_cannot_be_ticked_after() -> None:
    work = WorkFactory()
    step = work_details.add_step(work, text="Male")
    work_details.add_step(work, text="Henge opp")
    for _tap in range(2):
        work_details.remove_step(step)
    assert steps_of(work) == [("Henge opp", False)]
    with pytest.raises(RuleBroken, match="tatt bort"):
        work_details.tick_step(step, is_done=True)


@pytest.mark.parametrize("text", ["", "   ", "a" * 121, "Ring 01010012356"])
def test_a_step_that_cannot_be_is_refused(text: str) -> None:
    work = WorkFactory()
    with pytest.raises(RuleBroken):
        work_details.add_step(work, text=text)
    assert steps_of(work) == []


def test_there_is_an_end_to_the_list() -> None:
    work = WorkFactory()
    for number in range(work_details.MOST_STEPS):
        work_details.add_step(work, text=f"Steg {number}")
    with pytest.raises(RuleBroken, match="nok med 30 steg"):
        work_details.add_step(work, text="Ett til")


# --- What a kind has of its own --------------------------------------------------
def test_a_birdhouse_hangs_somewhere_and_saving_again_overwrites() -> None:
    work = WorkFactory()
    for hangs in ("Bjørka", "Bjørka ved brua"):
        work_details.describe(work, hangs=hangs)
    found = Work.objects.select_related(*work_details.JOINED).get()
    assert work_details.details_of(found).hangs == "Bjørka ved brua"


def test_what_is_not_described_has_nothing_of_its_own() -> None:
    assert work_details.details_of(WorkFactory()) is None
    garden = WorkFactory(kind=Work.Kind.GARDEN)
    assert work_details.details_of(garden) is None
    with pytest.raises(RuleBroken, match="ikke mer å fortelle"):
        work_details.describe(garden, hangs="Bjørka")


@pytest.mark.parametrize("stage", ["wiped", "given"])
def test_a_computer_is_wiped_only_with_a_certificate(stage: str) -> None:
    work = computer(stage="wiped", certificate="B-7")
    with pytest.raises(RuleBroken, match="slettebeviset"):
        work_details.describe(work, stage=stage, certificate="  ")


def test_a_computer_is_given_only_after_it_was_wiped() -> None:
    work = computer()
    with pytest.raises(RuleBroken, match="må være slettet"):
        work_details.describe(work, stage="given", certificate="B-7")
    assert work_details.given_computers(work.activity) == 0

    for stage in ("wiped", "given", "given"):
        work_details.describe(work, stage=stage, certificate="B-7")

    assert work_details.given_computers(work.activity) == 1


def test_a_recording_keeps_its_rights_and_words() -> None:
    work = WorkFactory(kind=Work.Kind.FILM)
    kept = work_details.describe(work, rights="Alle", captions="Norsk", transcript="Hei.")
    assert (kept.rights, kept.captions, kept.transcript) == ("Alle", "Norsk", "Hei.")


# --- Out of the river ------------------------------------------------------------
def test_a_catch_is_saved_and_a_repeat_overwrites() -> None:
    session = outing()
    for kilos in (40, 55):
        work_details.river_result(session, **CATCH | {"kilos": kilos})
    result = RiverResult.objects.get()
    assert (result.kilos, result.scooters, result.weather) == (55, 2, "Sol")
    assert work_details.out_of_the_river(session.activity) == (55, 2)


def test_the_catch_of_an_activity_is_a_sum() -> None:
    session = outing()
    for one in (session, outing(activity=session.activity, state="closed"), outing()):
        work_details.river_result(one, **CATCH)
    assert work_details.out_of_the_river(session.activity) == (80, 4)
    assert work_details.out_of_the_river(SessionFactory().activity) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"off_site": False},
        {"state": Session.State.DRAFT},
        {"state": Session.State.CANCELLED},
        {"starts_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_other_sessions_have_no_catch(fields: dict) -> None:
    with pytest.raises(RuleBroken):
        work_details.river_result(outing(**fields), **CATCH)
    assert RiverResult.objects.count() == 0


def test_a_catch_that_cannot_be_is_answered_in_words() -> None:
    with pytest.raises(RuleBroken, match="Se over tallene"):
        work_details.river_result(outing(), **CATCH | {"kilos": 100_001})
