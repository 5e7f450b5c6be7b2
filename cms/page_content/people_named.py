"""Participants' names in the words of a page."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from cms.page_content.words import words_of
from participants import names_in_text
from participants.models import Participant

NOT_READ = frozenset({"url_path", "draft_title", "searched", "other_names"})
"""Fields that nobody reads on the page, and the answer itself."""


def named_in(
    page: Any,
    *,
    teams: Iterable[int],
    known: Iterable[Participant] = (),
    answered: str = "",
    more_words: Iterable[str] = (),
) -> tuple[Participant, ...]:
    """Return the people of `teams` whose chosen names stand in the words of `page`. One query.

    Without those of `known`, and without whom a name in `answered` may mean as well. `more_words`
    are read on the page and stand elsewhere.
    """
    known = list(known)
    there = Participant.objects.filter(team__in=list(teams))
    people = {person.pk: person for person in there.only("pk", "code", "chosen_name", "team")}
    for person in known:
        people.pop(person.pk, None)
    texts = [word for name, words in words_of(page) if name not in NOT_READ for word in words]
    keys = names_in_text.found(
        [*texts, *more_words, *_left_in_address(page)],
        {key: person.chosen_name for key, person in people.items()},
        known=[answered, *(person.chosen_name for person in known)],
    )
    return tuple(sorted((people[key] for key in keys), key=lambda one: one.code))


def _left_in_address(page: Any) -> list[str]:
    """Return the words of the address that the title does not have, with the capital of a name.

    An address has no capitals. «hver-dag» is read as its title is; a word that an older title left
    there may be somebody's name.
    """
    in_title = {
        names_in_text.folded(word) for word in slugify(page.title, allow_unicode=True).split("-")
    }
    in_address = str(page.slug or "").split("-")
    return [word.title() for word in in_address if names_in_text.folded(word) not in in_title]
