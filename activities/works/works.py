"""Making and caring for works. No date, no amount, no order (rules.md#no-speed)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import Activity, CareVisit, Making, Mural, Work
from core.errors import RuleBroken, must_be_valid
from core.saving import locked_row
from participants import names_in_text
from participants.models import Participant
from pictures import keeping
from pictures.models import Picture

SAME_TAP = timedelta(minutes=15)
CARE = CareVisit.Care
SUITABLE_CARE: dict[str, tuple[CareVisit.Care, ...]] = {
    Work.Kind.BIRDHOUSE: (CARE.CHECKED, CARE.BIRDS_INSIDE, CARE.CLEANED),
    Work.Kind.GARDEN: (CARE.CHECKED, CARE.WATERED, CARE.RAKED),
    Work.Kind.COMPUTER: (CARE.CHECKED, CARE.CLEANED),
    Work.Kind.MURAL: (CARE.CHECKED, CARE.CLEANED),
    Work.Kind.OTHER: (CARE.CHECKED, CARE.WATERED, CARE.CLEANED),
}
"""The care that has a button of its own; film, photo and music need none."""


def make(
    activity: Activity,
    *,
    team: Team,
    kind: str,
    title: str,
    makers: Iterable[Participant] = (),
    **fields: Any,
) -> Work:
    """Return a new work with its makers. Raises RuleBroken when a value cannot be."""
    work = Work(activity=activity, team=team, kind=kind, title=title, **fields)
    with transaction.atomic():
        _save(work, makers=makers)
    return work


def edit(work: Work, *, makers: Iterable[Participant], **fields: Any) -> Work:
    """Change `fields` of a work, its state among them, and its makers.

    Raises RuleBroken when a value cannot be, and for a mural that is shown to everybody before
    the wall's owner has said yes.
    """
    with locked_row(work) as row:
        for name, value in fields.items():
            setattr(row, name, value)
        _save(row, makers=makers)
    return row


def _save(work: Work, *, makers: Iterable[Participant]) -> None:
    if work.steward and work.steward.team_id != work.team_id:
        raise RuleBroken(_("Velg deltakere i teamet."))
    if work.kind == Work.Kind.MURAL and work.is_public and not _owner_says_yes(work):
        raise RuleBroken(
            _("Vis veggmaleriet for alle når eieren av veggen har sagt ja. Skriv det ned først.")
        )
    must_be_valid(work)
    work.save()
    set_makers(work, makers=makers)


def others_named(words: Iterable[str], *, team: Team, makers: Iterable[Participant]) -> list[str]:
    """Return the chosen names in `words` of people of `team` who did not make the work.

    They cannot say yes to stand beside it. A maker can: until then `cms.page_content.shown_people`
    leaves out what names them.
    """
    makers = list(makers)
    others = Participant.objects.filter(team=team).exclude(pk__in=[one.pk for one in makers])
    names = dict(others.values_list("pk", "chosen_name"))
    found = names_in_text.found(words, names, known=[one.chosen_name for one in makers])
    return sorted({names[key] for key in found})


def _owner_says_yes(work: Work) -> bool:
    return work.pk is not None and Mural.objects.filter(work=work, has_permission=True).exists()


def set_makers(work: Work, *, makers: Iterable[Participant]) -> None:
    """Make `makers` the hands behind `work`: people of the work's team."""
    wanted = list(makers)
    if any(person.team_id != work.team_id for person in wanted):
        raise RuleBroken(_("Velg deltakere i teamet."))
    with transaction.atomic():
        work.makings.exclude(participant__in=wanted).delete()
        for person in wanted:
            Making.objects.get_or_create(work=work, participant=person)


def show_more_pictures(work: Work, *, pictures: Iterable[Picture]) -> None:
    """Let `pictures` be the work's pictures beside its first; each needs its own consents."""
    with locked_row(work) as row:
        row.more_pictures.set(pictures)


def add_picture(work: Work, *, picture: Picture) -> None:
    """Let `picture` be the work's own, or one of its further ones. A repeat changes nothing."""
    with locked_row(work) as row:
        if row.picture_id is None:
            row.picture = picture
            row.save(update_fields=["picture", "changed_at"])
        elif row.picture_id != picture.pk:
            row.more_pictures.add(picture)


def take_picture(work: Work, *, file: Any, by: User, **kept: Any) -> Picture:
    """Keep `file` as a picture of `work` and return it; `kept` is as for `pictures.keeping.keep`.

    The same `sent_as` again is the same picture. Raises RuleBroken.
    """
    with transaction.atomic():
        picture = keeping.keep(file, title=str(work), team=work.team, by=by, **kept)
        add_picture(work, picture=picture)
    return picture


def set_state(work: Work, *, state: str) -> Work:
    """Let a work rest, go on, be finished or be gone; each may follow any other."""
    if state not in Work.State.values:
        raise RuleBroken(_("Velg en tilstand i lista."))
    work.state = state
    work.save(update_fields=["state", "changed_at"])
    return work


def release_all(participant: Participant) -> int:
    """Let nobody look after what `participant` was the steward of; return how many works."""
    own = Work.objects.filter(steward=participant)
    return own.update(steward=None, changed_at=timezone.now())


def suitable_care(work: Work) -> tuple[CareVisit.Care, ...]:
    """Return the care that suits `work`, in the order of its buttons; none when it is gone."""
    return () if work.state == Work.State.GONE else SUITABLE_CARE.get(work.kind, ())


def care(
    work: Work, *, care: str, by: User | None = None, participant: Participant | None = None
) -> CareVisit:
    """Record a visit: a tap. Who cared may be unnamed.

    Locks the work. The same care by the same person within a quarter of an hour is the same tap.
    """
    if care not in CareVisit.Care.values:
        raise RuleBroken(_("Velg hva som ble gjort."))
    with locked_row(work) as row:
        if row.state == Work.State.GONE:
            raise RuleBroken(_("Den finnes ikke mer, så det er ikke noe å se til."))
        just_now = timezone.now() - SAME_TAP
        visits = CareVisit.objects.select_related("work__activity", "work__team", "participant")
        same = visits.filter(
            work=row, care=care, participant=participant, visited_at__gte=just_now
        ).first()
        return same or CareVisit.objects.create(
            work=row, care=care, participant=participant, recorded_by=by
        )
