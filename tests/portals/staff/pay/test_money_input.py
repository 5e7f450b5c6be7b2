"""What people may write by mistake or on purpose: a sentence, nothing changed, never a 500."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from ledger import books
from ledger.models import Entry
from payouts.bank import batches
from payouts.models import Batch, BoxCount, GiftCard, Payout, VaultEntry
from payouts.over_the_table import cash
from tests.factories.payouts import GiftCardFactory
from tests.portals.staff.pay.test_pay import payment
from tests.portals.staff.scene import Scene, scene

pytestmark = pytest.mark.django_db

WRONG_SUMS = [
    "", " ", "-5", "0", "0,005", "1,5", "10^12", "1e9", "1 00", "1.5", "1,500,00", "\x00",
    "150\x00", "9" * 19, "1000000000,01", "١٥٠ euro", "NaN", "x" * 10_000,
]  # fmt: skip
STRANGE = ["\x00", "x" * 100_000, "9" * 40, "-1", "<script>", "１２３", "😀", "' OR 1=1 --"]


@pytest.fixture
def here() -> Scene:
    return scene()


@pytest.fixture
def finance(staff_client, here):
    client = staff_client(role=Role.FINANCE, team=here.team)
    return client


def facts() -> dict[str, Any]:
    """Return what may not change."""
    return {
        "entries": Entry.objects.count(),
        "payouts": list(Payout.objects.order_by("pk").values_list("state", flat=True)),
        "cards": list(GiftCard.objects.order_by("pk").values_list("state", flat=True)),
        "counts": BoxCount.objects.count(),
        "batches": list(Batch.objects.values_list("state", flat=True)),
        "accounts": VaultEntry.objects.count(),
    }


@pytest.mark.parametrize("text", WRONG_SUMS)
def test_what_is_no_sum_is_answered_beside_the_field(here, finance, text):
    box = here.box()
    before = facts()
    key = str(uuid.uuid4())
    pages = [
        ("staff:box_fill", [box.pk], {"ore": text, "key": key}, "ore"),
        (
            "staff:box_take_out", [box.pk],
            {"ore": text, "key": key, "witness": here.worker.pk}, "ore",
        ),
        ("staff:gift_cards_new", [], {
            "team": here.team.pk, "issuer": "Kiwi", "ore": text, "numbers": "98450001", "key": key,
        }, "ore"),
    ]  # fmt: skip
    if text != "0":  # an empty box is counted
        count = {"counted_ore": text, "witness": here.worker.pk, "key": key}
        pages.append(("staff:box_count", [box.pk], count, "counted_ore"))
    for name, args, written, field in pages:
        page = finance.post(reverse(name, args=args), written)
        assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert facts() == before


@pytest.mark.parametrize("text", STRANGE)
def test_strange_words_in_every_field_change_nothing(here, finance, text):
    person = here.with_account()
    box, batch = here.box(), here.sealed(person, by=here.worker)
    earning, card = here.earned(here.person("Ali")), GiftCardFactory(team=here.team)
    ali, before = earning.participant, facts()
    pages = {
        ("pay_person", ali.pk): ("earnings", "box", "signature", "witness", "initials_first"),
        ("gift_card_give", ali.pk): ("earnings", "cards", "signature", "witness"),
        ("pay_group", earning.session_id): ("people", "earnings", "box", "witness"),
        ("box_fill", box.pk): ("key", "ore"),
        ("box_count", box.pk): ("key", "witness", "counted_ore", "explanation"),
        ("batch_seal", batch.pk): ("execution_on",),
        ("account", ali.pk): ("account_number", "registered_name"),
        ("batch_answer", batch.pk): ("file",),
        ("gift_cards_new",): ("team", "issuer", "ore", "numbers", "key"),
        ("bank_profile",): ("debtor_account", "letters", "charge_bearer", "debtor_bic"),
    }
    for (name, *args), fields in pages.items():
        page = finance.post(reverse(f"staff:{name}", args=args), dict.fromkeys(fields, text))
        assert (name, page.status_code, bool(page.context["form"].errors)) == (name, 200, True)
    assert card.state == "in_stock"
    assert facts() == before


@pytest.mark.parametrize(
    "day", ["2020-01-01", "9999-12-31", "2027-02-29", "29.02.2027", "0000-00-00"]
)
def test_a_day_that_is_none_or_far_away_seals_nothing(here, finance, day):
    person = here.with_account()
    batch = batches.make(here.team, by=here.worker)
    page = finance.post(reverse("staff:batch_seal", args=[batch.pk]), {"execution_on": day})
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    batch.refresh_from_db()
    assert (batch.state, person.chosen_name) == ("draft", "Ola")


def test_rows_of_another_team_in_the_form_are_no_choice(here, finance):
    there = scene()
    mine, theirs = here.earned(here.person("Ali")), there.earned(there.person("Kari"))
    box, other_box = here.box(), there.box()
    card = GiftCardFactory(team=there.team)
    before = facts()
    drawn = {"signature": "M20 20L200 150L320 40M330 40L500 160"}
    counted = {"counted_ore": "1000", "key": uuid.uuid4()}
    pay = reverse("staff:pay_person", args=[mine.participant_id])
    give = reverse("staff:gift_card_give", args=[mine.participant_id])
    count = reverse("staff:box_count", args=[box.pk])
    for url, written in [
        (pay, {"earnings": [theirs.pk], "box": box.pk} | drawn),
        (pay, {"earnings": [mine.pk], "box": other_box.pk} | drawn),
        (give, {"earnings": [mine.pk], "cards": [card.pk]} | drawn),
        (count, counted | {"witness": there.worker.pk}),
        (count, counted | {"witness": finance.user.pk}),
    ]:
        page = finance.post(url, written)
        assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    for name, pk in [("pay_person", theirs.participant_id), ("box_fill", other_box.pk),
                     ("gift_card_void", card.pk), ("pay_group", theirs.session_id)]:  # fmt: skip
        assert finance.post(reverse(f"staff:{name}", args=[pk]), {}).status_code == 404
    assert finance.post(reverse("staff:batch_make"), {"team": there.team.slug}).status_code == 404
    assert facts() == before


def test_the_same_page_with_another_sum_is_told_and_books_nothing(here, finance):
    box, key = here.box(ore=10_000), str(uuid.uuid4())
    url = reverse("staff:box_fill", args=[box.pk])
    assert finance.post(url, {"ore": "1 500,50", "key": key}).status_code == 302
    before = facts()
    page = finance.post(url, {"ore": "1.500", "key": key})
    assert page.context["form"].non_field_errors() == [
        "Dette er allerede bokført med et annet beløp."
    ]
    assert facts() == before
    assert cash.balance(box) == 10_000 + 150_050


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"<Document/>", b"\x00" * 100_000])
def test_a_file_that_is_no_answer_is_told(here, finance, data):
    person = here.with_account()
    batch = here.sealed(person, by=here.worker)
    file = SimpleUploadedFile("svar.xml", data)
    page = finance.post(reverse("staff:batch_answer", args=[batch.pk]), {"file": file})
    assert page.context["form"].non_field_errors() == [
        "Vi kan ikke lese fila som et svar fra banken. Velg en pain.002-fil."
    ]


def test_the_file_that_we_sent_is_no_answer(here, finance):
    batch = here.sealed(here.with_account(), by=here.worker)
    sent = finance.get(reverse("staff:batch_file", args=[batch.pk])).content
    file = SimpleUploadedFile("REIR-B1.xml", sent)
    page = finance.post(reverse("staff:batch_answer", args=[batch.pk]), {"file": file})
    assert page.context["form"].non_field_errors() == [
        "Vi kan ikke lese fila som et svar fra banken. Velg en pain.002-fil."
    ]


def test_why_holds_no_national_identity_number(here, finance):
    batch = here.sealed(here.with_account(), by=here.worker)
    url = reverse("staff:batch_void", args=[batch.pk])
    page = finance.post(url, {"reason": "Feil konto, 410100 00023"})
    assert page.context["form"].errors == {
        "reason": ["Ta bort fødselsnummeret. Reir skal ikke ha det."]
    }


def test_money_goes_back_to_the_bank_through_its_page_once(here, finance):
    box, key = here.box(ore=100_000), str(uuid.uuid4())
    url = reverse("staff:box_take_out", args=[box.pk])
    for _tap in range(2):
        sent = {"ore": "900", "key": key, "witness": here.worker.pk}
        assert finance.post(url, sent).status_code == 302
    page = finance.post(url, {"ore": "101", "key": str(uuid.uuid4()), "witness": here.worker.pk})
    assert page.context["form"].non_field_errors() == ["Det ligger 100\u00a0kr i skrinet."]
    assert cash.balance(box) == 10_000


def test_an_old_page_never_books_a_later_payment_as_lost(here, finance, signed_in):
    """Whoever sends «kom ikke fram» once more, after it was paid anew, changes nothing."""
    earning, box = here.earned(here.person("Ali")), here.box()
    pay = reverse("staff:pay_person", args=[earning.participant_id])
    url = reverse("staff:earning_pay_again", args=[earning.participant_id, earning.pk])
    worker = signed_in(here.worker)
    untold = finance.post(url, {"reason": "Konvolutten ble borte"})
    assert untold.context["form"].non_field_errors() == ["Dette er ikke utbetalt."]
    worker.post(pay, payment(earning, box))
    page = finance.get(url).context
    written = {"reason": "Konvolutten ble borte", "payout": page["form"]["payout"].value()}
    written["shown"] = page["shown"]
    for _time in range(2):
        assert finance.post(url, written).status_code == 302
        worker.post(pay, payment(earning, box))

    assert finance.post(url, written).status_code == 302

    assert list(Payout.objects.order_by("pk").values_list("state", flat=True)) == ["lost", "paid"]
    assert (books.balance("loss"), cash.balance(box)) == (15_000, 100_000 - 30_000)
