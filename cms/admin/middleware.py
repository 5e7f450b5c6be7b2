"""Closes Wagtail's admin, unless an address stays and its keys are one's own teams'."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.models import Page, Revision, get_page_models

from accounts import access_log
from accounts.models import AccessEvent
from cms.admin import allowed_addresses
from cms.editing import current_user, own_teams
from cms.models import StoryPage
from core.saving import alone_at
from core.text import row_key

PREFIX = "/admin/"
PAGE_KEYS = ("page_id", "parent_page_id")
KEYS_ASKED = ("parent_page_id", "content_type", "edited_by", "owner", "site")
"""What Wagtail's lists and windows read of an address, and take for a row's key without asking."""


class AdminPermissionMiddleware:
    """Stands after the second factor. Says who asks, and lets in as `allowed_addresses` has it.

    Whoever has no right of Wagtail's gets 403 with whom to call, instead of being led to the
    sign-in page and back for ever. Another team's key is 404, as everywhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say who asks while the answer is made, and write down whom it showed."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with current_user.acting_as(request.user), _alone(request):
            response = self.get_response(request)
        match = request.resolver_match
        if (
            response.status_code == 200
            and match
            and match.view_name in allowed_addresses.SHOWING_A_STORY
        ):
            _write_down(request, match)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Raise 404 or 403, or let the view answer."""
        match = request.resolver_match
        if not request.path_info.startswith(PREFIX) or match is None:
            return None
        name = match.view_name
        if name in allowed_addresses.OPEN_TO_ALL:
            return None
        if name not in allowed_addresses.STAYING:
            raise Http404
        if not request.user.is_authenticated:
            return None  # Wagtail leads to the one sign-in page
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        is_mine = all(rows.filter(pk=key).exists() for rows, key in _keys(request.user, match))
        if not is_mine or not _is_possible(request, name):
            raise Http404
        return None


def _is_possible(request: HttpRequest, name: str) -> bool:
    """Tell whether Wagtail's view can read what the request asks for and does."""
    asked = (one for word in KEYS_ASKED for one in request.GET.getlist(word) if one)
    # There are no workflows, and Wagtail asks which before it looks.
    is_workflow = name in allowed_addresses.EDITING and "action-workflow-action" in request.POST
    return all(map(row_key, asked)) and not is_workflow


def _alone(request: HttpRequest) -> AbstractContextManager[None]:
    """Let one save a row at a time, so that the form that comes second sees what the first did."""
    if request.method != "POST":
        return nullcontext()
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return nullcontext()
    return alone_at(request.path_info) if name in allowed_addresses.EDITING else nullcontext()


def _keys(user: Any, match: ResolverMatch) -> Iterable[tuple[QuerySet[Any], Any]]:
    """Yield the keys that the address holds, each with the rows that it must be among."""
    words = match.kwargs
    for word in PAGE_KEYS:
        if word in words:
            yield own_teams.pages(user), words[word]
    if match.view_name == "wagtailadmin_pages:revisions_compare":
        yield own_teams.pages(user), match.args[0]
    if match.view_name == "wagtailadmin_editing_sessions:ping":
        is_page = (words["app_label"], words["model_name"]) in _page_types()
        key = words["object_id"]
        yield own_teams.pages(user) if is_page else Page.objects.none(), row_key(key)
    if "image_id" in words:
        yield own_teams.pictures(user), words["image_id"]
    if "pk" in words:
        choosing: dict[str, Callable[[Any], QuerySet[Any]]] = {
            "wagtailimages_chooser:chosen": own_teams.pictures,
            "participant_chooser:chosen": own_teams.people,
            "work_chooser:chosen": own_teams.works,
        }
        if match.view_name in choosing:
            key = str(words["pk"])
            yield choosing[match.view_name](user), row_key(key)


def _page_types() -> set[tuple[str, str | None]]:
    return {(model._meta.app_label, model._meta.model_name) for model in get_page_models()}


def _write_down(request: HttpRequest, match: ResolverMatch) -> None:
    """Log the look at everybody in a story, as it stands and in the versions that are shown."""
    key = match.kwargs.get("page_id") or match.args[0]
    story = StoryPage.objects.filter(pk=key).first()
    user = request.user
    if story is None or not user.is_authenticated:
        return
    wanted = [match.kwargs.get("revision_id"), *match.args[1:]]
    versions = Revision.objects.filter(
        object_id=str(story.pk), pk__in=[row_key(str(each)) for each in wanted if each]
    )
    people = {person.pk for person in story.people.all()}
    shown = [story.get_latest_revision_as_object(), *(row.as_object() for row in versions)]
    if "earliest" in wanted:
        first = story.revisions.order_by("created_at", "id").first()
        shown += [first.as_object()] if first else []
    for version in shown:
        people |= {person.pk for person in version.people_shown()}
    access_log.record(
        user,
        act=AccessEvent.Act.VIEW,
        what=match.view_name,
        participants=people,
        team=story.team,
    )
