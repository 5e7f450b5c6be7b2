"""Who may lead, invite and read the access log: questions that view, template and API ask."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import ALL_STAFF, LEADING, Membership, Role, SignInChange, Team, User


def is_staff_member(user: Any) -> bool:
    """Answer whether `user` (who may be anonymous) works in a team today.

    Django's own `is_staff` flag and being a superuser count for nothing here.
    """
    return Team.objects.of(user, ALL_STAFF).exists()


def can_lead(user: Any, team: Team) -> bool:
    """Answer whether `user` is a leader of `team`."""
    return Team.objects.of(user, LEADING).filter(pk=team.pk).exists()


def can_invite(user: Any, team: Team) -> bool:
    """Answer whether `user` may bring people into `team` and end their roles."""
    return can_lead(user, team)


def can_begin_sign_in_anew(user: Any, colleague: User) -> bool:
    """Answer whether `user` leads the team in which `colleague`, somebody else, is at home.

    Whoever knows an address can invite its owner into a team of their own; that opens nothing.
    """
    if colleague.pk == user.pk:
        return False
    home = homes_of([colleague.pk]).get(colleague.pk)
    return home is not None and Team.objects.of(user, LEADING).filter(pk=home).exists()


def homes_of(users: Iterable[int]) -> dict[int, int]:
    """Return {user: the team in which they have worked longest without a break}. One query.

    `users` are ids; who works nowhere today is left out.
    """
    open_now: dict[tuple[int, int], set[int]] = {}
    since: dict[tuple[int, int], datetime] = {}
    rows = Membership.history.filter(user__in=list(users)).order_by("history_date", "history_id")
    for row in rows:
        where = (row.user_id, row.team_id)
        roles = open_now.setdefault(where, set())
        is_open = row.history_type != "-" and (
            row.ended_at is None or row.ended_at > timezone.now()
        )
        if is_open and not roles:
            since[where] = row.history_date
        (roles.add if is_open else roles.discard)(row.id)
    found: dict[int, int] = {}
    for user, team in sorted(since, key=lambda where: since[where]):
        if open_now[user, team]:
            found.setdefault(user, team)
    return found


def can_confirm_sign_in(user: Any, change: SignInChange) -> bool:
    """Answer whether `user` may say that they have met whose sign-in `change` is.

    Another leader than the one who began it. Where their teams have no other, a leader of any team.
    """
    if user.pk in (change.by_id, change.user_id):
        return False
    teams = Membership.objects.active().filter(user=change.user).values("team")
    leading = Team.objects.of(user, LEADING)
    if leading.filter(pk__in=teams).exists():
        return True
    others = Membership.objects.active().filter(
        team__in=teams, role=Role.LEADER, user__is_active=True
    )
    return not others.exclude(user__in=[change.by_id, change.user_id]).exists() and leading.exists()


def needs_second_factor(user: Any) -> bool:
    """Answer whether a password alone is too little for `user`. One query.

    So it is for whoever works in a team, for system administrators, and for anybody who was
    given a group or a permission of Wagtail's admin by hand. A partner's contact may have a
    second factor but needs none.
    """
    if not user.is_authenticated:
        return False
    if user.is_superuser or user.is_staff:
        return True
    return (
        User.objects.filter(pk=user.pk)
        .filter(
            Exists(Membership.objects.active().filter(user=OuterRef("pk")))
            | Q(groups__isnull=False)
            | Q(user_permissions__isnull=False)
        )
        .exists()
    )
