"""Whose yes a page waits for before it may come out: on the page's list, and in its words."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Team
from cms.editing import own_teams
from cms.models.base import BasePage, PageWithBody
from cms.models.projects import ProjectPage
from cms.models.stories import StoryPage
from cms.page_content.people_named import named_in
from participants import consents
from participants.models import Consent, Participant

WEB = Consent.Channel.WEB


@dataclass(frozen=True)
class Blockers:
    """What keeps a page from coming out. True when something does.

    `people` are on the list and have not said yes; the names of `named` stand in the words, and
    nobody has answered that somebody else is meant. `quotes` tells of a participant's words on a
    page that they cannot say yes to.
    """

    people: tuple[Participant, ...] = ()
    named: tuple[Participant, ...] = ()
    quotes: bool = False

    def __bool__(self) -> bool:
        return bool(self.people or self.named or self.quotes)


def blockers_of(page: Any, *, user: Any) -> Blockers:
    """Return what `page`, as it is going to be read, waits for when `user` puts it out.

    Names are those of the page's own teams, and of all that `user` tells for.
    """
    teams = set(own_teams.editable_team_ids(user) if user else ())
    if isinstance(page, StoryPage):
        said_yes = consents.shown_people([page], WEB)[consents.key_of(page)]
        yes = {person.pk for person in said_yes}
        people = [person for person in page.people_concerned() if person.pk not in yes]
        named = named_in(
            page,
            teams={*teams, page.team_id},
            known=[*said_yes, *people],
            answered=page.other_names,
        )
        return Blockers(people=tuple(sorted(people, key=lambda one: one.code)), named=named)
    if not isinstance(page, BasePage):
        return Blockers()
    if isinstance(page, ProjectPage):
        teams |= set(Team.objects.filter(activities=page.activity_id).values_list("pk", flat=True))
    quotes = isinstance(page, PageWithBody) and page.quotes_participants()
    return Blockers(named=named_in(page, teams=teams, answered=page.other_names), quotes=quotes)
