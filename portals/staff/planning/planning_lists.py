"""The lists of «Plan»: activities, places, things, and recurring sessions."""

from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from activities.models import Activity, Idea, Place
from activities.planning import series_days
from core.money import kroner
from core.templatetags.formats import short_date
from portals.staff.shared.columns import Acts, Cell, Day, Money, Name, Number, Part, on_a_phone
from portals.staff.shared.lists import Filters, List, choice, kinds_in
from portals.staff.shared.page_access import StaffRequest


class ActivityList(List):
    """Activities with `rate_ore` and `is_led`, which I may change; `may_plan` makes sessions."""

    counts = ngettext_lazy("%(n)s aktivitet", "%(n)s aktiviteter", "n")

    name = Name(gettext_lazy("Aktivitet"), page="staff:activity_recipe")
    rate_ore = Money(gettext_lazy("Honorar"), narrow="line")
    public = Cell(gettext_lazy("Vises"), accessor="is_public", narrow="line")
    teams = Cell(gettext_lazy("Team"), orderable=False)
    acts = Acts("", "portals/staff/planning/parts/activity_acts.html")

    @classmethod
    def of(
        cls,
        request: StaffRequest,
        activities: QuerySet[Activity],
        *,
        teams: list[Any],
        **given: Any,
    ) -> "ActivityList":
        """Return `activities`, narrowed by kind."""
        kinds = kinds_in(activities, "kind", Activity.Kind.choices)
        filters = Filters(request, activities, slag=choice(_("Slag"), "kind", kinds))
        hidden = () if len(teams) > 1 else ("teams",)
        return cls(request, activities, filters=filters, hidden=hidden, **given)

    def render_rate_ore(self, value: int | None) -> str:
        """Say what each gets, or that nobody does."""
        return kroner(value) if value else _("uten honorar")

    def render_public(self, value: bool) -> str:
        """Say whether the public sees it."""
        return _("for alle") if value else _("skjult for andre")

    def render_teams(self, record: Activity) -> str:
        """Name the teams."""
        return ", ".join(team.name for team in record.teams.all())


class PlaceList(List):
    """Places, which all teams share."""

    counts = ngettext_lazy("%(n)s sted", "%(n)s steder", "n")

    name = Name(
        gettext_lazy("Sted"), page="staff:place_edit",
        opens=lambda table, _row: table.given["may_plan"],
    )  # fmt: skip
    address = Cell(
        gettext_lazy("Adresse"), accessor="address_alone", order_by="address", narrow="line"
    )
    indoors = Cell(gettext_lazy("Inne eller ute"))
    off_site = Cell(gettext_lazy("Trygt hjem"))
    min_staff = Number(gettext_lazy("Minst"), narrow="line")

    search_label = gettext_lazy("Navn eller adresse")
    searched = ("name", "address")

    @classmethod
    def of(cls, request: StaffRequest, places: QuerySet[Place], *, may_plan: bool) -> "PlaceList":
        """Return `places`, narrowed by where they are."""
        where = (("True", _("inne")), ("False", _("ute")))
        filters = Filters(request, places, inne=choice(_("Inne eller ute"), "indoors", where))
        return cls(request, places, filters=filters, may_plan=may_plan)

    def render_indoors(self, value: bool) -> str:
        """Say inside or outside."""
        return _("inne") if value else _("ute")

    def render_off_site(self, value: bool) -> str:
        """Say of a place away from the house that it is."""
        return _("ute av huset") if value else ""

    def render_min_staff(self, value: int, record: Place) -> Any:
        """Say how many staff there must be, and on a phone whether it is away from the house."""
        words = ngettext("minst %(n)s ansatt", "minst %(n)s ansatte", value) % {"n": value}
        away = self.render_off_site(record.off_site)
        return format_html("{}{}", on_a_phone(f"{away} · "), words) if away else words


class ResourceList(List):
    """Things that the team shares."""

    counts = ngettext_lazy("%(n)s ting", "%(n)s ting", "n")

    name = Name(
        gettext_lazy("Ting"), page="staff:resource_edit",
        opens=lambda table, _row: table.given["may_plan"],
    )  # fmt: skip
    kind = Cell(gettext_lazy("Slag"), narrow="line", words=capfirst)
    acts = Acts("", "portals/staff/planning/parts/resource_acts.html")


class SeriesList(List):
    """Recurring sessions that still run."""

    counts = ngettext_lazy("%(n)s fast treff", "%(n)s faste treff", "n")

    name = Name(
        gettext_lazy("Fast treff"), page="staff:series_show", of=lambda series: series.name,
        order_by=("title", "activity__name"),
    )  # fmt: skip
    rule = Cell(gettext_lazy("Når"), narrow="line", order_by="starts")
    place = Cell(gettext_lazy("Sted"), narrow="line", order_by="place__name")
    places = Number(gettext_lazy("Plasser"))
    staff = Part(gettext_lazy("Hvem jobber"), "portals/staff/planning/parts/series_staff.html")
    made_until = Day(gettext_lazy("Laget fram til"), words=short_date)

    def render_rule(self, record: Any) -> str:
        """Say when in words."""
        return series_days.in_words(record)


class IdeaList(List):
    """Ideas with `support`, how many more wish for it. The keys of teams: `seeing` whose people I
    see, `planning` where I answer, `leading` where I make activities of them."""

    counts = ngettext_lazy("%(n)s forslag", "%(n)s forslag", "n")

    text = Name(gettext_lazy("Forslag"))
    acts = Acts("", "portals/staff/planning/parts/idea_acts.html")
    who = Part(gettext_lazy("Fra"), "portals/staff/planning/parts/idea_from.html")
    support = Cell(gettext_lazy("Flere som vil"), narrow="line", first="-")
    state = Cell(gettext_lazy("Hva vi har gjort"), narrow="line")

    search_label = gettext_lazy("Ord i forslaget")
    searched = ("text",)

    @classmethod
    def of(cls, request: StaffRequest, ideas: QuerySet[Idea], **given: Any) -> "IdeaList":
        """Return `ideas`: those that are open first, the newest of them first."""
        is_open = Case(When(state=Idea.State.OPEN, then=0), default=1)
        ideas = ideas.order_by(is_open, "-created_at", "-pk")
        states = kinds_in(ideas, "state", Idea.State.choices)
        filters = Filters(request, ideas, tilstand=choice(_("Hva vi har gjort"), "state", states))
        return cls(request, ideas, filters=filters, **given)

    def render_support(self, value: int) -> str:
        """Say how many more."""
        words = ngettext("%(n)s til vil det samme", "%(n)s til vil det samme", value)
        return words % {"n": value} if value else ""

    def render_state(self, record: Idea) -> str:
        """Say how far we have come; what it became."""
        if record.activity:
            return _("ble til %(name)s") % {"name": record.activity.name}
        return capfirst(str(record.get_state_display()))
