"""Vehicles, rooms and equipment that a team's sessions share."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Team
from activities.models import Resource, Session
from core.errors import RuleBroken, must_be_valid


def make(team: Team, *, name: str, kind: str) -> Resource:
    """Return a new thing that the team shares. Raises RuleBroken when the name is taken."""
    return _save(Resource(team=team, name=name.strip(), kind=kind))


def edit(resource: Resource, *, name: str, kind: str) -> Resource:
    """Change name and kind; the sessions that use it go on doing so. Raises RuleBroken."""
    resource.name, resource.kind = name.strip(), kind
    return _save(resource)


def remove(resource: Resource) -> None:
    """Remove a thing, and with it what the sessions say of it. A repeat changes nothing."""
    Resource.objects.filter(pk=resource.pk).delete()


def assign(session: Session, *, resources: Iterable[Resource]) -> None:
    """Let `session` use these things of its team and no others. Raises RuleBroken.

    What is booked twice is told beforehand (`conflicts.foreseen`) and not refused: people agree.
    """
    wanted = list(resources)
    if any(thing.team_id != session.team_id for thing in wanted):
        raise RuleBroken(_("Velg blant teamets egne ting."))
    session.resources.set(wanted)


def _save(resource: Resource) -> Resource:
    must_be_valid(resource)
    resource.save()
    return resource
