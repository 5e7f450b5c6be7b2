"""What waits for somebody among the colleagues (docs/waiting.md)."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, Team
from notices import waiting
from notices.models import Task
from notices.tasks import leader_of
from notices.waiting import Waiting


def _ran_out() -> Any:
    """Return the newest invitation of each who was invited to a team and never came in."""
    newer = Invitation.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    return (
        Invitation.objects.filter(
            accepted_at__isnull=True,
            expires_at__lte=timezone.now(),
            user__last_login__isnull=True,
            user__is_active=True,
            user__memberships__in=Membership.objects.active(),
        )
        .exclude(Exists(newer))
        .select_related("user")
        .distinct()
    )


def _team(invitation: Invitation) -> Team | None:
    first = (
        Membership.objects.active()
        .filter(user=invitation.user_id)
        .select_related("team")
        .order_by("pk")
        .first()
    )
    return first.team if first else None


waiting.register(
    Waiting(
        name="invitation_ran_out",
        kind=Task.Kind.FOLLOW_UP,
        rows=_ran_out,
        text=lambda one: _("Invitasjonen til %(name)s gikk ut. Send en ny.") % {"name": one.user},
        team=_team,
        person=lambda one: leader_of(_team(one)),  # type: ignore[arg-type] # rows without a team are left out
    ),
)
