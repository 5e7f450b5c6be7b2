"""Where money goes by the bank: the team's profile, and a person's name and account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS
from core.errors import RuleBroken
from core.hidden_fields import digest
from payouts.bank import profiles as bank_profiles
from payouts.models import BankProfile, VaultEntry
from payouts.permissions import can_see_bank_accounts
from payouts.vault import bank_accounts as verbs
from portals.staff.bank.vault_forms import AccountForm, BankProfileForm
from portals.staff.shared.own_rows import chosen_team, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.pages import (
    ask_first,
    back_to,
    carry_out,
    confirm_page,
    form_page,
    way_back,
    what_was_shown,
)
from portals.staff.shared.people import own_payee


@staff_form(one_at_a_time=True)
def bank_profile(request: StaffRequest) -> HttpResponse:
    """Write down what the team's bank wants. `?team=` names the team."""
    teams = own_teams(request.user, HOLDING_BUDGETS)
    team = chosen_team(request, teams)
    profile = BankProfile.objects.filter(team=team).first()
    form = BankProfileForm(request.POST or None, instance=profile)
    return form_page(
        request, form,
        lambda: bank_profiles.set_up(BankProfile(team=team, **form.cleaned_data)),
        said=_("Lagret."),
        title=_("Bankoppsett"), lead=str(team), teams=teams, team=team,
        notice=_("Spør banken før den første fila. Prøv med én utbetaling."),
        back_url=reverse("staff:batches"),
    )  # fmt: skip


@staff_form(shows="view", one_at_a_time=True)
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down where somebody's money goes. Saving says that they choose the bank.

    `?next=` names the page of ours that it was opened from.
    """
    person = own_payee(request, pk, question=can_see_bank_accounts)
    entry = VaultEntry.objects.filter(participant=person).first()
    initial = {}
    if entry:
        initial = {
            "registered_name": entry.registered_name,
            "bank_spelling": entry.bank_spelling or verbs.proposal(entry),
            "account_number": verbs.grouped(entry.account_number),
        }
    is_spelled = bool(initial.get("bank_spelling") or request.POST.get("bank_spelling"))
    form = AccountForm(request.POST or None, initial=initial, is_spelled=is_spelled)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.store(person, by=request.user, **form.cleaned_data)
        except verbs.NeedsSpelling as needs:
            form.propose(needs.proposal, because=needs.message)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("Lagret. Pengene går til konto når den er bekreftet."))
            return back_to(request, "staff:participant", person.pk)
    return form_page(
        request, form, title=_("Konto"), lead=person.chosen_name, person=person, entry=entry,
        may_confirm=entry and verbs.may_confirm(request.user, entry),
        notice=_("Bare leder og økonomi ser dette. Når du lagrer, går honorar til konto."),
        back_url=way_back(request, "staff:participant", person.pk),
        template="portals/staff/bank/account.html",
    )  # fmt: skip


@staff_form(shows="view")
def account_forget(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete somebody's account: they choose another way."""
    person = own_payee(request, pk, question=can_see_bank_accounts)

    def ask() -> dict[str, Any]:
        # When, and not which: the page needs no key of the vault.
        written = VaultEntry.objects.filter(participant=person).values_list("written_at")
        return {
            "question": _("Slette kontoen til %(name)s?") % {"name": person.chosen_name},
            "consequence": _(
                "Navn og kontonummer blir borte. Honorarene står igjen, og kan gis i hånda."
            ),
            "confirm_label": _("Ja, slett"), "back_url": reverse("staff:account", args=[person.pk]),
            "facts": list(written),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: verbs.forget(person), row=person,
        said=_("Kontoen er slettet."), to=reverse("staff:participant", args=[person.pk]),
    )  # fmt: skip


@staff_form(shows="view")
def account_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm an account that somebody else wrote: read up together with its owner."""
    person = own_payee(request, pk, question=can_see_bank_accounts)
    entry = get_object_or_404(VaultEntry.objects.select_related("written_by"), participant=person)
    if request.method == "POST":
        shown = what_was_shown(request)
        if carry_out(
            request,
            lambda: verbs.confirm(person, by=request.user, shown=shown),
            said=_("Bekreftet. Pengene går dit."),
        ):
            return back_to(request, "staff:account", person.pk)
        return redirect("staff:account_confirm", person.pk)
    return confirm_page(
        request, question=_("Er dette kontoen til %(name)s?") % {"name": person.chosen_name},
        consequence=_("%(registered)s, %(account)s. Skrevet av %(writer)s. Les opp tallene sammen"
        " med %(name)s før du bekrefter.") % {
            "registered": _names(entry), "account": verbs.grouped(entry.account_number),
            "writer": entry.written_by, "name": person.chosen_name,
        },
        shown=digest(*verbs.facts(entry)), color="spruce",
        confirm_label=_("Ja, vi har lest den opp"),
        back_url=way_back(request, "staff:account", person.pk),
    )  # fmt: skip


def _names(entry: VaultEntry) -> str:
    """Return the name, and how the bank writes it when that is another."""
    if not entry.bank_spelling:
        return entry.registered_name
    return _("%(name)s (banken skriver «%(spelled)s»)") % {
        "name": entry.registered_name,
        "spelled": entry.bank_spelling,
    }
