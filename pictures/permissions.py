"""Who may see which picture. The gated view and the admin ask the same questions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.images.permissions import permission_policy

from accounts.models import ALL_STAFF, EDITING_STORIES, SEEING_PEOPLE, Team
from participants import consents
from participants.models import Consent, Participant
from pictures.models import Picture

_RIGHTS = ("choose", "change")


def is_public(picture: Picture) -> bool:
    """May everybody see `picture` on the web now?

    Somebody must have looked for people in it, and each of them must consent.
    """
    return picture.people_checked and consents.may_show(picture, Consent.Channel.WEB)


def seen_by(pictures: Iterable[Picture], person: Participant) -> list[Picture]:
    """Return those of `pictures` that `person` may see on their own page. At most two queries.

    Somebody has looked for people in it, and everybody else in it has said yes to showing it: one
    participant never learns there what another looks like.
    """
    checked = [picture for picture in pictures if picture.people_checked]
    prefetch_related_objects(checked, "people")
    others = {one: {p for p in one.people_concerned() if p != person} for one in checked}
    asked = [one for one in checked if others[one]]
    said_yes = consents.shown_people(asked, Consent.Channel.WEB) if asked else {}
    return [
        one
        for one in checked
        if not others[one] or others[one] <= set(said_yes[consents.key_of(one)])
    ]


def can_view_picture(user: Any, picture: Picture) -> bool:
    """May `user` see `picture`, original and sizes, also when the public may not?

    With people in it: staff of the team of one of them who see people or tell stories. Not yet
    checked for people: whoever uploaded it, and staff who have Wagtail's right to it. A system
    administrator is not thereby staff (rules.md#administrators).
    """
    if not user.is_authenticated or not user.is_active:
        return False
    people = list(picture.people_concerned())
    if people:
        teams = {person.team_id for person in people}
        return Team.objects.of(user, SEEING_PEOPLE | EDITING_STORIES).filter(pk__in=teams).exists()
    if picture.uploaded_by_user_id == user.pk:
        return True
    if not picture.people_checked and not Team.objects.of(user, ALL_STAFF).exists():
        return False
    return permission_policy.user_has_any_permission_for_instance(user, _RIGHTS, picture)
