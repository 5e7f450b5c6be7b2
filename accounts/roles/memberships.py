"""The one writer of who works where, as what."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, Team, User
from accounts.roles import wagtail_groups
from core.errors import RuleBroken
from core.saving import save_by


@transaction.atomic
def give(user: User, *, team: Team, role: str, by: User | None) -> Membership:
    """Return the active membership of `user` in `team` as `role`, made or opened again.

    `by` is None for a command of the installation. Raises RuleBroken for an unknown role and
    for a login that is closed.
    """
    if role not in Role.values:
        raise RuleBroken(
            _("Rollen finnes ikke. Velg en av disse: %(roles)s.")
            % {"roles": ", ".join(Role.values)}
        )
    if not user.is_active:
        raise RuleBroken(_("Kontoen er stengt. Åpne den før du gir en rolle."))
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    membership = Membership.objects.filter(user=user, team=team, role=role).first()
    if membership is None:
        membership = Membership(user=user, team=team, role=role)
    elif membership.ended_at is None:
        return membership
    membership.ended_at = None
    _save(membership, by=by)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: User | None) -> Membership:
    """End the role now; the next request of that person is answered without it.

    Raises RuleBroken when the team would be left without a leader.
    """
    team = Team.objects.select_for_update(no_key=True).get(pk=membership.team_id)
    membership = Membership.objects.get(pk=membership.pk)
    if membership.ended_at is not None and membership.ended_at <= timezone.now():
        return membership
    others = (
        Membership.objects.active()
        .filter(team=team, role=Role.LEADER, user__is_active=True)
        .exclude(pk=membership.pk)
    )
    if membership.role == Role.LEADER and not others.exists():
        raise RuleBroken(_("Teamet må ha en leder. Gjør en annen til leder først."))
    membership.ended_at = timezone.now()
    _save(membership, by=by)
    return membership


def _save(membership: Membership, *, by: User | None) -> None:
    save_by(membership, by)
    wagtail_groups.mirror(membership.team)
