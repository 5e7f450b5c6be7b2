"""«Regnskap»: the journal of a month, the balances, an export and the municipality's codes."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.forms import CleanForm
from ledger import books, chart
from ledger.models import AccountCode
from payouts.permissions import can_read_books, can_set_account_codes
from payouts.reconciliation import runs as books_checks
from portals.staff.books.journal_list import EntryList
from portals.staff.shared.own_rows import allow
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import form_page
from portals.staff.shared.weeks import month_of


def _month(request: StaffRequest) -> tuple[date, date]:
    """Return the first and last day of the month that `?maned=` names."""
    allow(can_read_books(request.user))
    first = month_of(request.GET.get("maned", ""))
    return first, first.replace(day=monthrange(first.year, first.month)[1])


@staff_page
def journal(request: StaffRequest) -> HttpResponse:
    """Show a month's vouchers and what each account moved; nobody is named."""
    first, last = _month(request)
    entries = books.journal(first=first, last=last)
    balances = books.trial_balance(entries)
    context = {
        "first": first,
        "this": f"{first:%Y-%m}",
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "table": EntryList(request, entries),
        "balances": balances,
        "without_code": [chart.words_of(one) for one in books.without_code(balances)],
        "may_set_codes": can_set_account_codes(request.user),
    }
    return render(request, "portals/staff/books/journal.html", context)


@staff_page
def journal_export(request: StaffRequest) -> HttpResponseBase:
    """Give the month's vouchers as a file for the municipality's accounts."""
    first, last = _month(request)
    return StreamingHttpResponse(
        books.export(books.journal(first=first, last=last).iterator()),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="reir-bilag-{first:%Y-%m}.csv"',
            "Cache-Control": "no-store, private",
        },
    )


@staff_form
def agreement(request: StaffRequest) -> HttpResponse:
    """Say what the newest look through the books found; POST asks for a new one.

    While one is under way the page asks again by itself; without JavaScript it has a link.
    """
    allow(can_read_books(request.user))
    if request.method == "POST":
        books_checks.ask(by=request.user)
        return redirect("staff:agreement")
    finished, asked = books_checks.newest()
    context = {
        "finished": finished,
        "asked": asked,
        "is_stalled": asked is not None and books_checks.is_stalled(asked),
        "balances": books_checks.balances_of(finished) if finished else [],
    }
    return render(request, "portals/staff/books/agreement.html", context)


class AccountCodesForm(CleanForm):
    """A code for each of the ledger's accounts, "" for those without."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for account, words in chart.ACCOUNTS.items():
            self.fields[account] = forms.CharField(label=words, max_length=20, required=False)


@staff_form
def account_codes(request: StaffRequest) -> HttpResponse:
    """Say under which codes the accounts are exported; an empty code keeps ours."""
    allow(can_set_account_codes(request.user))
    initial = dict(AccountCode.objects.values_list("account", "code"))
    form = AccountCodesForm(request.POST or None, initial=initial)
    return form_page(
        request, form, lambda: books.set_codes(form.cleaned_data),
        said=_("Lagret. Neste eksport har de nye kodene."),
        title=_("Kontokoder"), lead=_("Slik heter kontoene i regnskapet deres."),
        back_url=reverse("staff:journal"),
    )  # fmt: skip
