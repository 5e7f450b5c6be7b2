"""Counting a box at the staff's portal: first the count, then what should have been there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import second_person
from ledger import books
from payouts.models import BoxCount
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db

KEY = "5c1c6d4e-0000-4000-8000-000000000001"


def count(colleague, **changes):
    return {
        "counted_ore": "1 000", "witness": colleague.pk, "explanation": "", "key": KEY,
    } | changes  # fmt: skip


def test_what_should_lie_there_is_told_after_the_count(signed_in):
    here = scene()
    box, colleague = here.box(), here.colleague()
    client = signed_in(here.worker)
    url = reverse("staff:box_count", args=[box.pk])
    assert "1\u00a0000\u00a0kr" not in client.get(url).content.decode()

    pages = [client.post(url, count(colleague), follow=True) for _tap in range(2)]

    said = [str(message) for message in pages[0].context["messages"]]
    assert said == [
        "Dere talte 1\u00a0000\u00a0kr. Det stemmer."
        f" {colleague} må bekrefte det. Til da er det ubekreftet."
    ]
    assert pages[1].context["report"].counts == [BoxCount.objects.get()]
    assert "ubekreftet" in pages[1].content.decode()
    second_person.confirm(second_person.of(BoxCount.objects.get()), by=colleague)
    report = client.get(reverse("staff:box_report", args=[box.pk])).content.decode()
    assert "ubekreftet" not in report


def test_a_difference_asks_for_an_explanation_and_keeps_what_was_written(signed_in):
    here = scene()
    box, colleague = here.box(), here.colleague()
    client = signed_in(here.worker)
    url = reverse("staff:box_count", args=[box.pk])

    page = client.post(url, count(colleague, counted_ore="950"))
    assert page.context["form"].non_field_errors() == [
        "Det mangler 50\u00a0kr. Det skulle ligge 1\u00a0000\u00a0kr der. Skriv hva dere tror."
    ]
    assert BoxCount.objects.count() == 0

    told = {"counted_ore": "950", "explanation": "Feil veksel"}
    page = client.post(url, count(colleague, **told), follow=True)
    assert "Feil veksel" in page.content.decode()
    assert (page.context["report"].differences, page.context["report"].closing) == (-5_000, 95_000)
    assert books.balance("box_difference") == 5_000


def test_an_empty_box_can_be_counted(signed_in):
    here = scene()
    box, colleague = here.box(), here.colleague()
    signed_in(here.worker).post(
        reverse("staff:box_count", args=[box.pk]),
        count(colleague, counted_ore="0", explanation="Stjålet"),
    )
    assert books.balance(box.account) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"counted_ore": "12,5"}, "counted_ore"), ({"counted_ore": "-1"}, "counted_ore"),
        ({"counted_ore": "1,005"}, "counted_ore"),
        ({"counted_ore": "1000000000000"}, "counted_ore"),
        ({"counted_ore": ""}, "counted_ore"), ({"witness": ""}, "witness"), ({"key": "x"}, "key"),
        ({"explanation": "x" * 201}, "explanation"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_counted(signed_in, changes, field):
    here = scene()
    box, colleague = here.box(), here.colleague()
    page = signed_in(here.worker).post(
        reverse("staff:box_count", args=[box.pk]), count(colleague, **changes)
    )
    assert list(page.context["form"].errors) == [field]
    assert BoxCount.objects.count() == 0


def test_nobody_counts_with_themselves(signed_in):
    here = scene()
    box = here.box()
    page = signed_in(here.worker).post(
        reverse("staff:box_count", args=[box.pk]), count(here.worker)
    )
    assert list(page.context["form"].errors) == ["witness"]


@pytest.mark.parametrize("month", ["", "2026-13", "x", "0000-00", "99999-01"])
def test_a_month_that_is_none_is_this_month(signed_in, month):
    here = scene()
    page = signed_in(here.worker).get(
        reverse("staff:box_report", args=[here.box().pk]), {"maned": month}
    )
    assert page.context["report"].first == timezone.localdate().replace(day=1)
