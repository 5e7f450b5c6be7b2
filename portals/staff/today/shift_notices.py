"""What I was told about my shifts, my «Sett» to it, and who has not answered."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from accounts.models import LEADING, PLANNING, Team
from activities.models import CoverAsk, Shift, ShiftNotice
from activities.staffing import shift_notices
from core.templatetags.formats import clock, weekday_date
from portals.staff.shared.page_access import StaffRequest, staff_button
from portals.staff.shared.pages import back_to, carry_out


def unseen_by(user: Any) -> list[ShiftNotice]:
    """Return what `user` was told, and has not answered. One query."""
    found = _own(user).unseen()
    return list(found.select_related("session__activity", "session__place", "told_place"))


def last_told(rows: list[ShiftNotice]) -> Any:
    """Return when the newest of `rows` was told, for the button that answers them all."""
    return max((row.told_at for row in rows if row.told_at), default=None)


def words_of(notice: ShiftNotice) -> str:
    """Return what `notice` told, in a sentence."""
    begins, ends = (
        notice.told_starts_at or notice.session.starts_at,
        notice.told_ends_at or notice.session.ends_at,
    )
    words = {
        "name": notice.session.name, "day": weekday_date(begins), "from": clock(begins),
        "to": clock(ends), "place": notice.told_place or notice.session.place,
    }  # fmt: skip
    match notice.told:
        case ShiftNotice.Told.PUT_ON:
            said = _("Du er satt på %(name)s %(day)s %(from)s–%(to)s, %(place)s.")
        case ShiftNotice.Told.MOVED:
            said = _("%(name)s er flyttet til %(day)s %(from)s–%(to)s, %(place)s.")
        case ShiftNotice.Told.CANCELLED:
            said = _("%(name)s %(day)s %(from)s–%(to)s er avlyst.")
        case ShiftNotice.Told.DRAWN_BACK:
            said = _("%(name)s %(day)s %(from)s–%(to)s er trukket tilbake, og ikke avgjort ennå.")
        case _other:
            said = _("Du er tatt av %(name)s %(day)s %(from)s–%(to)s.")
    return said % words


def not_answered(user: Any) -> list[ShiftNotice]:
    """Return what others were told of sessions that `user` leads, and have not answered. One query.

    Told, they may be on the way to something else than we think.
    """
    theirs = ShiftNotice.objects.filter(session__team__in=Team.objects.of(user, LEADING))
    found = theirs.exclude(staff=user).unseen()
    return list(found.select_related("session__activity", "staff"))


@staff_button
def shift_seen(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer «Sett» to what I was told about one shift."""
    return _see(request, [get_object_or_404(_own(request.user), pk=pk)])


@staff_button
def shifts_seen(request: StaffRequest) -> HttpResponse:
    """Answer «Sett» to all that I was told about my shifts."""
    return _see(request, unseen_by(request.user))


def _own(user: Any) -> Any:
    own = Q(session__team__in=Team.objects.of(user, PLANNING))
    lent = CoverAsk.objects.filter(ended=CoverAsk.Ended.GOT_IT, lent_by__isnull=False)
    lent = lent.filter(pk__in=CoverAsk.objects.answered_by(user))
    shifts = Shift.objects.lent_to(user).values("session")
    return ShiftNotice.objects.filter(
        own | Q(session__in=lent.values("session")), staff=user
    ).annotate(opens=ExpressionWrapper(own | Q(session__in=shifts), BooleanField()))


def _see(request: StaffRequest, rows: list[ShiftNotice]) -> HttpResponse:
    try:
        shown_at = parse_datetime(request.POST.get("told_at", ""))
    except ValueError:
        shown_at = None
    if shown_at and is_naive(shown_at):
        shown_at = None
    carry_out(
        request,
        lambda: shift_notices.see(rows, shown_at=shown_at, by=request.user),
        said=_("Takk. Lederen ser at du har sett det."),
    )
    return back_to(request, "staff:today")
