"""Who was asked to take a shift: the keys of the links, and closing what needs no answer any more.

Asking and answering is `activities.staffing.asking`; here is what `shifts` and `availability` need.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SubstituteAgreement, User
from activities.models import Absence, CoverAsk, Session
from activities.models.staffing.cover_ask import CoverAskQuerySet
from core.templatetags.formats import clock, weekday_date
from notices import outbox, waiting_states
from notices.models import Message

STATE = "cover_waits_for_leader"
TOKEN_BYTES = 16
"""128 random bits, in letters that make no word (rules.md#secret-addresses)."""
A_DAY = timedelta(days=1)
HALF_A_DAY = timedelta(hours=12)
"""What begins later than this wakes nobody (docs/decisions/026)."""
DAYS_KEPT = 90
Ended = CoverAsk.Ended


def new_token() -> tuple[str, str]:
    """Return a new token, which only the link knows, and the hash that the database keeps."""
    token = secrets.token_hex(TOKEN_BYTES)
    return token, _hash(token)


def find(token: str) -> CoverAsk | None:
    """Return what the link with `token` asks about, or None. It is looked up by its hash."""
    if len(token) != 2 * TOKEN_BYTES:
        return None
    rows = CoverAsk.objects.filter(token_hash=_hash(token), staff__is_active=True)
    return rows.select_related("session__place", "in_return__place", "staff").first()


def to_come(session: Session) -> CoverAskQuerySet:
    """Return what is asked, and not closed, about coming to `session`, to whichever place.

    A swap is another question. Nobody is asked twice, nor after a no.
    """
    return CoverAsk.objects.filter(session=session, in_return=None, closed_at=None)


def close(
    session: Session, *, instead_of: User | None, ended: Ended, won: CoverAsk | None = None
) -> None:
    """Close every ask for the shift of `instead_of` in `session`; `won` is whose yes it was.

    Without `instead_of` it is those for a place that nobody has. Whoever still had it before them
    is told once that it is over. Whoever calls holds the lock of the session.
    """
    rows = CoverAsk.objects.filter(session=session, instead_of=instead_of, closed_at=None)
    for row in rows.select_related("staff"):
        row.session = session
        close_one(row, ended=Ended.GOT_IT if won and row.pk == won.pk else ended)


def close_one(row: CoverAsk, *, ended: Ended) -> None:
    """Close one open ask, and tell whoever still had it before them, but not who got the shift."""
    row.closed_at = timezone.now()
    row.ended = ended
    row.save()
    waiting_states.refresh(STATE, row)
    if ended != Ended.GOT_IT and row.said_yes is not False:
        _tell_over(row)


def close_all(session: Session) -> None:
    """Close every ask for a shift in `session`, which is cancelled. The lock is as for `close`."""
    asked = CoverAsk.objects.filter(session=session, closed_at=None).select_related("staff")
    for row in asked:
        row.session = session
        close_one(row, ended=Ended.NOT_NEEDED)


def close_over() -> int:
    """Close what was asked about sessions that are over; return how many. Repeating does nothing.

    Who said yes and never heard is told so; who had not answered hears nothing more.
    """
    open_rows = CoverAsk.objects.filter(closed_at=None, session__ends_at__lte=timezone.now())
    closed = 0
    for pk in sorted(set(open_rows.values_list("session", flat=True))):
        with transaction.atomic():
            Session.objects.select_for_update(of=("self",)).get(pk=pk)
            here = open_rows.filter(session=pk)
            for row in here.filter(said_yes=True).select_related("staff", "session"):
                close_one(row, ended=Ended.NOT_NEEDED)
                closed += 1
            closed += here.update(closed_at=timezone.now(), ended=Ended.NOT_NEEDED)
    return closed


def close_unneeded() -> int:
    """Close what is asked and nobody needs any more; return how many. Repeatable.

    A place that is no gap now: who was away is back, or fewer are enough. And a substitute whose
    teams have no agreement in force. Who could answer still is told.
    """
    lacking = Session.objects.lacking_staff().values("pk")
    agreed = SubstituteAgreement.objects.in_force().filter(
        borrows=OuterRef("session__team"), lends=OuterRef("lent_by")
    )
    filled = Q(instead_of=None) & ~Q(session__in=lacking)
    ended = Q(lent_by__isnull=False) & ~Exists(agreed)
    rows = CoverAsk.objects.live().filter(filled | ended)
    closed = 0
    for pk in sorted(set(rows.values_list("session", flat=True))):
        with transaction.atomic():
            Session.objects.select_for_update(of=("self",)).get(pk=pk)
            for row in rows.filter(session=pk).select_related("staff", "session"):
                close_one(row, ended=Ended.NOT_NEEDED)
                closed += 1
    return closed


def close_not_needed(staff: User, away: Absence) -> None:
    """Close what was asked for the shifts of `staff` in the time of `away`: they are back."""
    asked = CoverAsk.objects.filter(
        instead_of=staff,
        closed_at=None,
        session__starts_at__lt=away.ends_at,
        session__ends_at__gt=away.starts_at,
    )
    for pk in sorted(set(asked.values_list("session", flat=True))):
        session = Session.objects.select_for_update(of=("self",)).get(pk=pk)
        if not Absence.objects.during(session.starts_at, session.ends_at).filter(staff=staff):
            close(session, instead_of=staff, ended=Ended.NOT_NEEDED)


def ask_anew(session: Session) -> None:
    """Take back each yes that waits for a leader, since `session` is another than it was to.

    Who said it is told, and can say it again. Whoever calls holds the lock of the session.
    """
    asked = CoverAsk.objects.filter(Q(session=session) | Q(in_return=session))
    for row in asked.filter(closed_at=None, said_yes=True).select_related("staff", "session"):
        row.said_yes = row.answered_at = None
        row.past_limit = False
        row.save()
        waiting_states.refresh(STATE, row)
        tell(
            row.staff,
            row.session,
            key=f"cover-anew:{row.pk}:{session.revision}",
            body=partial(_words_of_change, row),
        )


def tell(
    user: User,
    session: Session,
    *,
    key: str,
    body: Callable[[], str],
    gives_access: bool = False,
) -> None:
    """Tell a colleague something about a shift in `session`: when and where, never what or why."""
    outbox.queue(
        key=key,
        user=user,
        subject=lambda: _("Nytt om en vakt"),
        body=body,
        urgent=is_urgent(session),
        gives_access=gives_access,
    )


def is_urgent(session: Session) -> bool:
    """Tell whether it begins so soon that an SMS goes too; at night only what is very near.

    What is over hurries nobody.
    """
    now = timezone.now()
    if session.ends_at <= now:
        return False
    is_night = outbox.not_before(Message.Channel.SMS, now) > now
    return session.starts_at < now + (HALF_A_DAY if is_night else A_DAY)


def when(session: Session) -> str:
    """Return «tirsdag 3. mars 10.00–12.00», as it is said outside."""
    day = weekday_date(session.starts_at)
    return f"{day} {clock(session.starts_at)}–{clock(session.ends_at)}"


def link(name: str, *args: object) -> str:
    """Return the whole address of a page, for a message."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)


@transaction.atomic
def forget_old() -> int:
    """Delete who was asked about what ended long ago; return how many (docs/privacy.md)."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    return CoverAsk.objects.filter(session__ends_at__lt=limit).delete()[0]


def words_of_ask(row: CoverAsk, token: str) -> str:
    """Return the question, with the link whose `token` nobody else knows."""
    session, page = row.session, link("staff:cover_answer", token)
    words = {"when": when(session), "place": session.place, "page": page}
    if row.lent_by:
        words["team"] = session.team
        return _("Kan du være vikar i %(team)s %(when)s, %(place)s? Svar her: %(page)s") % words
    if row.in_return is None:
        return _("Kan du ta en vakt %(when)s, %(place)s? Svar her: %(page)s") % words
    words["other"] = when(row.in_return)
    return (
        _("Vil du bytte vakt? Du får %(when)s, %(place)s. Du gir %(other)s. Svar her: %(page)s")
        % words
    )


def _words_of_change(row: CoverAsk) -> str:
    words = _("Noe er endret ved vakten du sa ja til. Se hva, og svar på nytt: %(page)s")
    return words % {"page": link("staff:asked", row.pk)}


def tell_given(row: CoverAsk) -> None:
    """Tell whose yes waited that they have the shift, once."""

    def body() -> str:
        words = {"when": when(row.session), "place": row.session.place}
        return _("Du har fått vakten %(when)s, %(place)s. Takk.") % words

    tell(row.staff, row.session, key=f"cover-given:{row.pk}", body=body)


def words_of_no(row: CoverAsk) -> str:
    """Return what the two hear of a leader's no."""
    words = {"when": when(row.session)}
    if row.past_limit and row.in_return_id is None:
        return _("Lederen takker nei til vakten %(when)s denne gangen. Takk for hjelpen.") % words
    return _("Lederen sa nei til byttet %(when)s. Alt er som før.") % words


def _tell_over(row: CoverAsk) -> None:
    def body() -> str:
        if row.session.ends_at <= timezone.now():
            words = _("Ingen rakk å svare på at du ville ta vakten %(when)s. Takk likevel.")
        elif row.ended == Ended.TAKEN:
            words = _("Vakten %(when)s er tatt. Takk likevel. Du trenger ikke svare.")
        else:
            words = _("Vi trenger ikke noen %(when)s likevel. Takk. Du trenger ikke svare.")
        return words % {"when": when(row.session)}

    tell(row.staff, row.session, key=f"cover-over:{row.pk}", body=body)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
