"""The ways out, and what an installation is told about them."""

import pytest
from django.core import checks, mail
from django.test import override_settings

from notices.backends import ConsoleBackend, DeliveryFailed, EmailBackend, way_out
from notices.checks import backends_can_send


def test_the_console_shows_a_message_and_the_log_does_not(capsys, caplog):
    ConsoleBackend().send(to="+4791000000", subject="", body="Vi ses.")
    assert "Vi ses." in capsys.readouterr().out
    assert caplog.text == ""


@override_settings(NOTICE_BACKENDS={"sms": "nowhere.Sms"})
def test_a_backend_that_is_not_there_is_an_error():
    assert [found.id for found in backends_can_send(None)] == ["notices.E001"]


CONSOLE = "notices.backends.ConsoleBackend"
EMAIL = "notices.backends.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
OURS = "Reir <post@reir.example>"


@pytest.mark.parametrize(
    ("sms", "server", "sender", "found"),
    [
        ("none", SMTP, OURS, []),
        ("tests.notices.provider.Provider", SMTP, OURS, []),
        ("", SMTP, OURS, ["sms"]),
        (CONSOLE, SMTP, OURS, ["sms"]),
        ("none", SMTP, "Reir <reir@localhost>", ["email"]),
        *[
            ("none", f"django.core.mail.backends.{kind}.EmailBackend", OURS, ["email"])
            for kind in ("console", "dummy", "filebased", "locmem")
        ],
    ],
)
def test_what_reaches_nobody_is_a_warning_and_no_sms_said_aloud_is_not(
    settings, sms, server, sender, found
):
    settings.NOTICE_BACKENDS = {"email": EMAIL, "sms": sms}
    settings.EMAIL_WAY_OUT, settings.DEFAULT_FROM_EMAIL = server, sender
    warnings = backends_can_send(None)
    assert [row.msg.split(":")[0] for row in warnings] == found
    assert {(row.id, row.level) for row in warnings} <= {("notices.W001", checks.WARNING)}


@override_settings(NOTICE_BACKENDS={"email": "none", "sms": "none"})
def test_an_installation_without_email_is_warned():
    assert [row.msg.split(":")[0] for row in backends_can_send(None)] == ["email"]


def test_words_to_people_stand_on_a_console_only_where_nobody_else_is(settings):
    settings.NOTICE_BACKENDS = {"sms": CONSOLE}
    assert way_out("sms") is None
    settings.MESSAGES_SHOWN_HERE = True
    assert isinstance(way_out("sms"), ConsoleBackend)
    settings.NOTICE_BACKENDS = {"sms": "nowhere.Sms"}
    assert way_out("sms") is None


def test_a_letter_says_that_a_machine_wrote_it_and_who_answers(settings):
    settings.DEFAULT_FROM_EMAIL = OURS
    EmailBackend().send(to="ola@example.no", subject="Hei", body="Vi ses.", reply_to="k@alna.no")
    EmailBackend().send(to="ola@example.no", subject="Hei", body="Vi ses.")
    first, second = [letter.message() for letter in mail.outbox]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"].endswith("@reir.example>")
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["Reply-To"], second["Reply-To"]) == ("k@alna.no", None)
    settings.MAIL_DOMAIN = "kommune.example"
    EmailBackend().send(to="ola@example.no", subject="Hei", body="Vi ses.")
    assert mail.outbox[-1].message()["Message-ID"].endswith("@kommune.example>")


def test_a_letter_that_nobody_took_is_not_sent():
    with pytest.raises(DeliveryFailed):
        EmailBackend().send(to="", subject="Hei", body="Vi ses.")
