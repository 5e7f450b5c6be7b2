"""The help pages: what a room is for, and what one does most often in it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from activities.models import Routine
from portals.staff.help.texts import HELP
from portals.staff.shared.navigation.rooms import address_of, pages_of
from portals.staff.shared.page_access import StaffRequest, staff_page


@staff_page
def help_index(request: StaffRequest) -> HttpResponse:
    """Show the rooms that I may enter, each with what it is for."""
    rooms = [(one.room, HELP[one.room.slug]) for one in request.menu.rooms]
    return render(request, "portals/staff/help/help_index.html", {"rooms": rooms})


@staff_page
def help_room(request: StaffRequest, room: str) -> HttpResponse:
    """Show the help of the room with the slug `room`, and the routines of my teams about it.

    An act is a link to who may do it.
    """
    here = next((one.room for one in request.menu.rooms if one.room.slug == room), None)
    if here is None:
        raise Http404
    opened = {page.route for page in pages_of(request.opens)}
    acts = [(act, address_of(act.route) if act.route in opened else "") for act in HELP[room].acts]
    routines = Routine.objects.in_use().visible_to(request.user).filter(room=room)
    context = {
        "room": here,
        "help": HELP[room],
        "acts": acts,
        "routines": routines.with_is_unread(request.user).select_related("team"),
    }
    return render(request, "portals/staff/help/help_room.html", context)
