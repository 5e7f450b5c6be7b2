"""Where a task leads: to the row that it is about, or to the list where that kind is done."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import Task
from payouts.models.earning import WAITING
from portals.staff.shared.links import Link
from portals.staff.shared.own_rows import for_team

PAGES = {
    "activities.session": ("staff:sheet", gettext_lazy("Se økta")),
    "activities.series": ("staff:series_show", gettext_lazy("Se det faste treffet")),
    "activities.shift": ("staff:police_card", gettext_lazy("Kortet til 112")),
    "activities.work": ("staff:work", gettext_lazy("Se verket")),
    "leasing.enquiry": ("staff:enquiry_answer", gettext_lazy("Svar")),
    "leasing.partner": ("staff:partner", gettext_lazy("Se bedriften")),
    "participants.participant": ("staff:participant", gettext_lazy("Se siden")),
    "payouts.cashreceipt": ("staff:receipt_wrong", gettext_lazy("Rett det")),
    "payouts.giftcardreceipt": ("staff:gift_card_receipt_wrong", gettext_lazy("Rett det")),
    "payouts.batch": ("staff:batch", gettext_lazy("Se bunken")),
    "wagtailcore.page": ("wagtailadmin_pages:edit", gettext_lazy("Se siden")),
}
"""The page of a row, which takes its key, by the model."""
LISTS = {
    "activities.idea": ("staff:ideas", gettext_lazy("Forslag")),
    "activities.incident": ("staff:home", gettext_lazy("Trygt hjem")),
    "activities.teamsafety": ("staff:phone_list", gettext_lazy("Telefonlista")),
    "activities.oncall": ("staff:home", gettext_lazy("Trygt hjem")),
    "accounts.invitation": ("staff:colleagues", gettext_lazy("Kolleger")),
    "leasing.invoice": ("staff:partners", gettext_lazy("Bedrifter")),
    "leasing.leasedgarden": ("staff:partners", gettext_lazy("Bedrifter")),
    "payouts.addition": ("staff:budgets", gettext_lazy("Budsjett")),
    "payouts.boxcount": ("staff:boxes", gettext_lazy("Pengeskrin")),
    "ledger.entry": ("staff:boxes", gettext_lazy("Pengeskrin")),
    "payouts.budget": ("staff:budgets", gettext_lazy("Budsjett")),
    "payouts.payout": ("staff:reconcile", gettext_lazy("Avstemming")),
    "payouts.threshold": ("staff:thresholds", gettext_lazy("Grenser")),
}
"""The list where it is done, when a row of the model has no page of its own."""
STATES = {
    "session_not_opened": ("staff:month", gettext_lazy("Se måneden")),
    "messages_never_sent": ("staff:never_sent", gettext_lazy("Se hvem")),
    "honoraria_to_pay": ("staff:pay", gettext_lazy("Honorarer")),
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


def links_of(task: Task) -> list[Link]:
    """Return where `task` leads; the participant's page stands beside it on its own. No query."""
    found = []
    about, about_id = _about(task)
    if about in PAGES and about_id:
        name, label = PAGES[about]
        found.append(Link(reverse(name, args=[about_id]), label))
    elif named := LISTS.get(task.about) or STATES.get(task.waits_for):
        found.append(Link(for_team(named[0], task.team), named[1]))
    if task.kind == Task.Kind.FIND_STAFF:
        found.append(Link(_proposals(task), _("Foreslå bemanning")))
    # No budget helps before a threshold, and the contact may not see them.
    is_stopped = task.waits_for == WAITING["threshold"]
    is_about_money = task.kind == Task.Kind.FIND_MONEY and not is_stopped
    if is_about_money or (not found and task.participant_id is None):
        name, label = KINDS.get(Task.Kind(task.kind), ("staff:week", gettext_lazy("Uke")))
        found.append(Link(for_team(name, task.team), label))
    return found


def _about(task: Task) -> tuple[str, int | None]:
    """Return the row that has a page: what an honorarium is for, which comes with the list."""
    for about, found in (("activities.session", "for_session"), ("activities.work", "for_work")):
        if number := getattr(task, found, None):
            return about, number
    return task.about, task.about_id


def _proposals(task: Task) -> str:
    """Return the proposals of the session's week; `session_starts_at` comes with the list."""
    starts_at = getattr(task, "session_starts_at", None) or timezone.now()
    return for_team("staff:suggest", task.team, monday=timezone.localdate(starts_at))
