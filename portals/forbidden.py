"""A page that is not mine says who can, beside the way to my own start page.

`accounts.sign_in.start_page` knows which that is.
"""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.contacts import contact_of
from accounts.context_processors import leader_for
from accounts.models import ALL_STAFF, LEADING, Membership, Role, Team
from leasing.partners import person_of_contact

MONEY = ("/staff/honorar/", "/staff/skrin/", "/staff/budsjett/", "/staff/gavekort/")
"""Where whoever keeps the money may do what a leader may."""


def forbidden(request: HttpRequest) -> HttpResponse:
    """Return the 403 of somebody who is signed in."""
    who = [(one, contact_of(one.user, team=one.team)) for one in who_can(request)]
    # The person whom the reader knows: who looks after their business, or leads their team.
    known = person_of_contact(request.user) or leader_for(request.user)
    context = {"who_can": who, "help_contact": known}
    return render(request, "403.html", context, status=403)


def who_can(request: HttpRequest) -> Iterable[Membership]:
    """Return the colleagues, in each of my teams, who may do what I may not."""
    is_money = request.path.startswith(MONEY) or "/konto/" in request.path
    roles = {*LEADING, Role.FINANCE} if is_money else LEADING
    mine = Team.objects.of(request.user, ALL_STAFF)
    return (
        Membership.objects.active()
        .filter(team__in=mine, role__in=list(roles), user__is_active=True)
        .exclude(user=request.user.pk)
        .select_related("user", "team")
        .order_by("team__name", "role", "pk")
    )
