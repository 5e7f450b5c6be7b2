"""The ways out, and what an installation is told about them."""

from django.core import checks
from django.test import override_settings

from notices.backends import ConsoleBackend, backend_for
from notices.checks import backends_can_send


def test_the_console_shows_a_message_and_the_log_does_not(capsys, caplog):
    ConsoleBackend().send(to="+4791000000", subject="", body="Vi ses.")
    assert "Vi ses." in capsys.readouterr().out
    assert caplog.text == ""


@override_settings(NOTICE_BACKENDS={"sms": "nowhere.Sms"})
def test_a_backend_that_is_not_there_is_an_error():
    assert [found.id for found in backends_can_send(None)] == ["notices.E001"]


@override_settings(
    NOTICE_BACKENDS={
        "sms": "notices.backends.ConsoleBackend",
        "email": "notices.backends.EmailBackend",
    },
    DEFAULT_FROM_EMAIL="Reir <reir@localhost>",
)
def test_what_reaches_nobody_is_a_warning():
    found = backends_can_send(None)
    assert [(row.id, row.level) for row in found] == [("notices.W001", checks.WARNING)] * 2
    assert isinstance(backend_for("sms"), ConsoleBackend)
