"""A copy that is restored speaks to nobody, and what it held back is looked at in one list."""

from datetime import timedelta

import pytest
import time_machine
from django.core import checks, mail
from django.urls import reverse
from django.utils import timezone

from activities.safety import heartbeat
from core import schedule
from core.stripe_api import GatewayAway
from leasing import stripe_gateway
from notices import letters, outbox, seal_publishing, waiting_states
from notices.models import Message, Task
from payouts.stripe import client as stripe
from tests.factories.notices import MessageFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.scene import scene

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WEEKS = timedelta(days=40)


@pytest.fixture
def silent(settings):
    settings.OUTGOING = False


def sent():
    return Message.objects.filter(state="sent").count()


def test_a_copy_sends_nothing_and_gives_nothing_up(silent, settings):
    message = MessageFactory()
    letters.post("kari@reir.example", subject="Passord", body="/konto/passord/x/")
    settings.ANCHOR_EMAIL = "segl@reir.example"

    for _round in range(3):
        schedule.run()
    assert outbox.deliver_one(message.pk) is False
    assert seal_publishing.publish() == 0

    assert set(Message.objects.values_list("state", "attempts")) == {("waiting", 0)}
    assert mail.outbox == []


def test_a_copy_asks_stripe_for_nothing(silent, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test", "whsec"
    settings.STRIPE_PAYOUTS_ENABLED = True
    settings.STRIPE_PAYOUTS_SECRET_KEY = "sk_test"
    settings.STRIPE_PAYOUTS_WEBHOOK_SECRET = "whsec"
    assert (stripe_gateway.is_configured(), stripe.is_on()) == (False, False)
    with pytest.raises(GatewayAway):
        stripe_gateway.checkout("cs_1")
    with pytest.raises(GatewayAway):
        stripe.find(key="x", group="y")


def test_the_deploy_check_says_that_nothing_goes_out(silent):
    found = checks.run_checks(include_deployment_checks=True)
    assert "notices.W002" in {one.id for one in found}


def test_what_waited_for_forty_days_is_one_task_and_no_message(signed_in):
    here = scene()
    for _n in range(12):
        MessageFactory(participant=here.person(), body="Vi ses på tirsdag.")
    MessageFactory(user=here.worker, is_urgent=True)
    MessageFactory(is_letter=True, body="sealed")
    with time_machine.travel(timezone.now() + WEEKS, tick=False):
        person = ParticipantFactory(team=here.team, primary_contact=here.worker, by_email=True)
        fresh = MessageFactory(participant=person)
        heartbeat.confirm()
        outbox.deliver_due()
        waiting_states.update_tasks("message_given_up", "messages_never_sent")

        fresh.refresh_from_db()
        assert (fresh.state, sent()) == ("sent", 1)
        task = Task.objects.get()
        assert task.text.startswith("12 meldinger gikk aldri ut.")
        assert not Message.objects.filter(is_letter=True).exclude(body="").exists()
        page = signed_in(here.worker).get(reverse("staff:never_sent")).content.decode()
        assert page.count("Vi ses på tirsdag.") == 12


def test_who_has_looked_at_them_is_kept_and_the_task_closes(signed_in):
    here, other = scene(), scene()
    mine = MessageFactory(participant=here.person(), state="too_old")
    theirs = MessageFactory(participant=other.person(), state="too_old")
    waiting_states.update_tasks("messages_never_sent")
    client = signed_in(here.worker)

    page = client.get(reverse("staff:never_sent")).content.decode()
    links = [reverse("staff:participant", args=[one.participant_id]) for one in (mine, theirs)]
    assert [f'"{link}"' in page for link in links] == [True, False]
    client.post(reverse("staff:never_sent"))

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.told_by, theirs.told_by) == (here.worker, None)
    assert [task.team for task in Task.objects.open()] == [other.team]


def test_a_message_that_was_tried_in_time_goes_on_being_tried():
    message = MessageFactory(attempts=1)
    Message.objects.update(created_at=timezone.now() - timedelta(days=2))
    outbox.deliver_due()
    message.refresh_from_db()
    assert message.state == "sent"
