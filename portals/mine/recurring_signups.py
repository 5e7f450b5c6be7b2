"""A place each time at a recurring session: ending it, and wanting it back after all."""

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from activities.models import RecurringSignUp, Series
from activities.taking_part import recurring_signups
from core.errors import RuleBroken
from participants.models import Participant
from portals.mine.access import CardRequest, card_button, see_other

SALT = "portals.mine.standing"
CAN_BE_UNDONE_FOR = 60 * 60
"""Seconds. Afterwards somebody on the staff gives the place back."""


@card_button
def end(request: CardRequest, pk: int) -> HttpResponse:
    """End my place at a recurring session; a repeat changes nothing."""
    participant = request.participant
    mine = Q(team=participant.team_id) | Q(recurring_signups__participant=participant)
    series = get_object_or_404(Series.objects.filter(mine).distinct(), pk=pk)
    place = RecurringSignUp.objects.filter(series=series, participant=participant).first()
    if place is None:
        return see_other("mine:home")
    recurring_signups.end(place)
    key = signing.dumps([participant.pk, series.pk], salt=SALT)
    return _home_with(angre=key)


@card_button
def undo(request: CardRequest) -> HttpResponse:
    """Give me back the place that I have just ended."""
    series = ended_just_now(request.POST.get("key", ""), participant=request.participant)
    if series is None:
        return see_other("mine:home")
    try:
        recurring_signups.give(series, participant=request.participant)
    except RuleBroken:
        return _home_with(fullt="ja")
    return see_other("mine:home")


def of(participant: Participant) -> QuerySet[RecurringSignUp]:
    """Return the places that `participant` has each time, at meetings that go on."""
    return (
        participant.recurring_signups.filter(_goes_on("series__"))
        .select_related("series__activity")
        .order_by("pk")
    )


def ended_just_now(key: str, *, participant: Participant) -> Series | None:
    """Return the meeting that `key` says `participant` has just ended their place at, or None."""
    if not key:
        return None
    try:
        person, series = signing.loads(key, salt=SALT, max_age=CAN_BE_UNDONE_FOR)
    except signing.BadSignature:
        return None
    if person != participant.pk:
        return None
    return Series.objects.filter(_goes_on(""), pk=series).select_related("activity").first()


def _goes_on(prefix: str) -> Q:
    ends = f"{prefix}ended_on"
    return Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": timezone.localdate()})


def _home_with(**words: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('mine:home')}?{urlencode(words)}", status=303)
