"""Whose yes a page waits for before it may come out: on the page's list, and in its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Team
from cms.editing import own_teams
from cms.models.base import BasePage, PageWithBody
from cms.models.projects import ProjectPage
from cms.models.stories import StoryPage
from cms.page_content import words
from cms.page_content.people_named import named_in
from participants import consents
from participants.models import Consent, Participant

WEB = Consent.Channel.WEB


@dataclass(frozen=True)
class Blockers:
    """What keeps a page from coming out. True when something does.

    `people` are on the list and have not said yes; the names of `named` stand in the words, and
    nobody has answered that somebody else is meant. `read_other_words` are those of `people` who
    said yes to the page before it was written anew. `quotes` tells of a participant's words on a
    page that they cannot say yes to.
    """

    people: tuple[Participant, ...] = ()
    named: tuple[Participant, ...] = ()
    quotes: bool = False
    read_other_words: tuple[Participant, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.named or self.quotes)


def blockers_of(page: Any, *, user: Any) -> Blockers:
    """Return what `page`, as it is going to be read, waits for when `user` puts it out.

    Names are those of the page's own teams, and of all that `user` tells for.
    """
    teams = set(own_teams.editable_team_ids(user) if user else ())
    if isinstance(page, StoryPage):
        said_yes = consents.shown_people([page], WEB)[consents.key_of(page)]
        answered = _said_yes_to_words_of(page) if said_yes else set()
        older = [person for person in said_yes if person.pk not in answered]
        yes = {person.pk for person in said_yes if person not in older}
        people = [person for person in page.people_concerned() if person.pk not in yes]
        named = named_in(
            page,
            teams={*teams, page.team_id},
            known=[*said_yes, *people],
            answered=page.other_names,
        )
        by_code = sorted(people, key=lambda one: one.code)
        read_other_words = tuple(person for person in by_code if person in older)
        return Blockers(tuple(by_code), named, read_other_words=read_other_words)
    if not isinstance(page, BasePage):
        return Blockers()
    if isinstance(page, ProjectPage):
        teams |= set(Team.objects.filter(activities=page.activity_id).values_list("pk", flat=True))
    quotes = isinstance(page, PageWithBody) and page.quotes_participants()
    return Blockers(named=named_in(page, teams=teams, answered=page.other_names), quotes=quotes)


def codes_of(people: Iterable[Participant]) -> str:
    """Return their codes as they are said in a sentence."""
    return ", ".join(person.code for person in people)


def _said_yes_to_words_of(page: StoryPage) -> set[int]:
    """Return the ids of those with a live consent to just these words."""
    kind, number = consents.key_of(page)
    rows = Consent.objects.live().filter(item_type_id=kind, item_id=number, channel=WEB)
    of_these = rows.filter(words_digest=words.digest_of(page))
    return set(of_these.values_list("participant_id", flat=True))
