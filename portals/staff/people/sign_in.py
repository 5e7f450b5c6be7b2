"""A colleague's way in: begun anew by one leader, confirmed in person by another."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ALL_STAFF, LEADING, Membership, SignInChange, Team, User
from accounts.permissions import can_begin_sign_in_anew, can_confirm_sign_in, homes_of
from core.forms import CleanForm
from notices import sign_in_reset
from portals.staff.shared.own_rows import allow, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page


class SignInForm(CleanForm):
    """Where the letter goes."""

    email = forms.EmailField(
        label=gettext_lazy("E-post"),
        help_text=gettext_lazy("Hit sender vi brevet. Den gamle adressen får også beskjed."),
    )


def waiting_for(user: User) -> list[SignInChange]:
    """Return the changes that `user` may confirm, the oldest first."""
    waiting = SignInChange.objects.filter(confirmed_at__isnull=True).select_related("user", "by")
    return [change for change in waiting.order_by("pk") if can_confirm_sign_in(user, change)]


def colleagues_of(user: User) -> list[User]:
    """Return those whose sign-in `user` may begin anew, by name."""
    led = set(Team.objects.of(user, LEADING).values_list("pk", flat=True))
    members = Membership.objects.active().filter(team__in=led)
    found = User.objects.filter(is_active=True, pk__in=members.values("user")).exclude(pk=user.pk)
    people = list(found.order_by("first_name", "last_name", "pk"))
    homes = homes_of([person.pk for person in people])
    return [person for person in people if homes.get(person.pk) in led]


@staff_page
def sign_ins(request: StaffRequest) -> HttpResponse:
    """Show a leader who waits to be met, and whose sign-in they may begin anew."""
    own_teams(request.user, LEADING)
    context = {
        "to_meet": waiting_for(request.user),
        "colleagues": colleagues_of(request.user),
    }
    return render(request, "portals/staff/people/sign_ins.html", context)


@staff_form
def colleague_sign_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm that one has met somebody, if that waits for this leader; else begin anew."""
    waiting = [change for change in waiting_for(request.user) if change.user_id == pk]
    if waiting:
        return _confirm(request, waiting[0])
    members = Membership.objects.active().filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    mine = Q(pk__in=members.values("user"))
    colleague = get_object_or_404(User.objects.filter(mine, is_active=True), pk=pk)
    allow(can_begin_sign_in_anew(request.user, colleague))
    form = SignInForm(request.POST or None, initial={"email": colleague.email})
    return form_page(
        request, form,
        lambda: sign_in_reset.begin_anew(colleague, **form.cleaned_data, by=request.user),
        said=_("Brevet er på vei. En annen leder møter %(name)s før neste innlogging.")
        % {"name": colleague},
        title=_("Ny innlogging til %(name)s") % {"name": colleague},
        lead=_("Passordet og det andre steget slutter å virke med en gang."),
        submit_label=_("Send brevet"),
        back_url=reverse("staff:sign_ins"),
    )  # fmt: skip


def _confirm(request: StaffRequest, change: SignInChange) -> HttpResponse:
    back = reverse("staff:sign_ins")

    def ask() -> dict[str, Any]:
        why = (
            _("%(leader)s begynte innloggingen på nytt. Si ja bare når personen står foran deg.")
            if change.email_before
            else _("%(leader)s har invitert en ny kollega. Si ja bare når personen står foran deg.")
        )
        return {
            "question": _("Har du møtt %(name)s?") % {"name": change.user},
            "consequence": why % {"leader": change.by},
            "confirm_label": _("Ja, vi har møttes"), "back_url": back,
            "facts": (change.pk, change.user.email),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: sign_in_reset.confirm_in_person(change, by=request.user),
        said=_("%(name)s kan sette opp det andre steget nå.") % {"name": change.user},
    )  # fmt: skip
