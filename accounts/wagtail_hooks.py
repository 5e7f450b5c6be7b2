"""Lets Wagtail's admin stand without wagtail.documents, which Reir leaves out on purpose."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail import hooks


class NoDocuments:
    """The documents of the admin's API: there are none.

    Wagtail 7.4 names this address on every page of its admin, whether the app is installed or
    not (github.com/wagtail/wagtail/issues/14418).
    """

    model = type(None)  # the router asks which endpoint a model belongs to: none to this one

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Return the one address that Wagtail names."""
        return [path("", cls.not_found, name="listing")]

    @staticmethod
    def not_found(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer 404."""
        raise Http404


@hooks.register("construct_admin_api")
def without_documents(router: Any) -> None:
    """Register the empty endpoint."""
    router.register_endpoint("documents", NoDocuments)
