"""What is asked before a page comes out, by its own button and among many."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from accounts import access_log
from accounts.models import AccessEvent
from cms import permissions
from cms.editing import own_teams
from cms.models import StoryPage
from cms.publishing import missing_consents
from participants.models import Participant


def stays_a_draft(request: HttpRequest, page: Page) -> bool:
    """Answer whether `page`, as it is going to be read, may not come out; say why on the screen."""
    if not permissions.can_edit_page(request.user, page):
        messages.error(request, _("Du kan bare legge ut historier for teamet ditt."))
        return True
    blockers = missing_consents.blockers_of(page, user=request.user)
    if blockers.people:
        messages.warning(
            request,
            _("Historien er lagret som utkast. Disse må si ja til den først: {codes}").format(
                codes=missing_consents.codes_of(blockers.people)
            ),
        )
    if blockers.read_other_words:
        codes = missing_consents.codes_of(blockers.read_other_words)
        said = _("Teksten er en annen enn den %(codes)s sa ja til. Spør på nytt.")
        messages.warning(request, said % {"codes": codes})
    if blockers.named:
        _ask_about_names(request, page, blockers.named)
    return bool(blockers)


def _ask_about_names(request: HttpRequest, page: Page, named: tuple[Participant, ...]) -> None:
    """Ask about the names that stand in the words, and write down whose names were told.

    A project can be several teams': who somebody of another team is, is not said.
    """
    team = page.team if isinstance(page, StoryPage) else None
    user: Any = request.user
    access_log.record(
        user, act=AccessEvent.Act.VIEW, what="names_in_text", participants=named, team=team
    )
    mine = own_teams.editable_team_ids(user)
    told = [f"{one.chosen_name} ({one.code})" for one in named if one.team_id in mine]
    names = ", ".join(told if len(told) == len(named) else [*told, _("noen i et annet team")])
    messages.warning(
        request,
        (
            _(
                "Siden er lagret som utkast. I teksten står navn som deltakere har: {names}. Er "
                "det dem, sett dem på lista, så de kan si ja. Er det noen andre, skriv navnet i "
                "«Navn som er noen andre»."
            )
            if isinstance(page, StoryPage)
            else _(
                "Siden er lagret som utkast. I teksten står navn som deltakere har: {names}. "
                "Deltakere nevnes bare i historier. Er det noen andre, skriv navnet i «Navn som "
                "er noen andre»."
            )
        ).format(names=names),
    )
