"""The steps of a work, what each kind of work has of its own, and what came out of the river.

A step has no date: it is done or not, and neither is ever late (rules.md#no-speed).
"""

from typing import Any

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import (
    Activity,
    Birdhouse,
    Computer,
    Mural,
    Recording,
    RiverResult,
    Session,
    Work,
    WorkStep,
)
from core.errors import RuleBroken, must_be_valid
from core.saving import locked_row
from core.text import checked_line

MOST_STEPS = 30
Details = Birdhouse | Computer | Recording | Mural
DETAILS: dict[str, type[Details]] = {
    Work.Kind.BIRDHOUSE: Birdhouse,
    Work.Kind.COMPUTER: Computer,
    Work.Kind.FILM: Recording,
    Work.Kind.PHOTO: Recording,
    Work.Kind.MUSIC: Recording,
    Work.Kind.MURAL: Mural,
}
"""The table in which each kind keeps its own; a garden has nothing but its care."""

JOINED = ("birdhouse", "computer", "recording", "mural")
"""What a page joins (`select_related`) before it asks `details_of`."""


# --- Steps -----------------------------------------------------------------------
def add_step(work: Work, *, text: str) -> WorkStep:
    """Return a new step, last in the list. The same words again are the same step."""
    text = checked_line(text)
    with locked_row(work) as row:
        known = row.steps.filter(text=text).first()
        if known:
            return known
        if row.steps.count() >= MOST_STEPS:
            raise RuleBroken(_("Det er nok med %(most)s steg på et verk.") % {"most": MOST_STEPS})
        last = row.steps.aggregate(last=Max("place_in_list", default=-1))["last"]
        step = WorkStep(work=row, text=text, place_in_list=last + 1)
        must_be_valid(step)
        step.save()
    return step


def tick_step(step: WorkStep, *, is_done: bool) -> WorkStep:
    """Say that a step is done, or not done after all. A repeat changes nothing."""
    with locked_row(step.work):
        row = WorkStep.objects.filter(pk=step.pk).first()
        if row is None:
            raise RuleBroken(_("Steget er tatt bort."))
        row.is_done = is_done
        row.save(update_fields=["is_done"])
    return row


def remove_step(step: WorkStep) -> None:
    """Take a step away. A repeat changes nothing."""
    WorkStep.objects.filter(pk=step.pk).delete()


# --- What a kind has of its own --------------------------------------------------
def details_of(work: Work) -> Details | None:
    """Return what is written about `work` for its kind. A list joins `JOINED`."""
    table = DETAILS.get(work.kind)
    return getattr(work, table._meta.model_name or "", None) if table else None


def describe(work: Work, **details: Any) -> Details:
    """Save what the work's kind has of its own, and return it.

    `details` are fields of the kind's table in `DETAILS`. A computer is given only after its disk
    was wiped, with the number of the certificate. A mural whose owner no longer says yes is at
    once shown to nobody. Raises RuleBroken when a value cannot be.
    """
    with locked_row(work) as row:
        table = DETAILS.get(row.kind)
        if table is None:
            raise RuleBroken(_("Dette verket har ikke mer å fortelle om."))
        kept = table.objects.filter(work=row).first() or table(work=row)  # type: ignore[attr-defined]
        before = getattr(kept, "stage", "")
        for name, value in details.items():
            setattr(kept, name, value)
        if isinstance(kept, Computer):
            _must_be_wiped_first(kept, before=before)
        must_be_valid(kept)
        kept.save()
        if isinstance(kept, Mural) and not kept.has_permission and row.is_public:
            row.is_public = False
            row.save(update_fields=["is_public", "changed_at"])
    return kept


def _must_be_wiped_first(computer: Computer, *, before: str) -> None:
    stage = Computer.Stage
    if computer.stage != stage.RECEIVED and not computer.certificate.strip():
        raise RuleBroken(_("Skriv nummeret på slettebeviset først."))
    if computer.stage == stage.GIVEN and before not in (stage.WIPED, stage.GIVEN):
        raise RuleBroken(_("Disken må være slettet før datamaskinen gis bort. Lagre det først."))


def given_computers(activity: Activity) -> int:
    """Return how many computers of `activity` families have been given. They are only counted."""
    given = Computer.objects.filter(stage=Computer.Stage.GIVEN, work__activity=activity)
    return given.filter(work__kind=Work.Kind.COMPUTER).count()


# --- Out of the river ------------------------------------------------------------
def river_result(
    session: Session, *, kilos: int, scooters: int, weather: str, safety_checked: bool
) -> RiverResult:
    """Save what a session brought out of the river; a repeat overwrites. Locks the session.

    Raises RuleBroken unless the session is out of the house, open or finished, and has begun.
    """
    with locked_row(session) as row:
        if not can_have_result(row):
            raise RuleBroken(_("Fangst hører til økter ute av huset, som er åpne eller ferdige."))
        if row.starts_at > timezone.now():
            raise RuleBroken(_("Økta har ikke begynt. Skriv ned fangsten etterpå."))
        result = RiverResult.objects.filter(session=row).first() or RiverResult(session=row)
        result.kilos, result.scooters = kilos, scooters
        result.weather, result.safety_checked = weather, safety_checked
        must_be_valid(result)
        result.save()
    return result


def can_have_result(session: Session) -> bool:
    """Tell whether something can be brought out of the river at `session`."""
    open_or_finished = session.state in (Session.State.PUBLISHED, Session.State.CLOSED)
    return session.off_site and open_or_finished


def out_of_the_river(activity: Activity) -> tuple[int, int]:
    """Return (kilos, scooters) that all sessions of `activity` have brought out."""
    kept = RiverResult.objects.filter(session__activity=activity)
    sums = kept.aggregate(kilos=Sum("kilos", default=0), scooters=Sum("scooters", default=0))
    return sums["kilos"], sums["scooters"]
