"""The search page: what was written in the head of a page, and what it finds."""

from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from portals.staff.search.results import Search
from portals.staff.shared.page_access import StaffRequest, seen, staff_form
from portals.staff.shared.pages import way_back
from portals.staff.shared.words import Words, hide, show


@staff_form(shows="list")
def search(request: StaffRequest) -> HttpResponse:
    """Find people, sessions, activities, works, businesses and pages that I may see.

    The words are sent in a form, and the answer leads to an address that holds them encrypted,
    so that Back and reload find the same: this page, or the list in `next` that they narrow.
    """
    if request.method == "POST":
        words = Words.of(request.POST.get("ord", ""))
        to = urlsplit(way_back(request, "staff:search"))
        asked = QueryDict(to.query, mutable=True)
        if words.text:
            asked["ord"] = hide(words, user=request.user)
        return HttpResponseRedirect(to._replace(query=asked.urlencode()).geturl(), status=303)
    hidden = request.GET.get("ord", "")
    words = (show(hidden, user=request.user) if hidden else None) or Words.of("")
    problem = words.problem
    if hidden and not words.text:
        problem = _("Søket gjelder ikke lenger. Skriv det på nytt.")
    groups = []
    if words.text and not problem:
        looking = Search(words, request.user, request.opens)
        groups = looking.groups()
        seen(request, looking.people)
    context = {"words": words, "groups": groups, "problem": problem}
    return render(request, "portals/staff/search/search.html", context)
