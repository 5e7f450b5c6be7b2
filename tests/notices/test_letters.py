"""No page waits for a mail server, and no portal's key stands in the database."""

import socket
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings as chosen
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from config.settings import base
from notices import letters, outbox
from notices.models import Message, Task
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings):
    """Mail goes where it goes in production, and the worker does not run."""
    settings.EMAIL_BACKEND = base.EMAIL_BACKEND
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return settings


@pytest.fixture
def silent_server(queue):
    """A mail server that takes the call and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as server:
        queue.EMAIL_WAY_OUT = "django.core.mail.backends.smtp.EmailBackend"
        queue.EMAIL_HOST, queue.EMAIL_PORT = server.getsockname()
        queue.EMAIL_TIMEOUT = 0.2
        yield server


def ask_for_a_password(email):
    return Client().post(reverse("account_reset_password"), {"email": email})


def test_three_resets_at_a_silent_server_keep_no_page_waiting(silent_server):
    people = UserFactory.create_batch(3)
    Client().get(reverse("account_reset_password"))
    answers = [ask_for_a_password(one.email).status_code for one in people]
    invitations.invite("ny@alna.no", name="Ny", to="Alna", by=people[0])
    assert Client().get("/healthz").status_code == 200

    assert answers == [302] * 3
    silent_server.setblocking(False)  # nobody has called it: no page waited
    with pytest.raises(BlockingIOError):
        silent_server.accept()
    assert Message.objects.filter(is_letter=True, state="waiting").count() == 4

    assert outbox.deliver_due() == 0  # the timer's round: each letter gives up by itself
    assert set(Message.objects.values_list("state", "attempts", "error")) == {
        ("waiting", 1, "SMTPServerDisconnected")
    }


def test_a_silent_server_holds_up_one_channel_and_only_for_a_while(silent_server, monkeypatch):
    monkeypatch.setattr(outbox, "PATIENCE", 0.3)
    kari = UserFactory(phone="+4791000000")
    for number in range(6):
        outbox.queue(key=str(number), user=UserFactory(phone=""), subject="x", body="y")
    outbox.queue(key="alarm", user=kari, subject="x", body="y", urgent=True)
    assert outbox.deliver_due() == 1

    tried = Message.objects.filter(attempts=1)
    assert tried.get(state="sent").channel == "sms"
    assert set(tried.filter(user=kari).values_list("channel", flat=True)) == {"email", "sms"}
    assert tried.filter(channel="email").count() in {1, 2}  # of seven; a busy machine is slower


def test_a_letter_leaves_by_the_worker_and_its_words_are_gone(
    queue, django_capture_on_commit_callbacks
):
    queue.TASKS = chosen.TASKS | {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    kari = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_a_password(kari.email)
    [letter] = mail.outbox
    kept = Message.objects.get()
    assert "/konto/password/reset/key/" in letter.body
    assert (letter.to, letter.from_email) == ([kari.email], chosen.DEFAULT_FROM_EMAIL)
    assert (kept.state, kept.body, kept.user) == ("sent", "", kari)


def test_the_key_of_a_door_never_stands_in_the_database(queue):
    _invitation, token = invitations.invite("ny@alna.no", name="Ny", to="Alna", by=None)
    kept = Message.objects.get()
    assert token not in str(Message.objects.values().get())
    outbox.deliver_due()
    assert token in mail.outbox[0].body
    kept.refresh_from_db()
    assert kept.body == ""


def test_a_letter_that_never_arrives_waits_for_a_colleague_without_its_words(queue):
    kari = MembershipFactory().user
    ask_for_a_password(kari.email)
    Message.objects.update(attempts=5)
    outbox.deliver_due()
    task = Task.objects.get()
    assert Message.objects.get().body == ""
    assert (task.kind, "key" in task.text, str(kari) in task.text) == ("tell", False, True)


def test_a_letter_to_a_stranger_is_on_nobodys_list_and_soon_forgotten(queue):
    letters.post("ingen@example.no", subject="Hei\nBcc: x@y.no", body="Her")
    Message.objects.update(attempts=5)
    outbox.deliver_due()
    kept = Message.objects.get()
    assert (kept.state, kept.subject, Task.objects.count()) == ("given_up", "Hei Bcc: x@y.no", 0)
    Message.objects.update(changed_at=timezone.now() - timedelta(days=8))
    assert outbox.forget_old() == 1


def test_the_page_after_says_that_the_letter_is_on_its_way(queue):
    page = Client().post(
        reverse("account_reset_password"), {"email": "ingen@example.no"}, follow=True
    )
    text = page.content.decode()
    assert "Vi sender deg en e-post" in text
    assert "har sendt" not in text


def test_every_receiver_gets_a_letter_of_their_own(queue):
    mail.EmailMultiAlternatives(
        "Hei",
        "Tekst",
        to=["Kari <kari@example.no>"],
        cc=["lise@example.no"],
        bcc=["per@example.no"],
    ).send()
    outbox.deliver_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "kari@example.no", "lise@example.no", "per@example.no",
    ]  # fmt: skip
    assert {(letter.body, tuple(letter.cc), tuple(letter.bcc)) for letter in mail.outbox} == {
        ("Tekst", (), ())
    }
