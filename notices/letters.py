"""Letters that give access (a new password, an invitation): no page waits for the mail server.

`OutboxBackend` is Django's way to send mail (`EMAIL_BACKEND`). Whoever writes a letter, allauth and
Wagtail too, puts it in the outbox; the worker takes it out at once, and the timer when there is
no worker. A letter's words are encrypted with SECRET_KEY while they wait, and gone afterwards.
"""

import uuid
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_tasks import task

from accounts.models import User
from notices import outbox
from notices.encrypted_text import seal
from notices.models import Message


class OutboxBackend(BaseEmailBackend):
    """Puts each letter in the outbox, one for each of its receivers, as plain text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many letters were put there; none of them has left yet."""
        for letter in email_messages:
            for address in letter.recipients():
                post(address, subject=str(letter.subject), body=str(letter.body))
        return len(email_messages)


@transaction.atomic
def post(address: str, *, subject: str, body: str) -> Message:
    """Put a letter in the outbox and ask the worker to take it out."""
    plain_address = parseaddr(address)[1] or address
    message = Message.objects.create(
        key=f"letter:{uuid.uuid4().hex}",
        user=User.objects.filter(email__iexact=plain_address).first(),
        channel=Message.Channel.EMAIL,
        address=plain_address,
        subject=" ".join(subject.split())[:120],
        body=seal(body),
        is_letter=True,
    )
    take_out.enqueue(message.pk)
    return message


@task()
def take_out(number: int) -> None:
    """Send one letter now, unless the timer was quicker."""
    outbox.deliver_one(number)
