"""The lists of «Penger»: who has something to come, and the gift cards in stock."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from core.templatetags.formats import short_day, weekday_date
from payouts.models import GiftCard
from payouts.reports.owed import Owed
from portals.staff.shared.columns import Acts, Cell, Day, Money, Name, Number
from portals.staff.shared.lists import Filters, List, choice
from portals.staff.shared.page_access import StaffRequest


class DueList(List):
    """People with something to come. `paying` are the keys of the teams that I pay for."""

    counts = ngettext_lazy("%(n)s person", "%(n)s personer", "n")

    name = Name(
        gettext_lazy("Navn"), accessor="participant__chosen_name", page="staff:participant",
        key="participant__pk", beside=True,
    )  # fmt: skip
    ore = Money(gettext_lazy("Sum"), narrow="sum")
    acts = Acts("", "portals/staff/pay/parts/due_acts.html", accessor="participant")
    times = Number(gettext_lazy("Ganger"), narrow="line")
    since = Day(gettext_lazy("Eldste"), words=short_day, accessor="oldest", first="")
    wishes = Cell(gettext_lazy("Vil ha det"), words=", ".join, narrow="line", orderable=False)

    def row_key(self, record: Owed) -> Any:
        """Return whose it is."""
        return record.participant.pk

    def render_times(self, value: int) -> str:
        """Say how many times."""
        return ngettext("%(n)s gang", "%(n)s ganger", value) % {"n": value}


class GiftCardList(List):
    """Cards in stock; of a number only the end is shown. `holding`: the teams I hold money for."""

    counts = ngettext_lazy("%(n)s kort", "%(n)s kort", "n")

    card = Name(gettext_lazy("Kort"), of=str, order_by=("issuer", "pk"))
    issuer = Cell(gettext_lazy("Butikk"), orderable=False)
    team = Cell(gettext_lazy("Team"), narrow="line", order_by="team__name")
    ore = Money(gettext_lazy("Verdi"), narrow="sum")
    acts = Acts("", "portals/staff/pay/parts/gift_card_acts.html")

    @classmethod
    def of(
        cls, request: StaffRequest, cards: QuerySet[GiftCard], *, teams: list[Any], holding: Any
    ) -> "GiftCardList":
        """Return `cards`, narrowed by shop and team."""
        shops = cards.order_by("issuer").values_list("issuer", flat=True).distinct()
        filters = Filters(
            request, cards,
            butikk=choice(_("Butikk"), "issuer", [(one, one) for one in shops]),
            team=choice(_("Team"), "team__slug", [(one.slug, one.name) for one in teams]),
        )  # fmt: skip
        return cls(request, cards, filters=filters, holding=holding)


def _called(session: Any) -> SafeString:
    """Return what a session is called; a list of links alone hears its day too."""
    day = weekday_date(session.starts_at)
    return format_html('{}<span class="ds-sr-only">, {}</span>', session.name, day)


class GroupList(List):
    """Sessions with `waiting`, how many who were there have something to come."""

    counts = ngettext_lazy("%(n)s økt", "%(n)s økter", "n")

    name = Name(
        gettext_lazy("Økt"), page="staff:pay_group", of=_called,
        order_by=("title", "activity__name"),
    )  # fmt: skip
    starts_at = Day(gettext_lazy("Når"), words=weekday_date, narrow="line")
    team = Cell(gettext_lazy("Team"), narrow="line", order_by="team__name")
    waiting = Number(gettext_lazy("Har til gode"), narrow="sum")

    def render_waiting(self, value: int) -> str:
        """Say how many."""
        return ngettext("%(n)s person", "%(n)s personer", value) % {"n": value}
