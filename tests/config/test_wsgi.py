"""The door of the web server: what a sender calls their letters never decides how they are read."""

import pytest
from django.test import RequestFactory

from config.wsgi import application


@pytest.mark.parametrize("charset", ["rot13", "base64", "undefined", "punycode", "utf-16", "nope"])
def test_a_charset_is_never_a_fault_nor_another_alphabet(charset: str) -> None:
    asked = RequestFactory().get("/healthz?a=%C3%A5").environ
    asked["CONTENT_TYPE"] = f"text/html; charset={charset}"
    request = application.request_class(asked)
    assert (application.get_response(request).status_code, request.GET["a"]) == (200, "å")
