"""Keeping a picture that was taken where the work is done, with who is on it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.roles.wagtail_groups import collection_of
from core.errors import RuleBroken
from participants import depiction_removals
from participants.models import Participant
from pictures.models import Picture


def keep(
    file: Any,
    *,
    title: str,
    team: Team,
    by: User,
    people: Iterable[Participant] = (),
    is_nobody_on_it: bool = False,
    sent_as: UUID | None = None,
) -> Picture:
    """Keep `file` without anything but its dots, in the collection of `team`, and return it.

    It is looked at for people when there are `people`, or when `is_nobody_on_it` says so: else
    nobody but staff sees it. `sent_as` is the key by which a phone sends it: the same again is
    the same picture. Raises RuleBroken with a sentence for a file that is no picture.
    """
    known = Picture.objects.filter(sent_as=sent_as).first() if sent_as else None
    if known is not None:
        return known
    people = list(people)
    _must_be_of(team, people)
    picture = Picture(
        title=title[:255],
        file=file,
        uploaded_by_user=by,
        people_checked=bool(people) or is_nobody_on_it,
        sent_as=sent_as,
    )
    if collection := collection_of(team):
        picture.collection = collection
    try:
        with transaction.atomic():
            picture.save()
            picture.people.set(people)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    except IntegrityError:
        # The same picture came twice at once: the first one is it, and only its file stays.
        picture.file.delete(save=False)
        picture = Picture.objects.get(sent_as=sent_as)
    return picture


@transaction.atomic
def say_who(
    picture: Picture,
    *,
    people: Iterable[Participant],
    is_nobody_on_it: bool,
    team: Team,
    by: User,
    second: User | None = None,
) -> None:
    """Say who can be known from `picture`. Who was said to be on it stays till `second` confirms.

    Raises RuleBroken for somebody of another team, and when somebody is left out without a second.
    """
    row = Picture.objects.select_for_update().get(pk=picture.pk)
    there, wanted = list(row.people.all()), list(people)
    _must_be_of(team, [person for person in wanted if person not in there])
    out = [person for person in there if person not in wanted]
    depiction_removals.must_have_second(out, by=by, second=second)
    row.people.add(*wanted)
    row.people_checked = bool(wanted or there) or is_nobody_on_it
    row.save(update_fields=["people_checked"])
    for person in out:
        depiction_removals.ask(person, item=row, by=by, second=second)


def _must_be_of(team: Team, people: Iterable[Participant]) -> None:
    if any(person.team_id != team.pk for person in people):
        raise RuleBroken(_("Velg deltakere i teamet."))
