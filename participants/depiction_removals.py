"""Removing somebody from a picture or a story, which opens it: two members of staff do it.

Whoever stands on a list of people is asked before the thing is shown. So leaving the list is no
correction of one person's: the second confirms by themselves, and what happened is kept.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import second_person
from accounts.models import Membership, SecondPerson, User
from core.errors import RuleBroken
from participants.consents import key_of
from participants.models import DepictionRemoval, Participant


def confirmers_for(people: Iterable[Participant], *, by: Any) -> QuerySet[User]:
    """Return who can be the second: those who meet the people of one of their teams, never `by`."""
    meeting = _who_meet({person.team_id for person in people})
    return meeting.exclude(pk=by.pk) if by is not None else meeting.none()


def must_have_second(people: Iterable[Participant], *, by: Any, second: User | None) -> None:
    """Raise RuleBroken unless `second` can be the second for each of `people`."""
    for person in people:
        if second is None or not confirmers_for([person], by=by).filter(pk=second.pk).exists():
            raise RuleBroken(_("Velg en kollega i teamet til personen. Kollegaen bekrefter selv."))


@transaction.atomic
def ask(person: Participant, *, item: Any, by: User, second: User | None) -> DepictionRemoval:
    """Write down that `by` wants `person` off `item`, and ask `second`. Nobody is off until then.

    A repeat while it waits returns the row that waits. Raises RuleBroken.
    """
    Participant.objects.select_for_update().get(pk=person.pk)
    for row, asked in _asked(item):
        if row.participant_id == person.pk and asked.confirmed_at is None:
            return row
    must_have_second([person], by=by, second=second)
    assert second is not None  # noqa: S101 - asked above
    kind, number = key_of(item)
    row = DepictionRemoval.objects.create(
        participant=person, item_type_id=kind, item_id=number, by=by
    )
    second_person.ask(row, team=person.team_id, person=second, asked_by=by, by_code=False)
    return row


@transaction.atomic
def confirm(asked: SecondPerson, *, by: User) -> None:
    """Say that `by` saw it too, and remove the person. A repeat changes nothing.

    Raises RuleBroken for anybody but who was asked and still meets the people of the team.
    """
    row: Any = asked.of
    if not _who_meet({row.participant.team_id}).filter(pk=by.pk).exists():
        raise RuleBroken(_("Du er ikke i teamet til personen lenger. En annen må bekrefte."))
    waited = SecondPerson.objects.select_for_update().get(pk=asked.pk).confirmed_at is None
    second_person.confirm(asked, by=by)
    if waited and row.item is not None:
        row.item.remove_person(row.participant)


def confirmed_for(item: Any) -> set[int]:
    """Return the keys of those whom two members of staff have removed from `item`. Two queries."""
    return {row.participant_id for row, asked in _asked(item) if asked.confirmed_at}


def in_words(item: Any) -> list[str]:
    """Return a line for each who was removed from `item` or is to be: by code, who, when."""
    if item.pk is None:
        return []
    return [
        (
            _("%(code)s er tatt av: %(by)s, bekreftet av %(second)s %(day)s.")
            if asked.confirmed_at
            else _("%(code)s er ikke tatt av ennå: %(by)s har spurt, %(second)s bekrefter.")
        )
        % {
            "code": row.participant.code,
            "by": row.by,
            "second": asked.person,
            "day": date_format(localtime(asked.confirmed_at or row.at), "j. F Y"),
        }
        for row, asked in _asked(item)
    ]


def _asked(item: Any) -> list[tuple[DepictionRemoval, SecondPerson]]:
    """Return what was asked about `item` with who was asked, the oldest first. Two queries."""
    kind, number = key_of(item)
    rows = DepictionRemoval.objects.filter(item_type_id=kind, item_id=number).order_by("pk")
    found = {row.pk: row for row in rows.select_related("participant", "by")}
    asked = SecondPerson.objects.filter(
        of_type=ContentType.objects.get_for_model(DepictionRemoval), of_id__in=found
    )
    return [(found[one.of_id], one) for one in asked.select_related("person").order_by("of_id")]


def _who_meet(teams: set[int]) -> QuerySet[User]:
    meeting = Membership.objects.planning().filter(team__in=teams)
    return User.objects.filter(pk__in=meeting.values("user")).order_by("pk")
