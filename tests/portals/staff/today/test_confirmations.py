"""What waits for a colleague's word says so, until they have given it."""

import uuid

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts import second_person
from accounts.models import Role
from payouts.over_the_table import counts
from tests.factories.payouts import CashBoxFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def test_money_taken_to_the_bank_is_unconfirmed_until_the_colleague_says_so(staff_client):
    here = scene()
    finance = staff_client(role=Role.FINANCE, team=here.team)
    box = here.box(ore=100_000)
    url = reverse("staff:box_take_out", args=[box.pk])
    sent = {"ore": "900", "key": str(uuid.uuid4())}
    assert finance.post(url, sent).context["form"].errors == {
        "witness": ["Velg kollegaen i lista."]
    }

    page = finance.post(url, {**sent, "witness": here.worker.pk}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        f"900\u00a0kr er levert i banken. {here.worker} må bekrefte det. Til da er det ubekreftet."
    ]
    report = reverse("staff:box_report", args=[box.pk])
    assert "ubekreftet" in finance.get(report).content.decode()
    waiting = finance.get(reverse("staff:confirmations")).content.decode()
    assert f"{box}, levert i banken: 900\u00a0kr." in waiting
    (asked,) = counts.report(box, first=localdate(), last=localdate()).to_bank
    second_person.confirm(asked, by=here.worker)
    told = finance.get(report).content.decode()
    assert f"{finance.user} og {here.worker}" in told
    assert "ubekreftet" not in told


def test_who_has_no_colleague_is_told_what_to_do(staff_client):
    alone = staff_client(role=Role.FINANCE)
    box = CashBoxFactory(team=alone.team)
    for page in ("box_take_out", "box_count"):
        words = alone.get(reverse(f"staff:{page}", args=[box.pk])).content.decode()
        assert "kan betale ut. Lederen kan invitere en kollega." in words
