"""The lists of «Folk»: participants and colleagues."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from accounts.models import Membership, Team, User
from participants.models import Participant
from participants.models.participant import Channel
from portals.staff.shared.columns import Acts, Cell, Name, Part, on_a_phone
from portals.staff.shared.lists import Filters, List, choice, found_in, kinds_in
from portals.staff.shared.page_access import StaffRequest


class ParticipantList(List):
    """People, by whom they can turn to."""

    counts = ngettext_lazy("%(n)s deltaker", "%(n)s deltakere", "n")

    chosen_name = Name(gettext_lazy("Navn"), page="staff:participant")
    code = Cell(gettext_lazy("Kode"), narrow="line")
    contact = Cell(
        gettext_lazy("Primærkontakt"), accessor="primary_contact", narrow="line",
        order_by=("primary_contact__first_name", "primary_contact__last_name"),
    )  # fmt: skip
    deputy = Cell(
        gettext_lazy("Stedfortreder"), accessor="deputy_contact",
        order_by=("deputy_contact__first_name", "deputy_contact__last_name"),
    )  # fmt: skip
    channel = Cell(gettext_lazy("Får beskjed på"))
    team = Cell(gettext_lazy("Team"), narrow="line", order_by="team__name")

    search_label = gettext_lazy("Navn eller kode")
    searched = ("chosen_name",)
    known_by = ("code",)

    @classmethod
    def of(
        cls, request: StaffRequest, people: QuerySet[Participant], *, teams: list[Team]
    ) -> "ParticipantList":
        """Return `people`, narrowed by contact, channel and team."""
        filters = Filters(
            request, people,
            kontakt=choice(
                _("Primærkontakt"), "primary_contact",
                found_in(people, "primary_contact", "first_name", "last_name"),
            ),
            beskjed=choice(
                _("Får beskjed på"), "channel", kinds_in(people, "channel", Channel.choices)
            ),
            team=choice(_("Team"), "team__slug", [(one.slug, one.name) for one in teams]),
        )  # fmt: skip
        return cls(request, people, filters=filters, hidden=() if len(teams) > 1 else ("team",))

    def render_contact(self, value: Any, record: Participant) -> Any:
        """Say «du» of whoever looks, and on a phone of a deputy too."""
        if record.deputy_contact_id != self.user.pk:
            return self._you(value)
        return format_html("{} {}", self._you(value), on_a_phone(_("(du er stedfortreder)")))

    def render_deputy(self, value: Any) -> Any:
        """Say «du» of whoever looks."""
        return "" if value is None else self._you(value)

    def _you(self, user: Any) -> Any:
        return _("du") if user == self.user else user


@dataclass(frozen=True)
class Colleague:
    """Somebody of a team: `roles` that hold, none of who has gone, and what they can."""

    user: User
    roles: list[Membership]
    plans: bool
    """Whether hours and skills can be set."""

    @property
    def name(self) -> str:
        """Return their name."""
        return str(self.user)

    @property
    def in_words(self) -> str:
        """Return what they are, whether we wait for them still, or that they have gone."""
        roles = ", ".join(str(one.get_role_display()) for one in self.roles) or _("har sluttet")
        return " · ".join([roles, _("har ikke logget inn ennå")] if self.is_expected else [roles])

    @property
    def is_expected(self) -> bool:
        """Tell whether they have been invited and have not come yet."""
        return bool(self.roles) and not self.user.last_login


class ColleagueList(List):
    """Colleagues, from `Colleague`. `may_lead` and `may_plan` tell what I may do about them."""

    counts = ngettext_lazy("%(n)s kollega", "%(n)s kolleger", "n")

    name = Name(
        gettext_lazy("Navn"), page="staff:colleague_edit", key="user__pk",
        opens=lambda table, row: table.given["may_lead"] and row.plans,
        query=lambda table, _row: f"?team={table.given['team'].slug}",
    )  # fmt: skip
    acts = Acts("", "portals/staff/people/parts/colleague_acts.html", accessor="user")
    roles = Cell(gettext_lazy("Roller"), accessor="in_words", narrow="line")
    skills = Part(
        gettext_lazy("Kan"),
        "portals/staff/people/parts/colleague_skills.html",
        accessor="user",
        narrow="line",
    )
