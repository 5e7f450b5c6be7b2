"""The web server's entry point: what a sender calls letters never decides how they are read."""

from typing import Any

import pytest
from django.test import RequestFactory

from config.wsgi import application


@pytest.mark.parametrize("charset", ["rot13", "base64", "undefined", "punycode", "utf-16", "nope"])
def test_a_charset_is_never_a_fault_nor_another_alphabet(charset: str) -> None:
    asked = RequestFactory().get("/healthz?a=%C3%A5").environ
    asked["CONTENT_TYPE"] = f"text/html; charset={charset}"
    request = application.request_class(asked)
    assert (application.get_response(request).status_code, request.GET["a"]) == (200, "å")


def asked(path: str, *, cookie: str = "", **form: str) -> Any:
    """Return the request that gunicorn would hand over."""
    factory = RequestFactory(HTTP_COOKIE=cookie)
    made = factory.post(path, form) if form else factory.get(path)
    return application.request_class(made.environ)


def test_a_nul_is_in_nothing_that_was_sent() -> None:
    request = asked("/?a=x%00y&%00b=1", cookie='sessionid="\\000aaaaaaaa"; reir_sprak=nn')
    assert request.COOKIES == {"reir_sprak": "nn"}
    assert request.GET.urlencode() == "a=xy&b=1"
    posted = asked("/", word="x\0y", other="z")
    assert posted.POST.dict() == {"word": "xy", "other": "z"}
    with pytest.raises(AttributeError):
        posted.POST["word"] = "changed"


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize(
    "path",
    ["/min/", "/staff/", "/bilder/a%00b", "/k/%00", "/kalender.ics?bydel=%00&aktivitet=%00"],
)
def test_a_nul_is_no_fault_of_any_database(path: str) -> None:
    cookie = 'sessionid="\\000aaaaaaaaaaaaaaaa"; reir_sprak="\\000"'
    assert application.get_response(asked(path, cookie=cookie)).status_code < 500


def test_who_waits_for_a_locked_database_is_answered_before_gunicorn_ends_the_worker() -> None:
    from gunicorn.config import Timeout

    from config.settings.base import SQLITE_OPTIONS

    assert SQLITE_OPTIONS["timeout"] < Timeout.default
    assert f"busy_timeout={SQLITE_OPTIONS['timeout']}000;" in SQLITE_OPTIONS["init_command"]
