"""Where a task leads: to the row that it is about, or to the list where that kind is done."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import Task
from payouts.models import Earning
from payouts.models.earning import WAITING
from portals.staff.shared.links import Link
from portals.staff.shared.navigation.rooms import ROOMS
from portals.staff.shared.own_rows import for_team

NOT_FINISHED = "session_not_finished"
PAGES = {
    "activities.session": ("staff:sheet", gettext_lazy("Se økta")),
    "activities.series": ("staff:series_show", gettext_lazy("Se det faste treffet")),
    "activities.shift": ("staff:police_card", gettext_lazy("Kortet til 112")),
    "activities.routine": ("staff:routine", gettext_lazy("Se rutinen")),
    "activities.work": ("staff:work", gettext_lazy("Se verket")),
    "leasing.enquiry": ("staff:enquiry_answer", gettext_lazy("Svar")),
    "leasing.partner": ("staff:partner", gettext_lazy("Se bedriften")),
    "participants.participant": ("staff:participant", gettext_lazy("Se siden")),
    "payouts.cashreceipt": ("staff:receipt_wrong", gettext_lazy("Rett det")),
    "payouts.giftcardreceipt": ("staff:gift_card_receipt_wrong", gettext_lazy("Rett det")),
    "payouts.batch": ("staff:batch", gettext_lazy("Se bunken")),
    "cms.storypage": ("staff:story", gettext_lazy("Se historien")),
    "wagtailcore.page": ("wagtailadmin_pages:edit", gettext_lazy("Se siden")),
}
"""The page of a row, which takes its key, by the model."""
LISTS = {
    "activities.idea": ("staff:ideas", gettext_lazy("Les og svar")),
    "activities.incident": ("staff:home", gettext_lazy("Trygt hjem")),
    "activities.teamsafety": ("staff:phone_list", gettext_lazy("Telefonlista")),
    "activities.oncall": ("staff:home", gettext_lazy("Trygt hjem")),
    "accounts.substituteagreement": ("staff:substitutes", gettext_lazy("Svar")),
    "accounts.invitation": ("staff:colleagues", gettext_lazy("Kolleger")),
    "leasing.invoice": ("staff:partners", gettext_lazy("Bedrifter")),
    "leasing.leasedgarden": ("staff:partners", gettext_lazy("Bedrifter")),
    "payouts.addition": ("staff:budgets", gettext_lazy("Se over")),
    "payouts.boxcount": ("staff:boxes", gettext_lazy("Pengeskrin")),
    "ledger.entry": ("staff:boxes", gettext_lazy("Pengeskrin")),
    "payouts.budget": ("staff:budgets", gettext_lazy("Se over")),
    "payouts.payout": ("staff:reconcile", gettext_lazy("Avstemming")),
    "payouts.threshold": ("staff:thresholds", gettext_lazy("Se over")),
}
"""The list where it is done, when a row of the model has no page of its own."""
STATES = {
    "session_not_opened": ("staff:month", gettext_lazy("Se måneden")),
    "messages_never_sent": ("staff:never_sent", gettext_lazy("Se hvem")),
    "honoraria_to_pay": ("staff:pay", gettext_lazy("Betal")),
    "stripe_without_answer": ("staff:stripe_payouts", gettext_lazy("Se over")),
}
"""The list of a state that has one task a team, with a number."""
KINDS = {
    Task.Kind.FIND_MONEY: ("staff:budgets", gettext_lazy("Budsjett")),
    Task.Kind.ENQUIRY: ("staff:partners", gettext_lazy("Bedrifter")),
    Task.Kind.DEBRIEF: ("staff:home", gettext_lazy("Trygt hjem")),
    Task.Kind.TELL: ("staff:colleagues", gettext_lazy("Kolleger")),
    Task.Kind.COME_HOME: ("staff:home", gettext_lazy("Trygt hjem")),
}
"""Where a task leads that says nothing else."""
OF_A_ROW = {
    "staff:police_card": "plan",
    "staff:session_close": "plan",
    "staff:shift_fill": "plan",
    "staff:enquiry_answer": "plan",
    "staff:partner": "partners",
    "staff:participant": "people",
    "staff:receipt_wrong": "hand_out",
    "staff:gift_card_receipt_wrong": "hand_out",
    "staff:batch": "budgets",
    "wagtailadmin_pages:edit": "website",
}
"""Who may open the page of a row. That of a list stands with its room."""


@cache
def _opens() -> dict[str, str]:
    """Return which of `page_access.OPENS` each page asks for."""
    pages = [one for room in ROOMS for page in room.pages for one in (page, *page.acts)]
    return {one.route: one.opens for one in pages} | OF_A_ROW


def with_what(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Fetch with each task what `links_of` and its row on a page need."""
    earning = Earning.objects.filter(pk=OuterRef("about_id"))
    is_of_earning = Q(about="payouts.earning")
    return tasks.select_related("participant", "team").annotate(
        for_session=Case(When(is_of_earning, then=Subquery(earning.values("session")))),
        for_work=Case(When(is_of_earning, then=Subquery(earning.values("care_visit__work")))),
    )


def links_of(task: Task) -> list[Link]:
    """Return where `task` leads; the participant's page stands beside it on its own. No query."""
    found = []
    about, about_id = _about(task)
    if task.waits_for == NOT_FINISHED:
        return [_link("staff:session_close", gettext_lazy("Gjør ferdig"), about_id)]
    if task.kind == Task.Kind.FIND_STAFF and about == "activities.session" and about_id:
        return [_link("staff:shift_fill", gettext_lazy("Finn noen"), about_id)]
    if about == "activities.coverask":
        return [Link(for_team("staff:week", task.team), _("Se uka"))]
    if about in PAGES and about_id:
        found.append(_link(*PAGES[about], about_id))
    elif named := LISTS.get(task.about) or STATES.get(task.waits_for):
        found.append(_of_team(*named, task))
    # No budget helps before a threshold, and the contact may not see them.
    is_stopped = task.waits_for == WAITING["threshold"]
    is_about_money = task.kind == Task.Kind.FIND_MONEY and not is_stopped
    if is_about_money or (not found and task.participant_id is None):
        named = KINDS.get(Task.Kind(task.kind), ("staff:week", gettext_lazy("Uke")))
        found.append(_of_team(*named, task))
    return found


def open_links(task: Task, opens: Collection[str]) -> list[Link]:
    """Return where `task` leads whoever `opens` so much in its team. No query."""
    return [link for link in links_of(task) if not link.opens or link.opens in opens]


def _link(name: str, label: Any, key: int | None) -> Link:
    return Link(reverse(name, args=[key]), label, _opens().get(name, ""))


def _of_team(name: str, label: Any, task: Task) -> Link:
    return Link(for_team(name, task.team), label, _opens().get(name, ""))


def _about(task: Task) -> tuple[str, int | None]:
    """Return the row that has a page: what an honorarium is for, which comes with the list."""
    for about, found in (("activities.session", "for_session"), ("activities.work", "for_work")):
        if number := getattr(task, found, None):
            return about, number
    return task.about, task.about_id
