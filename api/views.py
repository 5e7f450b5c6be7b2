"""The endpoints that everybody may read, and the page about them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from activities.models import Activity, Work
from api import filters, schema, serializers
from api.errors import SENTENCES
from api.parsers import PlainJSONParser
from api.throttling import PublicThrottle
from api.versions import etag_of_data
from cms.models import StoryPage
from cms.page_content.shown_people import Showing


class Endpoints(viewsets.GenericViewSet[Any]):
    """What every endpoint of ours shares."""

    parser_classes = [PlainJSONParser]
    throttle_classes = [PublicThrottle]
    schema = schema.Described()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the caller in, and name the parameters that mean nothing here."""
        super().initial(request, *args, **kwargs)
        unknown = sorted(set(request.query_params) - self._parameters())
        if unknown:
            raise ValidationError(
                {name: [ErrorDetail(name, "unknown_parameter")] for name in unknown}
            )

    def get_authenticate_header(self, request: Request) -> str:
        """Say how one signs in, so that «not signed in» is 401 and not 403."""
        return 'Session realm="Reir"'

    def _parameters(self) -> set[str]:
        """Return the names of the parameters that this operation reads."""
        known = {"format"}
        if self.action == "list" or not self.detail:
            known |= {"page", "page_size"} if self.paginator else set()
            filters = getattr(self, "filterset_class", None)
            known |= set(filters.base_filters) if filters else set()
        return known


class PublicEndpoints(mixins.ListModelMixin, mixins.RetrieveModelMixin, Endpoints):
    """A list that everybody may read. One row's answer has its version in `ETag`."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one row."""
        response = super().retrieve(request, *args, **kwargs)
        response.headers["ETag"] = etag_of_data(response.data)
        return response


class ShowingEndpoints(PublicEndpoints):
    """A list with pictures and names, for which consent is asked once for all rows."""

    def showing_of(self, rows: list[Any]) -> Any:
        """Return `cms.page_content.shown_people.Showing` for `rows`."""
        raise NotImplementedError

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Give the serializer what may be shown of its rows."""
        if args:
            rows = args[0] if kwargs.get("many") else [args[0]]
            showing = self.showing_of(rows)
            kwargs["context"] = {**self.get_serializer_context(), "showing": showing}
        return super().get_serializer(*args, **kwargs)


@extend_schema_view(
    list=extend_schema(description="What one can do: the public activities by name."),
    retrieve=extend_schema(description="One public activity."),
)
class Activities(PublicEndpoints):
    """Activities."""

    queryset = Activity.objects.public().prefetch_related("teams").order_by("name")
    serializer_class = serializers.ActivitySerializer
    filterset_class = filters.ActivityFilter
    lookup_field = "slug"
    lookup_value_converter = "slug"


@extend_schema_view(
    list=extend_schema(description="The stories that are shown now, the newest first."),
    retrieve=extend_schema(description="One story, while everybody in it says yes."),
)
class Stories(ShowingEndpoints):
    """Stories."""

    queryset = StoryPage.objects.none()
    serializer_class = serializers.StorySerializer
    filterset_class = filters.StoryFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[StoryPage]:
        """Return the stories that may be shown at this moment."""
        shown = StoryPage.objects.shown().newest_first().defer_streamfields()
        return shown.select_related("locale", "team", "activity", "lead_picture")

    def showing_of(self, rows: list[StoryPage]) -> Any:
        """Return what may be shown of their pictures; three queries at most."""
        return Showing(pictures=[story.lead_picture for story in rows if story.lead_picture])


@extend_schema_view(
    list=extend_schema(description="The public works, with those makers who wish to be named."),
    retrieve=extend_schema(description="One public work."),
)
class Works(ShowingEndpoints):
    """Works."""

    queryset = (
        Work.objects.public()
        .exclude(state=Work.State.GONE)
        .select_related("activity", "team", "place", "picture")
        .order_by("kind", "number", "pk")
    )
    serializer_class = serializers.WorkSerializer
    filterset_class = filters.WorkFilter
    lookup_value_converter = "int"

    def showing_of(self, rows: list[Work]) -> Any:
        """Return what may be shown of their pictures and makers; four queries at most."""
        return Showing(works=rows)


class SchemaFile(SpectacularAPIView):
    """The description of the API, as YAML or JSON (OpenAPI 3.0)."""

    throttle_classes = [PublicThrottle]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show which endpoints there are, in our own look."""
    found = schema.operations()
    context = {
        "public": [operation for operation in found if not operation["is_staff_only"]],
        "staff": [operation for operation in found if operation["is_staff_only"]],
    }
    return render(request, "api/docs.html", context)


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer an unknown address in the shape of the API, not with a page."""
    return JsonResponse({"message": str(SENTENCES["not_found"]), "code": "not_found"}, status=404)
