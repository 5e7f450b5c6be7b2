"""When a key of the vault is missing, a page says so in a sentence, and cash can still be paid."""

import pytest
from cryptography.fernet import Fernet
from django.urls import reverse

from accounts.models import Role
from payouts.models import CashReceipt, VaultEntry
from tests.factories.payouts import GiftCardFactory, VaultEntryFactory
from tests.portals.mine.scene import visit
from tests.portals.shown_form import press
from tests.portals.staff.pay.test_pay import payment
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def test_every_page_answers_and_what_needs_the_key_says_why(staff_client, settings):
    here = scene()
    finance = staff_client(role=Role.FINANCE, team=here.team)
    person, other = here.with_account(), here.person("Ali")
    batch = here.sealed(person, by=here.worker)
    card = GiftCardFactory(team=here.team)
    box, first, second = here.box(), here.earned(other), here.earned(other)
    pay = reverse("staff:pay_person", args=[other.pk])
    receipt = finance.post(pay, payment(first, box)).url
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    shut = [
        reverse("staff:account", args=[person.pk]),
        reverse("staff:batch", args=[batch.pk]),
        reverse("staff:batch_file", args=[batch.pk]),
        reverse("staff:gift_cards"),
        reverse("staff:gift_card_give", args=[other.pk]),
        reverse("staff:gift_card_void", args=[card.pk]),
        receipt,
    ]
    for page in map(finance.get, shut):
        assert page.status_code == 503
        assert "Vi mangler en nøkkel." in page.content.decode()
    for name in ("batches", "reconcile", "pay", "agreement", "boxes"):
        assert finance.get(reverse(f"staff:{name}")).status_code == 200

    assert finance.post(pay, payment(second, box)).status_code == 302
    assert CashReceipt.objects.count() == 2
    assert press(finance, reverse("staff:account_forget", args=[person.pk])).status_code == 302
    assert not VaultEntry.objects.filter(participant=person).exists()


def test_a_participant_reads_the_same_sentence_and_sees_the_money(settings):
    someone = visit()
    VaultEntryFactory(participant=someone.participant)
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    page = someone.client.get(reverse("mine:everything"))

    assert page.status_code == 503
    assert "Ingenting er borte." in page.content.decode()
    assert someone.client.get(reverse("mine:earnings")).status_code == 200
