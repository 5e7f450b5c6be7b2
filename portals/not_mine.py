"""A page that is not mine says who can, beside the way to my own start page (`accounts.doors`)."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import ALL_STAFF, LEADING, Membership, Role, Team

MONEY = ("/staff/honorar/", "/staff/skrin/", "/staff/budsjett/", "/staff/gavekort/")
"""Where whoever keeps the money may do what a leader may."""


def answer(request: HttpRequest) -> HttpResponse:
    """Return the 403 of somebody who is signed in."""
    return render(request, "403.html", {"who_can": list(who_can(request))}, status=403)


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
