"""What a staff page answers: a form, a question first, a refusal in words, and where next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.errors import RuleBroken
from core.hidden_fields import FIELD, Changed, digest, must_be_unchanged
from core.money import LONGEST
from portals import idempotency
from portals.staff.shared import refusals
from portals.staff.shared.page_access import StaffRequest

FORM_PAGE = "portals/staff/form_page.html"
CONFIRM_PAGE = "components/confirm_page.html"


@contextmanager
def rules_on(form: BaseForm) -> Iterator[None]:
    """Turn a broken rule into a sentence on the form, which keeps what was written."""
    try:
        yield
    except RuleBroken as broken:
        form.add_error(None, refusals.in_words(broken))


def carry_out(
    request: StaffRequest, verb: Callable[[], Any], *, said: str | Callable[[Any], str] = ""
) -> bool:
    """Run a verb that a button asked for; say `said`, or the sentence of the rule that it broke."""
    try:
        done = verb()
    except RuleBroken as broken:
        messages.error(request, refusals.in_words(broken))
        return False
    if said:
        messages.success(request, said(done) if callable(said) else said)
    return True


def form_page(
    request: StaffRequest,
    form: BaseForm,
    act: Callable[[], Any] | None = None,
    *,
    said: str | Callable[[Any], str] = "",
    to: str | Callable[[Any], str] = "",
    **context: Any,
) -> HttpResponse:
    """Show a page with one form. `title` and `back_url` are needed.

    When the form is sent and right, `act` is carried out: a rule that it breaks stands on the
    form; else `said` is said, and the way goes `to` another page, to `back_url` without it. Both
    may be functions of what `act` returned, for what is not known before.
    """
    if act and request.method == "POST" and form.is_valid():
        with rules_on(form):
            return _say_and_go(request, act(), said=said, to=to or context["back_url"])
    idempotency.fill_in(request, form)
    return render(request, context.pop("template", FORM_PAGE), {"form": form, **context})


def confirm_page(request: StaffRequest, *, shown: str, **context: Any) -> HttpResponse:
    """Ask one question: `question`, `consequence`, `confirm_label`, `back_url`, maybe `form`.

    `shown` is the digest (`core.hidden_fields`) of what the page says: it is posted back, and
    compared.
    """
    context.setdefault("base_template", "portals/staff/base.html")
    return render(request, context.pop("template", CONFIRM_PAGE), {"shown": shown, **context})


def ask_first(
    request: StaffRequest,
    ask: Callable[[], dict[str, Any]],
    act: Callable[[], Any],
    *,
    said: str | Callable[[Any], str] = "",
    to: str | Callable[[Any], str] = "",
    form: BaseForm | None = None,
    row: Model | None = None,
    in_transaction: bool = True,
) -> HttpResponse:
    """Show the confirm page that `ask` describes; when it comes back, carry out `act`.

    The page posts back what it said (its question, its consequence, and `facts` that its words do
    not tell apart). With `row` under a lock `ask` is called anew, and when it says something else
    now, nothing happens and the new page is shown. `said` and `to` are as in `form_page`; an `act`
    that returns a response is answered with that. One that keeps something though it refuses, or
    asks another system, comes after the transaction (`in_transaction=False`) with its own locks.
    """
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            with transaction.atomic():
                if row is not None:
                    rows = type(row)._base_manager.select_for_update(of=("self",))
                    row.refresh_from_db(fields=_own_columns(row), from_queryset=rows)
                asked = ask()
                must_be_unchanged(what_was_shown(request), *_said(asked))
                done = act() if in_transaction else None
            return _say_and_go(
                request, done if in_transaction else act(), said=said, to=to or asked["back_url"]
            )
        except RuleBroken as broken:
            if form is not None:
                form.add_error(None, refusals.in_words(broken))
            else:
                messages.error(request, refusals.in_words(broken))
                if not isinstance(broken, Changed):
                    return HttpResponseRedirect(ask()["back_url"])
    asked = ask()
    shown = digest(*_said(asked))
    asked.pop("facts", None)
    return confirm_page(request, form=form, shown=shown, **asked)


def _say_and_go(request: StaffRequest, done: Any, *, said: Any, to: Any) -> HttpResponse:
    """Answer what was carried out: in its own way, or with a sentence and the next page."""
    if isinstance(done, HttpResponse):
        return done
    messages.success(request, said(done) if callable(said) else said)
    return redirect(to(done) if callable(to) else to)


def what_was_shown(request: HttpRequest) -> str:
    """Return the digest that a page posts back; "" is none at all, and never the right one."""
    return request.POST.get(FIELD, "")


def sum_on_button(request: HttpRequest) -> int:
    """Return the øre that the pressed button said (`money_button.html`); 0 when it said none."""
    said = request.POST.get("shown_ore", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST else 0


def _said(asked: dict[str, Any]) -> tuple[Any, ...]:
    return str(asked["question"]), str(asked["consequence"]), asked.get("facts")


def _own_columns(row: Model) -> list[str]:
    deferred = row.get_deferred_fields()
    return [field.attname for field in row._meta.concrete_fields if field.attname not in deferred]


def back_to(request: StaffRequest, name: str, *args: Any) -> HttpResponseRedirect:
    """Go to the page that the form or the address names in `next`, if ours, else to `name`."""
    return HttpResponseRedirect(way_back(request, name, *args))


def way_back(request: StaffRequest, name: str, *args: Any) -> str:
    """Return the address that `back_to` goes to."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse(name, args=args)
