"""Messages and tasks. The outbox and `tasks.ask` make them in life."""

import factory

from notices.models import Message, Task
from tests.factories.accounts import TeamFactory


class MessageFactory(factory.django.DjangoModelFactory):
    """An e-mail that waits."""

    class Meta:
        model = Message

    key = factory.Sequence("message:{}".format)
    channel = Message.Channel.EMAIL
    address = "ola@example.no"
    subject = "Tirsdag"
    body = "Vi ses på tirsdag klokka 12."


class TaskFactory(factory.django.DjangoModelFactory):
    """Something to tell somebody."""

    class Meta:
        model = Task

    key = factory.Sequence("task:{}".format)
    team = factory.SubFactory(TeamFactory)
    kind = Task.Kind.TELL
    text = "Ring og si at vi ses på tirsdag."
