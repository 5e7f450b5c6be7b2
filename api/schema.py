"""The machine-readable description of the API (`schema.yml`), errors included."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiResponse, inline_serializer
from rest_framework import serializers

PREFIX = "/api/v1/"

ErrorShape = inline_serializer(
    "Error",
    {
        "message": serializers.CharField(help_text="A sentence in the reader's language."),
        "code": serializers.CharField(help_text="The same in every language."),
        "fields": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            required=False,
            help_text="Sentences by field, only for the code `invalid`.",
        ),
        "about": serializers.URLField(
            required=False,
            help_text="What the sentence names, only for the code `rule_broken`.",
        ),
    },
)
ERRORS = {
    400: "Something that was sent cannot be used.",
    401: "Not signed in.",
    403: "Not signed in with two steps, without the CSRF token, or not with this role.",
    404: "Not there, or another team's.",
    409: "A rule says no in a sentence; nothing was changed.",
    412: "Somebody changed it after the version in `If-Match`; nothing was changed.",
    413: "More was sent than can be needed.",
    415: "What was sent is not JSON.",
    429: "Asked too often; wait a minute.",
}


class Described(AutoSchema):
    """Adds to each operation the errors that it can answer, so that no view repeats them."""

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for code in sorted(self._errors()):
            described = OpenApiResponse(ErrorShape, description=ERRORS[code])
            bodies[str(code)] = self._get_response_for_code(described, str(code))
        return bodies

    def _errors(self) -> set[int]:
        errors = {400, 404, 429}
        if self.is_staff_only:
            errors |= {401, 403}
        if self.method != "GET":
            errors |= {403, 409, 412, 413, 415}
        return errors

    @property
    def is_staff_only(self) -> bool:
        """Tell whether the operation is for signed-in staff."""
        return {} not in self.get_auth()


def only_our_own(endpoints: list[Any], **_kwargs: Any) -> list[Any]:
    """Keep what stands below /api/v1/ (a preprocessing hook of drf-spectacular)."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX)]


@cache
def operations() -> list[dict[str, Any]]:
    """Return every operation in the order of the schema: method, path, summary, staff or not."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("description", "").partition("\n")[0],
            "is_staff_only": {} not in operation.get("security", [{}]),
        }
        for path, found in schema["paths"].items()
        for method, operation in found.items()
    ]
