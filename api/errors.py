"""One shape for everything that goes wrong, with sentences in the reader's language.

    {"message": "Se over det du sendte.", "code": "invalid",
     "fields": {"reason": ["Fyll ut dette."]}}

`code` is for programs and never translated; `fields` is there for `invalid` alone, `about` for
`rule_broken` where the sentence names a row that has an address here.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from core.errors import RuleBroken

PAGES = {"activities.session": "api:session-detail"}
"""The address of a row that a refusal names, by the model."""

# The framework's own sentences are not in all of our languages, so each code has one of ours.
SENTENCES = {
    **dict.fromkeys(("blank", "empty", "null", "required"), gettext_lazy("Fyll ut dette.")),
    **dict.fromkeys(("does_not_exist", "not_found"), gettext_lazy("Dette finnes ikke.")),
    **dict.fromkeys(("incorrect_type", "invalid"), gettext_lazy("Dette har feil form.")),
    **dict.fromkeys(("max_length", "max_string_length"), gettext_lazy("Teksten er for lang.")),
    **dict.fromkeys(("max_value", "overflow"), gettext_lazy("Verdien er for stor.")),
    **dict.fromkeys(
        ("null_characters_not_allowed", "surrogate_characters_not_allowed"),
        gettext_lazy("Ta bort tegn som ikke kan vises."),
    ),
    "changed_meanwhile": gettext_lazy(
        "Noen har endret dette etter at du hentet det. Hent det på nytt."
    ),
    "csrf_failed": gettext_lazy("Send nøkkelen fra informasjonskapselen i X-CSRFToken."),
    "invalid_choice": gettext_lazy("Velg en av de verdiene som finnes."),
    "key_taken": gettext_lazy("Nøkkelen er brukt før, om noe annet enn dette."),
    "make_aware": gettext_lazy("Dette tidspunktet finnes ikke i Oslo."),
    "method_not_allowed": gettext_lazy("Dette går ikke an her."),
    "min_value": gettext_lazy("Verdien er for liten."),
    "not_acceptable": gettext_lazy("Vi svarer bare med JSON."),
    "not_authenticated": gettext_lazy("Logg inn først."),
    "parse_error": gettext_lazy("Dette er ikke gyldig JSON."),
    "permission_denied": gettext_lazy("Rollen din gir ikke tilgang til dette."),
    "throttled": gettext_lazy("Vent et minutt, og prøv igjen."),
    "too_large": gettext_lazy("Det du sendte, er for stort."),
    "unknown_parameter": gettext_lazy("Dette spørsmålet kjenner vi ikke. Se over navnet."),
    "unsupported_media_type": gettext_lazy("Send JSON."),
}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to `error`, None for what is our own fault (the framework's handler)."""
    if isinstance(error, RuleBroken):
        set_rollback()
        said = {"message": error.message, "code": "rule_broken", **_about(error, context)}
        return Response(said, status.HTTP_409_CONFLICT)
    if isinstance(error, RequestDataTooBig):
        set_rollback()
        said = {"message": str(SENTENCES["too_large"]), "code": "too_large"}
        return Response(said, status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        response.data = {
            "message": _("Se over det du sendte."),
            "code": "invalid",
            "fields": _fields(error.detail),
        }
    else:
        detail = response.data["detail"]
        code = "csrf_failed" if detail.startswith("CSRF Failed") else detail.code
        response.data = {"message": str(SENTENCES.get(code, detail)), "code": code}
    return response


def _about(broken: RuleBroken, context: dict[str, Any]) -> dict[str, str]:
    """Return {"about": the whole address of the row that the sentence names}, {} without one."""
    row = broken.about
    name = PAGES.get(row._meta.label_lower) if row is not None else None
    request = context.get("request")
    if name is None or request is None:
        return {}
    return {"about": request.build_absolute_uri(reverse(name, args=[row.pk]))}


def _fields(detail: Any) -> dict[str, list[str]]:
    """Return {field: sentences}; what concerns no single field stands under «all»."""
    if not isinstance(detail, dict):
        return {"all": _sentences(detail)}
    return {
        "all" if name == "non_field_errors" else str(name): _sentences(found)
        for name, found in detail.items()
    }


def _sentences(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [sentence for inner in found.values() for sentence in _sentences(inner)]
    if isinstance(found, list):
        return [sentence for inner in found for sentence in _sentences(inner)]
    code = str(found.code) if isinstance(found, ErrorDetail) else ""
    return [str(SENTENCES.get(code, found))]
