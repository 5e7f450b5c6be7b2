"""Colleagues: bringing somebody in, what they are in a team, and when they go.

A role is given and ended by `accounts.roles.memberships`. Here is what follows: who no longer
plans is at work nowhere (`Shift.objects.working`), so their sessions lack staff at once, and their
tasks move to who is there. The shifts stay: given the role again, somebody is there again.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import invitations
from accounts.models import HOLDING_BUDGETS, PLANNING, Invitation, Membership, Role, Team, User
from accounts.permissions import can_invite
from accounts.roles import memberships
from activities.models import CoverAsk, OnCall, Shift
from activities.staffing import assignees, finding_staff
from activities.works import jobs
from core.errors import RuleBroken
from notices import outbox, sign_in_reset, waiting_states
from participants.models import Participant

TOLD = HOLDING_BUDGETS | {Role.AUDITOR}
"""Who hears of each new role: those whose four eyes it could become a part of."""
CONTACT_GONE = "contact_gone"


def working(team: Team) -> QuerySet[Membership]:
    """Return the roles that hold in `team`, by name of who has them."""
    return (
        Membership.objects.active()
        .filter(team=team, user__is_active=True)
        .select_related("user")
        .order_by("user__first_name", "user__last_name", "user", "role")
    )


def roles_of(user: User, *, team: Team) -> list[str]:
    """Return the roles of `user` in `team` today."""
    found = Membership.objects.active().filter(user=user, team=team)
    return sorted(found.values_list("role", flat=True))


def shifts_ahead(user: User, *, team: Team) -> QuerySet[Shift]:
    """Return what `user` is to work in `team` and that is not over."""
    return Shift.objects.filter(staff=user, session__team=team, session__ends_at__gt=timezone.now())


def contact_for(user: User, *, team: Team) -> QuerySet[Participant]:
    """Return those of `team` whose primary contact `user` is."""
    return Participant.objects.active().filter(team=team, primary_contact=user)


def facts(user: User, *, team: Team) -> tuple[Any, ...]:
    """Return what the page that ends it all shows, for the digest."""
    return (
        roles_of(user, team=team),
        list(shifts_ahead(user, team=team).order_by("pk").values_list("pk", flat=True)),
        list(contact_for(user, team=team).order_by("pk").values_list("pk", flat=True)),
    )


@transaction.atomic
def invite(
    email: str, *, name: str, team: Team, role: str, by: User, language: str = "nb"
) -> Membership:
    """Bring somebody into `team` as `role`: a letter, and the role behind it.

    A repeat sends a new letter. Another leader meets whoever never worked here before they set up
    the second step; else one leader could be two. Raises RuleBroken for whom `by` does not lead,
    for oneself, for an address that somebody else than a colleague signs in with, and as
    `accounts.invitations.invite` and `accounts.roles.memberships.give`.
    """
    _must_lead(by, team)
    found = User.objects.filter(email=email.strip().lower()).first()
    if found == by:
        raise RuleBroken(_("Be en annen leder gi deg en ny rolle."))
    is_known = found is not None and found.memberships.exists()
    if found and not is_known and (found.has_usable_password() or found.is_superuser):
        raise RuleBroken(
            _("Noen som ikke jobber i et team, logger inn med denne adressen. Bruk en annen.")
        )
    membership, _invitation, _token = bring_in(
        email, name=name, team=team, role=role, by=by, language=language
    )
    if not is_known:
        sign_in_reset.must_be_met(membership.user, by=by)
    return membership


@transaction.atomic
def bring_in(
    email: str, *, name: str, team: Team, role: str, by: User | None = None, language: str = "nb"
) -> tuple[Membership, Invitation, str]:
    """Give `role` by letter; return also the invitation, and the token of its link.

    For the command line, where nobody, `by`, leads; a leader comes by `invite`. A repeat sends a
    new letter. Raises RuleBroken as `accounts.invitations.invite` and
    `accounts.roles.memberships.give`.
    """
    invitation, token = invitations.invite(email, name=name, to=team.name, by=by, language=language)
    before = roles_of(invitation.user, team=team)
    membership = memberships.give(invitation.user, team=team, role=role, by=by)
    _follow(invitation.user, team=team, before=before, by=by)
    return membership, invitation, token


def send_letter_again(colleague: User, *, team: Team, by: User) -> None:
    """Send the invitation once more to a colleague who has not come in yet."""
    _must_lead(by, team)
    if colleague.last_login is not None:
        raise RuleBroken(_("%(name)s har logget inn alt.") % {"name": colleague})
    invitations.invite(
        colleague.email, name=str(colleague), to=team.name, by=by, language=colleague.language
    )


@transaction.atomic
def set_roles(colleague: User, *, team: Team, roles: Iterable[str], by: User) -> list[str]:
    """Make `roles` what `colleague` is in `team`, and return them. A repeat changes nothing.

    Raises RuleBroken without a role (`end_membership` is another verb), for a role that one gives
    oneself, for whom `by` does not lead, and when the team would be left without a leader.
    """
    _must_lead(by, team)
    wanted, before = set(roles), roles_of(colleague, team=team)
    if not wanted:
        raise RuleBroken(_("Velg minst én rolle. Slutter personen, så si det på siden for det."))
    if colleague == by and wanted - set(before):
        raise RuleBroken(_("Be en annen leder gi deg en ny rolle."))
    for role in sorted(wanted):
        memberships.give(colleague, team=team, role=role, by=by)
    theirs = Membership.objects.active().filter(user=colleague, team=team)
    for membership in theirs.exclude(role__in=wanted):
        memberships.end(membership, by=by)
    _follow(colleague, team=team, before=before, by=by)
    return sorted(wanted)


@transaction.atomic
def end_membership(colleague: User, *, team: Team, by: User) -> None:
    """End every role of `colleague` in `team` now; an unopened letter about it opens nothing.

    A repeat changes nothing. Raises RuleBroken for the last leader, and for whom `by` does not
    lead.
    """
    _must_lead(by, team)
    before = roles_of(colleague, team=team)
    for membership in Membership.objects.active().filter(user=colleague, team=team):
        memberships.end(membership, by=by)
    invitations.revoke(colleague, to=team.name)
    _follow(colleague, team=team, before=before, by=by)


def _must_lead(by: User, team: Team) -> None:
    if not can_invite(by, team):
        raise RuleBroken(_("En leder i teamet gjør dette."))


def _follow(colleague: User, *, team: Team, before: list[str], by: User | None) -> None:
    """Let the week know, when the roles are others than `before`, and those who hold the money.

    Those hear of what a leader, `by`, did: a command of the installation is nobody's to ring about.
    """
    now = roles_of(colleague, team=team)
    if now == before:
        return
    if not PLANNING & set(now):
        OnCall.objects.filter(team=team, staff=colleague, ends_at__gt=timezone.now()).delete()
        jobs.release_all_of_staff(colleague, team=team)
    else:
        _is_no_substitute(colleague, team=team)
    finding_staff.refresh_for(colleague)
    assignees.reassign()
    for person in contact_for(colleague, team=team):
        waiting_states.refresh(CONTACT_GONE, person)
    if by is None:
        return
    for other in working(team).filter(role__in=TOLD).exclude(user__in=[colleague, by]):
        _tell(other.user, colleague, team=team, roles=now, by=by)


def _is_no_substitute(colleague: User, *, team: Team) -> None:
    """Let what `colleague` said yes to, or is asked about, in `team` be a colleague's from now."""
    lent = shifts_ahead(colleague, team=team).filter(lent_by__isnull=False)
    asks = CoverAsk.objects.filter(staff=colleague, session__team=team, closed_at=None)
    now = timezone.now()
    lent.update(lent_by=None, changed_at=now)
    asks.filter(lent_by__isnull=False).update(lent_by=None, changed_at=now)


def _tell(reader: User, colleague: User, *, team: Team, roles: list[str], by: User) -> None:
    newest = Membership.history.filter(user=colleague, team=team).latest("history_id").history_id

    def body() -> str:
        what = _("%(leader)s har avsluttet rollene til %(name)s i %(team)s.")
        if roles:
            what = _("%(leader)s har gitt %(name)s disse rollene i %(team)s: %(roles)s.")
        names = ", ".join(str(Role(role).label) for role in roles)
        words = {"leader": by, "name": colleague, "team": team, "roles": names}
        return what % words + " " + _("Ring %(leader)s hvis du ikke vet om det.") % words

    outbox.queue(
        key=f"role:{newest}:{reader.pk}",
        user=reader,
        subject=lambda: _("Nytt om en kollega"),
        body=body,
    )
