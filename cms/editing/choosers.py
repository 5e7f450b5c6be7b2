"""Choosing a work or a participant while writing: only from the teams whose stories one tells."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from accounts import access_log
from activities.models import Work
from cms.editing import own_teams
from cms.editing.widgets import ParticipantChooserWidget, WorkChooserWidget
from participants.models import Participant


class OfMyTeams:
    """A chooser's view that lists what belongs to the teams whose stories the user tells."""

    request: Any
    model_class: Any
    more_columns = [Column("team", label=_("Team"), accessor="team")]

    def get_object_list(self) -> QuerySet[Any]:
        """Return the rows to choose from."""
        teams = own_teams.editable_team_ids(self.request.user)
        return self.model_class.objects.filter(team__in=teams).select_related("team")

    @property
    def columns(self) -> list[Column]:
        """Return the columns of the list, the team the last."""
        return [*super().columns, *self.more_columns]  # type: ignore[misc]


class ChooseWork(OfMyTeams, ChooseView):
    """The window in which a work is chosen."""


class ChooseWorkResults(OfMyTeams, ChooseResultsView):
    """The list in that window."""


class OfPeople(OfMyTeams):
    """Lists people with code and chosen name, and writes that somebody saw them."""

    more_columns = [
        Column("chosen_name", label=_("Navn"), accessor="chosen_name"),
        *OfMyTeams.more_columns,
    ]

    def get_object_list(self) -> QuerySet[Participant]:
        """Return those who have not left, by name."""
        return super().get_object_list().filter(left_at__isnull=True).order_by("chosen_name", "pk")

    def get_results_page(self, request: Any) -> Any:
        """Return the page of the list, after the look at these people is logged."""
        page = super().get_results_page(request)  # type: ignore[misc]
        people = list(page.object_list)
        if people:
            access_log.record(
                request.user, act="list", what="participant_chooser", participants=people
            )
        return page


class ChooseParticipant(OfPeople, ChooseView):
    """The window in which a person in a story is chosen."""


class ChooseParticipantResults(OfPeople, ChooseResultsView):
    """The list in that window."""


work_chooser = ChooserViewSet(
    "work_chooser",
    base_widget_class=WorkChooserWidget,
    model=Work,
    icon="pick",
    choose_one_text=_("Velg et verk"),
    choose_another_text=_("Velg et annet verk"),
    choose_view_class=ChooseWork,
    choose_results_view_class=ChooseWorkResults,
)
participant_chooser = ChooserViewSet(
    "participant_chooser",
    base_widget_class=ParticipantChooserWidget,
    model=Participant,
    icon="user",
    choose_one_text=_("Velg en person"),
    choose_another_text=_("Velg en annen person"),
    choose_view_class=ChooseParticipant,
    choose_results_view_class=ChooseParticipantResults,
)

WorkChooserBlock = work_chooser.get_block_class(
    "WorkChooserBlock", module_path="cms.editing.choosers"
)
ParticipantChooserBlock = participant_chooser.get_block_class(
    "ParticipantChooserBlock", module_path="cms.editing.choosers"
)
