"""Sessions as one participant sees them: which ones, in what order, and in what words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import Session, Shift, SignUp
from activities.taking_part import alternatives
from core.templatetags.formats import clock, day_word, weekday_date
from participants.models import Participant
from payouts.earnings import promises
from payouts.models import Earning
from payouts.models.earning import EarningQuerySet
from payouts.models.rate import Reason

A_PAGE = 5
MOST_PAGES = 1000


@dataclass(frozen=True)
class SessionSummary:
    """A session with what this participant has said to it; `honorarium_ore` 0 means none.

    `guest_of` is the name of the team when it is another than the participant's own: that team
    answers who waits in line.
    """

    session: Session
    signup: SignUp | None = None
    honorarium_ore: int = 0
    guest_of: str = ""

    @property
    def when(self) -> str:
        """Return «i morgen, tirsdag 3. mars, klokka 13.00–15.00»: good on paper too."""
        starts_at, ends_at = self.session.starts_at, self.session.ends_at
        day, date = day_word(starts_at), weekday_date(starts_at)
        words = _("%(day)s, klokka %(start)s–%(end)s")
        if timezone.localdate(starts_at) != timezone.localdate(ends_at):
            words = _("%(day)s, klokka %(start)s, til %(last)s, klokka %(end)s")
        elif self.session.any_time:
            words = _("%(day)s, kom når du kan mellom %(start)s og %(end)s")
        said = {
            "day": day if day == date else f"{day}, {date}",
            "start": clock(starts_at),
            "end": clock(ends_at),
            "last": weekday_date(ends_at),
        }
        return capfirst(words % said)

    @property
    def who(self) -> str:
        """Return the first names of the staff, never of anybody else."""
        names = [shift.staff.first_name for shift in self.session.staff_there]
        return listed(dict.fromkeys(name for name in names if name))

    @property
    def answer(self) -> str:
        """Return what the participant has said: a value of SignUp.State, or ""."""
        return self.signup.state if self.signup else ""

    @property
    def is_coming(self) -> bool:
        """Tell whether they have said that they come."""
        return self.answer == SignUp.State.COMING

    @property
    def is_in_line(self) -> bool:
        """Tell whether they wait for a place. Nobody is shown how many wait."""
        return self.answer == SignUp.State.IN_LINE

    @property
    def is_open(self) -> bool:
        """Tell whether one can still say yes or not now."""
        return self.session.state == Session.State.PUBLISHED and (
            self.session.ends_at > timezone.now()
        )

    @property
    def tag(self) -> tuple[str, str]:
        """Return in a few words how it stands, and the colour of that."""
        if self.session.state == Session.State.CANCELLED:
            return _("Avlyst"), "neutral"
        if not self.is_open:
            return _("Over"), "neutral"
        words: dict[str, tuple[str, str]] = {
            SignUp.State.COMING: (_("Du kommer"), "success"),
            SignUp.State.IN_LINE: (_("Du står i køen"), "sun"),
            SignUp.State.NOT_NOW: (_("Ikke denne gangen"), "neutral"),
        }
        return words.get(self.answer, ("", ""))


def summaries(sessions: Iterable[Session], *, participant: Participant) -> list[SessionSummary]:
    """Return `sessions` as `participant` sees them, in order. Three queries, however many."""
    rows = list(sessions)
    staff = Shift.objects.with_presence().select_related("staff").order_by("pk")
    prefetch_related_objects(rows, Prefetch("shifts", queryset=staff))
    sums = promises.honorarium_of(rows)
    said = {
        signup.session_id: signup
        for signup in SignUp.objects.filter(participant=participant, session__in=rows)
    }
    return [
        SessionSummary(
            row,
            signup=said.get(row.pk),
            honorarium_ore=sums.get(row.pk, 0),
            guest_of="" if row.team_id == participant.team_id else row.team.name,
        )
        for row in rows
    ]


# --- Which sessions ---------------------------------------------------------------
def visible_to(participant: Participant) -> QuerySet[Session]:
    """Return what they may open: of their team, public, or where they have said something."""
    own_word = SignUp.objects.filter(session=OuterRef("pk"), participant=participant)
    mine = Q(team=participant.team_id) | Q(activity__is_public=True) | Exists(own_word)
    return Session.objects.shown().filter(mine).select_related("activity", "place", "team")


def said_yes(participant: Participant) -> QuerySet[Session]:
    """Return coming sessions they come to, nearest first, then those they wait for."""
    found = _wanted(participant, state=Session.State.PUBLISHED)
    return found.select_related("place", "team").order_by("signups__state", "starts_at", "pk")


def called_off(participant: Participant) -> QuerySet[Session]:
    """Return cancelled sessions they had said yes to, until their time is over.

    `kept_ore` is the honorarium that they get all the same, or 0.
    """
    kept = kept_by(participant).filter(session=OuterRef("pk")).values("ore")[:1]
    found = _wanted(participant, state=Session.State.CANCELLED)
    return found.annotate(kept_ore=Coalesce(Subquery(kept), 0)).order_by("starts_at", "pk")


def kept_by(participant: Participant) -> EarningQuerySet:
    """Return the honoraria that they get although we called off."""
    return Earning.objects.owed().filter(participant=participant, reason=Reason.CANCELLED_BY_US)


def _wanted(participant: Participant, *, state: str) -> QuerySet[Session]:
    """Return the sessions in `state` that are not over, and that they have said yes to."""
    return Session.objects.filter(
        state=state,
        ends_at__gt=timezone.now(),
        signups__participant=participant,
        signups__state__in=(SignUp.State.COMING, SignUp.State.IN_LINE),
    ).select_related("activity")


def page_to_join(participant: Participant, *, number: int = 1) -> tuple[list[Session], bool]:
    """Return page `number` of what one can say yes to, and whether there are more.

    First what lies near (the own team, and what one likes to do), then the rest. Each part is
    read in the order of its end, which an index of the sessions has, and stops after a page: so
    2 000 sessions cost what 20 do. A page stands in the order in which the sessions begin.
    """
    near, rest = alternatives.near_and_rest(participant)
    start = (min(max(number, 1), MOST_PAGES) - 1) * A_PAGE
    first = list(near[start : start + A_PAGE + 1])
    second: list[Session] = []
    if len(first) <= A_PAGE:
        before = 0 if first or not start else start - near.count()
        second = list(rest[before : before + A_PAGE + 1 - len(first)])
    shown = [*_by_start(first[:A_PAGE]), *_by_start(second[: A_PAGE - len(first[:A_PAGE])])]
    return shown, len(first) + len(second) > A_PAGE


def _by_start(sessions: list[Session]) -> list[Session]:
    return sorted(sessions, key=lambda session: (session.starts_at, session.pk))


# --- Words ------------------------------------------------------------------------
def listed(words: Iterable[str]) -> str:
    """Return «Kari, Per og Siv»."""
    *first, last = [*words] or [""]
    return _("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last} if first else last
