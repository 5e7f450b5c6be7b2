"""«Venter på deg» and «Gjøremål»: what others wait for me to answer, and what else I must do."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LEADING, PLANNING, SEEING_PEOPLE, SecondPerson, Team
from activities.models import CoverAsk
from core.templatetags.formats import clock, day_word, long_date, weekday_date
from notices.models import Task
from participants.models import Consent, Participant
from portals.staff.shared.links import Link
from portals.staff.today import shift_notices
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Press, Row
from portals.staff.today.task_links import NOT_FINISHED, open_links

Kind = Task.Kind
ANSWERS = (Kind.ENQUIRY, Kind.ANSWER_LINE, Kind.STILL_WAITING)
SWAP = "activities.coverask"
AGREEMENT = "accounts.substituteagreement"
OTHERS = (NOT_FINISHED, "story_with_editor")
"""States whose rows another list of «I dag» shows."""
CONSENTS_WITHIN = timedelta(days=30)


def waiting(desk: Desk, _teams: list[Team]) -> list[Row]:
    """Return what waits for my answer: whether I work, what I was told, what I must look over."""
    own_people = Q(participant__primary_contact=desk.user)
    own_people &= Q(participant__team__in=desk.teams(PLANNING))
    return [
        *_asked(desk),
        *_told(desk),
        *_to_confirm(desk),
        *(task_row(desk, task) for task in desk.tasks if _is_answer(task) and not task.done_at),
        *not_seen(desk),
        *consents(own_people if desk.teams(PLANNING) else None),
    ]


def whole_list(desk: Desk) -> Link | None:
    """Return where a leader sees what waits in the whole team."""
    return Link(reverse("staff:leader"), _("Trenger deg")) if desk.teams(LEADING) else None


def to_do(desk: Desk, _teams: list[Team]) -> list[Row]:
    """Return my other tasks, without those that another list shows; then what I did today."""
    listed = {("activities.session", one.pk) for one in (*desk.unfinished, *desk.gaps)}
    listed |= {("cms.storypage", one.pk) for one in desk.handed_over}
    rows = []
    for task in desk.tasks:
        is_listed = task.kind == Kind.FIND_STAFF or task.waits_for in OTHERS
        if task.done_at or _is_answer(task):
            continue
        if is_listed and (task.about, task.about_id) in listed:
            continue
        rows.append(task_row(desk, task))
    return rows + [_done(task) for task in desk.tasks if task.done_at]


def task_row(desk: Desk, task: Task) -> Row:
    """Return a task with what I may do about it in its team."""
    row = Row(task.text, _("Svar innen %(day)s.") % {"day": day_word(task.answer_by)}, subject=task)
    row.links = open_links(task, desk.opens(task.team_id))
    if desk.is_in(task.team_id, SEEING_PEOPLE):
        row.person = task.participant
    row.is_ours = task.participant is None or task.participant.team_id == task.team_id
    if task.about == SWAP:
        if desk.is_in(task.team_id, LEADING) or task.assigned_to_id == desk.user.pk:
            row.presses = _decide(task)
    elif task.about != AGREEMENT:
        done = reverse("staff:task_done", args=[task.pk])
        variant = "tertiary" if row.links else "secondary"
        row.presses = [Press(done, _("Gjort"), variant=variant)]
    return row


def _done(task: Task) -> Row:
    undo = Press(reverse("staff:task_undo", args=[task.pk]), _("Angre"), variant="tertiary")
    return Row(task.text, presses=[undo], subject=task, is_done=True)


def _decide(task: Task) -> list[Press]:
    """Return the yes or no of a leader, or who has the task, to who would take a shift."""
    url = reverse("staff:cover_decide", args=[task.about_id])
    yes = Press(url, _("Ja"), "answer", "yes", variant="primary")
    return [yes, Press(url, _("Nei"), "answer", "no")]


def _is_answer(task: Task) -> bool:
    return task.about in (SWAP, AGREEMENT) or task.kind in (*ANSWERS, Kind.SECOND_LOOK)


def _asked(desk: Desk) -> list[Row]:
    """Return the shifts that I am asked to take."""
    mine = CoverAsk.objects.unanswered().answered_by(desk.user)
    found = mine.select_related("session__place", "session__team")
    rows = []
    for one in found:
        session = one.session
        day = weekday_date(session.starts_at)
        hours = f"{clock(session.starts_at)}–{clock(session.ends_at)}"
        words = _("Kan du ta en vakt %(day)s %(hours)s?") % {"day": day, "hours": hours}
        about = str(session.place)
        if one.in_return_id:
            about = " · ".join((about, _("bytte")))
        if one.lent_by_id:
            about = " · ".join((about, _("vikar i %(team)s") % {"team": session.team}))
        answer = Link(reverse("staff:asked", args=[one.pk]), _("Svar"))
        rows.append(Row(words, about, [answer], subject=one))
    return rows


def _told(desk: Desk) -> list[Row]:
    """Return what I was told about my shifts, to answer «Sett», and all of it in one press."""
    told, rows = shift_notices.unseen_by(desk.user), []
    for one in told:
        seen_url = reverse("staff:shift_seen", args=[one.pk])
        at = one.told_at.isoformat() if one.told_at else ""
        row = Row(shift_notices.words_of(one), subject=one)
        row.presses = [Press(seen_url, _("Sett"), "told_at", at)]
        if one.session.published_at and one.told != one.Told.TAKEN_OFF and one.opens:  # type: ignore[attr-defined]
            row.url = reverse("staff:sheet", args=[one.session_id])
        rows.append(row)
    last = shift_notices.last_told(told)
    if len(rows) > 1 and last:
        every = Press(reverse("staff:shifts_seen"), _("Sett alle"), "told_at", last.isoformat())
        rows.append(Row(_("Alt det nye om vaktene dine"), presses=[every], is_several=True))
    return rows


def _to_confirm(desk: Desk) -> list[Row]:
    """Return how much a colleague says that I have seen."""
    mine = SecondPerson.objects.visible_to(desk.user).filter(person=desk.user)
    count = mine.waiting().count()
    if not count:
        return []
    words = ngettext(
        "En kollega sier at du har sett %(n)s ting.",
        "Kolleger sier at du har sett %(n)s ting.",
        count,
    )
    link = Link(reverse("staff:confirmations"), _("Bekreft"))
    return [Row(words % {"n": count}, _("Det gjelder først når du bekrefter."), [link])]


def not_seen(desk: Desk) -> list[Row]:
    """Return who was told about a shift where I lead and has not said «Sett»: I may ring."""
    if not desk.teams(LEADING):
        return []
    rows = []
    for one in shift_notices.not_answered(desk.user):
        words = _("%(name)s har ikke sett beskjeden: %(told)s, %(session)s")
        words %= {
            "name": one.staff, "told": one.get_told_display(), "session": one.session.name,
        }  # fmt: skip
        begins = one.told_starts_at or one.session.starts_at
        about = f"{weekday_date(begins)} {clock(begins)}"
        sheet = reverse("staff:sheet", args=[one.session_id])
        rows.append(Row(words, about, url=sheet, phone=one.staff.phone, subject=one))
    return rows


def consents(whose: Q | None) -> list[Row]:
    """Return those of `whose` people whose consents run out soon, the nearest first."""
    return [] if whose is None else [_consent(*one) for one in _ending(whose).items()]


def _ending(whose: Q) -> dict[Participant, list[Consent]]:
    found: QuerySet[Consent] = Consent.objects.ending_by(timezone.now() + CONSENTS_WITHIN)
    people: dict[Participant, list[Consent]] = {}
    for consent in found.filter(whose, participant__left_at=None).select_related("participant"):
        people.setdefault(consent.participant, []).append(consent)
    return people


def _consent(person: Participant, ending: list[Consent]) -> Row:
    words = ngettext(
        "Et samtykke går ut %(day)s.", "%(n)s samtykker går ut fra %(day)s.", len(ending)
    )
    day = timezone.localdate(ending[0].expires_at)
    where = ", ".join(sorted({str(one.get_channel_display()) for one in ending}))
    about = _("Gjelder %(where)s. Spør om det fortsatt er greit å vise det.") % {"where": where}
    see = Link(reverse("staff:participant", args=[person.pk]), _("Se siden"))
    return Row(words % {"n": len(ending), "day": long_date(day)}, about, [see], person=person)
