"""Two middlewares: the person's own language, and no staff page by password alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PersonLanguageMiddleware:
    """Placeholder"""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class StaffSecondFactorMiddleware(PersonLanguageMiddleware):
    """Placeholder"""
