"""What every response gets, whichever view answers."""

import re
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

LARGEST_KEY = 2**63 - 1
"""The largest number that either database keeps."""
_NUMBER = re.compile(r"-?\d+")


class AddressNumbersMiddleware(MiddlewareMixin):
    """Says that there is nothing at an address with a word that no row can have."""

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Raise Http404 when a word of the address is too large a number, or holds a NUL.

        A program gets JSON. A `token` is looked up by its digest: its page says whom to ask.
        """
        for value in (*args, *(value for name, value in kwargs.items() if name != "token")):
            text = str(value)
            is_number = _NUMBER.fullmatch(text)
            too_large = is_number and (len(text) > 100 or abs(int(text)) > LARGEST_KEY)
            if too_large or "\0" in text:  # PostgreSQL falls over a NUL
                # A long public slug or code of digits is no key either.
                if request.path_info.startswith("/api/"):
                    sentence = _("Dette finnes ikke.")
                    return JsonResponse({"message": sentence, "code": "not_found"}, status=404)
                raise Http404
        return None
