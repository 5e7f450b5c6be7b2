"""The pages of the bank: profile, accounts, batches, the file, answers and reconciling."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from core.templatetags.formats import short_day
from payouts.bank import batches, statuses
from payouts.models import BankProfile, Batch, Payout, VaultEntry
from portals.staff.bank import reconcile
from tests.payouts import helpers
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db

PROFILE = {
    "initiating_party": "Bydel Åsen", "debtor_account": "1503.20.80119", "debtor_bic": "dnbanokk",
    "initiating_party_id": "", "service_level": "nurg", "charge_bearer": "", "letters": "norwegian",
}  # fmt: skip


def said(page):
    return [str(message) for message in page.context["messages"]]


def states():
    return list(Payout.objects.order_by("pk").values_list("state", flat=True))


def looks(name):
    return list(AccessEvent.objects.filter(what=f"staff:{name}").values_list("act", flat=True))


@pytest.fixture
def two(staff_client):
    """Return a scene, its leader's client and its finance's."""
    here = scene()
    leader = staff_client(role=Role.LEADER, team=here.team)
    return here, leader, staff_client(role=Role.FINANCE, team=here.team)


def test_from_account_to_settled_through_the_pages(two):
    here, leader, finance = two
    person = here.person("Ola")
    here.earned(person)
    leader.post(reverse("staff:bank_profile"), PROFILE)
    profile = BankProfile.objects.get()
    assert (profile.debtor_account, profile.debtor_bic, profile.service_level) == (
        "15032080119", "DNBANOKK", "NURG",
    )  # fmt: skip

    url = reverse("staff:account", args=[person.pk])
    leader.post(url, {"registered_name": "Ola Åse", "account_number": "8601 11 17947"})
    assert "8601.11.17947" in leader.get(url).content.decode()
    assert looks("account") == ["view"]
    confirm_url = reverse("staff:account_confirm", args=[person.pk])
    finance.post(confirm_url, {"shown": finance.get(confirm_url).context["shown"]})

    for _tap in range(2):
        answer = leader.post(reverse("staff:batch_make"), {"team": here.team.slug})
    batch = Batch.objects.get()
    page_url = reverse("staff:batch", args=[batch.pk])
    assert answer.url == page_url
    words = leader.get(page_url).content.decode()
    assert "konto … 7947" in words
    assert "8601" not in words

    day = {"execution_on": timezone.localdate() + timedelta(days=1)}
    seal_url = reverse("staff:batch_seal", args=[batch.pk])
    day["shown"] = finance.get(seal_url).context["shown"]
    unseen = finance.post(seal_url, day)
    assert unseen.context["form"].non_field_errors() == [
        "Se på kontoene som er nye eller endret, og sett et kryss."
    ]
    day["looked_at_accounts"] = "on"
    own_seal = leader.post(seal_url, day)
    assert own_seal.context["form"].non_field_errors() == [
        "En annen enn den som laget bunken, må forsegle den."
    ]
    for _tap in range(2):
        finance.post(reverse("staff:batch_seal", args=[batch.pk]), day)
    batch.refresh_from_db()

    files = [finance.get(reverse("staff:batch_file", args=[batch.pk])) for _time in range(2)]
    assert files[0].content == files[1].content
    assert files[0]["Content-Disposition"] == f'attachment; filename="{batch.message_id}.xml"'
    assert looks("batch_file")[:1] == ["export"]

    for _tap in range(2):
        press(finance, reverse("staff:batch_sent", args=[batch.pk]))
    assert states() == ["sending"]
    assert "Ola" in finance.get(reverse("staff:reconcile")).content.decode()

    data = helpers.pain002(batch.message_id, status="ACSC")
    for _tap in range(2):
        page = finance.post(
            reverse("staff:batch_answer", args=[batch.pk]),
            {"file": SimpleUploadedFile("svar.xml", data)},
            follow=True,
        )
    assert said(page) == ["Tatt inn: 1 kom fram, 0 kom ikke fram."]
    assert states() == ["paid"]
    assert "gjort opp" in finance.get(page_url).content.decode()


def test_what_is_under_way_is_counted_on_all_pages_and_leads_to_its_batch(two, monkeypatch):
    here, leader, _finance = two
    people = [here.with_account("Ola", count=2), here.with_account("Kari"), here.with_account("A")]
    batch = here.sealed(*people, by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    for size in (50, 2):
        monkeypatch.setattr(reconcile, "A_PAGE", size)
        page = leader.get(reverse("staff:reconcile"))
        assert page.context["table"].caption == "3 utbetalinger"
        link = f'href="{reverse("staff:batch", args=[batch.pk])}">{batch.message_id}</a>'
        assert link in page.content.decode()


def test_who_only_sees_what_is_under_way_finds_the_batch_on_a_phone_too(two, staff_client):
    here, leader, _finance = two
    batch = here.sealed(here.with_account("Ola"), by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    auditor = staff_client(role=Role.AUDITOR, team=here.team)
    way = f'list__narrow" data-variant="tertiary" href="{reverse("staff:batch", args=[batch.pk])}"'
    for client in (leader, auditor):
        words = client.get(reverse("staff:reconcile")).content.decode()
        assert words.count(way) == 1


def test_reconciling_by_hand(two):
    here, leader, _finance = two
    batch = here.sealed(here.with_account("Ola"), here.with_account("Kari"), by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    first, second = Payout.objects.order_by("pk")

    for _tap in range(2):
        answer = press(leader, reverse("staff:payout_arrived", args=[first.pk]))
    assert answer.url == reverse("staff:reconcile")
    empty = press(leader, reverse("staff:payout_failed", args=[second.pk]), {"reason": ""})
    assert list(empty.context["form"].errors) == ["reason"]
    press(leader, reverse("staff:payout_failed", args=[second.pk]), {"reason": "Stengt konto"})
    assert states() == ["paid", "failed"]
    assert list(leader.get(reverse("staff:reconcile")).context["page"].object_list) == []

    press(leader, reverse("staff:payout_returned", args=[first.pk]), {"reason": "Kom i retur"})
    assert states() == ["failed", "failed"]
    wrong_way = press(leader, reverse("staff:payout_arrived", args=[first.pk]))
    assert wrong_way.context["form"].non_field_errors() == [
        "Denne er ført som ikke kommet fram. Se om den er betalt på nytt."
    ]


def test_the_day_that_the_bank_paid_is_asked_for_and_kept(two):
    here, leader, _finance = two
    today = timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        people = [here.with_account(name) for name in ("Ola", "Kari", "Ali")]
        batch = here.sealed(*people, by=here.worker)
        batches.mark_sent(batch, by=here.worker)
    asked = min(batch.execution_on, today)
    first, second, third = Payout.objects.order_by("pk")
    url = reverse("staff:payout_arrived", args=[first.pk])

    page = leader.get(url)
    early = leader.post(
        url, {"moved_on": today - timedelta(days=9), "shown": page.context["shown"]}
    )
    leader.post(url, {"moved_on": today - timedelta(days=1), "shown": page.context["shown"]})
    form = leader.get(reverse("staff:batch_answer", args=[batch.pk])).context["form"]
    data = helpers.pain002(batch.message_id, rows={second.end_to_end_id: "ACSC"})
    leader.post(
        reverse("staff:batch_answer", args=[batch.pk]),
        {"file": SimpleUploadedFile("svar.xml", data), "moved_on": today - timedelta(days=2)},
    )
    failed = reverse("staff:payout_failed", args=[third.pk])
    leader.post(failed, {"reason": "Stengt konto"})
    after_all = reverse("staff:payout_arrived_after_all", args=[third.pk])
    leader.post(after_all, {"reason": "Sett", "moved_on": today})

    assert page.context["form"].initial["moved_on"] == form.initial["moved_on"] == asked
    assert "Se på datoen." in early.context["form"].non_field_errors()[0]
    days = [timezone.localdate(payout.settled_at) for payout in Payout.objects.order_by("pk")]
    assert days == [today - timedelta(days=1), today - timedelta(days=2), today]
    assert {timezone.localdate(payout.heard_at) for payout in Payout.objects.all()} == {today}


def test_what_is_booked_as_not_arrived_can_be_said_to_have_arrived_after_all(two):
    here, leader, finance = two
    batch = here.sealed(here.with_account("Ola"), by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    payout = Payout.objects.get()
    page, url = (
        reverse("staff:batch", args=[batch.pk]),
        reverse("staff:payout_arrived_after_all", args=[payout.pk]),
    )
    assert url not in leader.get(page).content.decode()
    press(leader, reverse("staff:payout_failed", args=[payout.pk]), {"reason": "Stengt konto"})
    assert url in leader.get(page).content.decode()

    asked = leader.get(url).content.decode()
    empty = leader.post(url, {"reason": ""})
    for _tap in range(2):
        answer = press(leader, url, {"reason": "Sett i kontoutskriften"}, follow=True)

    assert "Ola, 150" in asked
    assert "beholder personen pengene, og vi fører et tap." in asked
    assert list(empty.context["form"].errors) == ["reason"]
    assert said(answer)[-1] == "Ført. Pengene kom fram."
    words = finance.get(page).content.decode()
    assert (states(), url in words, "Stengt konto" in words) == (["paid"], False, False)
    assert looks("payout_arrived_after_all") == ["view"]


def test_what_was_paid_meanwhile_is_shown_as_a_loss(two):
    here, leader, _finance = two
    batch = here.sealed(here.with_account("Ola"), by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    payout = statuses.fail(Payout.objects.get(), reason="Stengt konto", by=leader.user)
    again = batches.make(here.team, by=here.worker)
    url = reverse("staff:payout_arrived_after_all", args=[payout.pk])

    waiting = press(leader, url, {"reason": "Sett"}).context["form"].non_field_errors()
    batches.seal(again, by=leader.user, execution_on=timezone.localdate())
    batches.mark_sent(again, by=leader.user)
    statuses.settle(again.payouts.get(), by=leader.user)
    answer = press(leader, url, {"reason": "Sett"}, follow=True)

    refused = f"Honoraret ligger i {again.message_id}. Ta det ut der først."
    assert [words.partition(" <a")[0] for words in waiting] == [refused]
    assert said(answer) == [
        "Ført som tap. Honoraret var betalt på nytt, og personen beholder pengene."
    ]
    words = answer.content.decode()
    assert "ført som tap" in words
    assert reverse("staff:payout_returned", args=[payout.pk]) in words


def test_who_must_be_fixed_stands_on_the_page_with_a_way_to_do_it(two):
    here, leader, finance = two
    person = here.with_account("Kari")
    batch = batches.make(here.team, by=leader.user)
    VaultEntry.objects.filter(participant=person).delete()

    words = finance.get(reverse("staff:batch", args=[batch.pk])).content.decode()

    assert "Kari mangler konto." in words
    assert reverse("staff:account", args=[person.pk]) in words
    assert reverse("staff:batch_seal", args=[batch.pk]) not in words


def test_take_one_out_and_put_the_rest_away(two):
    here, leader, _finance = two
    here.with_account(count=2)
    batch = batches.make(here.team, by=leader.user)
    first = Payout.objects.order_by("pk").first()

    leader.post(reverse("staff:batch_remove", args=[first.pk]))
    press(leader, reverse("staff:batch_void", args=[batch.pk]), {"reason": "Feil"})

    batch.refresh_from_db()
    assert (batch.state, batch.void_reason, states()) == ("void", "Feil", ["failed", "failed"])


def test_a_draft_has_no_file_and_an_empty_team_no_batch(two):
    here, leader, _finance = two
    nobody = leader.post(reverse("staff:batch_make"), follow=True)
    assert said(nobody) == ["Ingen har penger til gode på konto nå."]
    here.with_account()
    batch = batches.make(here.team, by=leader.user)
    page = leader.get(reverse("staff:batch_file", args=[batch.pk]), follow=True)
    assert said(page) == ["Bunken har ingen fil. Den må forsegles først."]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"debtor_account": "15032080118"}, "Kontoen det betales fra, stemmer ikke."),
        ({"initiating_party": "Åsen", "letters": "basic"}, "Banken tar ikke imot «Å»"),
        ({"debtor_bic": "DNB"}, "BIC har åtte eller elleve tegn"),
        ({"service_level": "a-b"}, "Tjenestenivået er høyst fire"),
    ],
)
def test_a_profile_that_no_bank_takes_is_answered(two, written, sentence):
    _here, leader, _finance = two
    page = leader.post(reverse("staff:bank_profile"), PROFILE | written)
    assert page.context["form"].non_field_errors()[0].startswith(sentence)
    assert BankProfile.objects.count() == 0


def test_an_account_that_cannot_be_is_answered_and_what_was_written_stays(two):
    here, leader, _finance = two
    person = here.person("Ola")
    page = leader.post(
        reverse("staff:account", args=[person.pk]),
        {"registered_name": "Ola Å", "account_number": "1234"},
    )
    assert page.context["form"].non_field_errors() == [
        "Kontonummeret til Ola stemmer ikke. Les det opp sammen en gang til."
    ]
    assert 'value="Ola Å"' in page.content.decode()


def test_what_the_form_shows_can_be_saved_again(two):
    here, leader, _finance = two
    person = here.with_account()
    VaultEntry.objects.update(account_number="15068010095")  # could be an identity number too
    url = reverse("staff:account", args=[person.pk])

    shown = leader.get(url).context["form"].initial
    answer = leader.post(url, shown)

    assert (shown["account_number"], answer.status_code) == ("1506.80.10095", 302)


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", ""])
def test_after_an_account_one_is_back_in_the_batch_it_was_opened_from(two, elsewhere):
    here, leader, _finance = two
    person = here.with_account()
    account = reverse("staff:account", args=[person.pk])
    batch = reverse("staff:batch", args=[batches.make(here.team, by=here.worker).pk])
    written = {"registered_name": "Ola Åse", "account_number": "8601 11 17947"}

    assert f'href="{batch}"' in leader.get(f"{account}?next={batch}").content.decode()
    assert leader.post(f"{account}?next={batch}", written).url == batch
    assert leader.post(f"{account}?next={elsewhere}", written).url == reverse(
        "staff:participant", args=[person.pk]
    )


def test_what_the_bank_says_is_shown_in_words_and_kept_as_its_code(two):
    here, leader, _finance = two
    batch = here.sealed(here.with_account(), by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    Payout.objects.update(state="failed", failed_reason="Banken: AC04")

    page = leader.get(reverse("staff:batch", args=[batch.pk])).content.decode()

    assert "Banken: AC04 (kontoen er avsluttet)" in page


def test_an_account_is_deleted(two):
    here, leader, _finance = two
    person = here.with_account()
    for _tap in range(2):
        press(leader, reverse("staff:account_forget", args=[person.pk]))
    assert VaultEntry.objects.count() == 0


@pytest.mark.parametrize(
    "data", [b"", b"Hei", helpers.pain002("REIR-B0", status="ACSC")], ids=["empty", "text", "other"]
)
def test_a_file_that_is_no_answer_is_told_on_the_form(two, data):
    here, leader, _finance = two
    batch = here.sealed(here.with_account(), by=here.worker)
    page = leader.post(
        reverse("staff:batch_answer", args=[batch.pk]), {"file": SimpleUploadedFile("a.xml", data)}
    )
    assert page.status_code == 200
    assert page.context["form"].errors
    assert states() == ["queued"]


def test_the_auditor_sees_sums_and_no_accounts(two, staff_client):
    here, _leader, _finance = two
    batch = here.sealed(here.with_account("Ola"), by=here.worker)
    auditor = staff_client(role=Role.AUDITOR, team=here.team)
    words = auditor.get(reverse("staff:batch", args=[batch.pk])).content.decode()
    assert "Ola" in words
    assert "7947" not in words


def test_an_account_that_was_rewritten_after_the_draft_is_told_before_it_is_sealed(two):
    here, leader, finance = two
    for name in ("Anne", "Berit", "Ola"):
        here.with_account(name)
    batch = batches.make(here.team, by=leader.user)
    seal_url = reverse("staff:batch_seal", args=[batch.pk])
    page_url = reverse("staff:batch", args=[batch.pk])
    assert "skrevet om" not in finance.get(page_url).content.decode()
    assert "skrevet om" not in finance.get(seal_url).content.decode()

    for person in here.people[1:]:
        written = {"registered_name": "En Annen", "account_number": "1506.80.10095"}
        leader.post(reverse("staff:account", args=[person.pk]), written)

    page = finance.get(page_url)
    told = f"Kontoen er skrevet om {short_day(timezone.now())} av {leader.user}"
    assert page.content.decode().count(told) == 2
    names = [row.earning.participant.chosen_name for row in page.context["page"].object_list]
    assert names == ["Berit", "Ola", "Anne"]
    assert (
        "2 kontoer er skrevet om etter at bunken ble laget. Se på dem først. Fila blir laget nå."
    ) in finance.get(seal_url).content.decode()


def test_the_auditor_sees_that_an_account_was_rewritten_and_no_way_to_it(two, staff_client):
    here, leader, _finance = two
    person = here.with_account("Ola")
    batch = batches.make(here.team, by=leader.user)
    account_url = reverse("staff:account", args=[person.pk])
    leader.post(account_url, {"registered_name": "Ola", "account_number": "1506.80.10095"})
    auditor = staff_client(role=Role.AUDITOR, team=here.team)

    words = auditor.get(reverse("staff:batch", args=[batch.pk])).content.decode()

    assert "Kontoen er skrevet om" in words
    assert account_url not in words


def test_a_spelling_is_proposed_on_the_form_and_accepted_by_saving_again(two):
    here, leader, finance = two
    leader.post(reverse("staff:bank_profile"), PROFILE)
    person = here.person("Sara")
    url = reverse("staff:account", args=[person.pk])
    written = {"registered_name": "Šárka Åse", "account_number": "8601 11 17947"}

    asked = leader.post(url, written)
    form = asked.context["form"]
    assert (form["bank_spelling"].value(), form["bank_spelling"].is_hidden) == ("Sárka Åse", False)
    assert form.errors["bank_spelling"] == [
        "Banken tar ikke imot «Š» i navnet til Sara. Se hva banken skriver."
    ]
    assert not VaultEntry.objects.exists()
    leader.post(url, {**written, "bank_spelling": form["bank_spelling"].value()})
    assert VaultEntry.objects.get().name_in_bank == "Sárka Åse"

    confirm = finance.get(reverse("staff:account_confirm", args=[person.pk])).content.decode()
    assert "banken skriver «Sárka Åse»" in confirm
    assert leader.get(url).context["form"]["bank_spelling"].value() == "Sárka Åse"


def test_the_profile_s_new_values_stand_in_the_file_and_bind_the_page(two):
    here, leader, finance = two
    here.with_account("Ola")
    more = {
        **PROFILE, "batch_booking": "one", "category_purpose": "sala",
        "debtor_clearing_system": "", "debtor_clearing_number": "15030000",
    }  # fmt: skip
    leader.post(reverse("staff:bank_profile"), more)
    batch = batches.make(here.team, by=leader.user)
    seal_url = reverse("staff:batch_seal", args=[batch.pk])
    page = finance.get(seal_url)
    assert "Fra Bydel Åsen, konto … 0119." in page.content.decode()
    day = {"execution_on": timezone.localdate() + timedelta(days=1), "looked_at_accounts": "on"}

    BankProfile.objects.update(debtor_account="86011117947")
    stale = finance.post(seal_url, {**day, "shown": page.context["shown"]})
    assert stale.context["form"].non_field_errors() == [
        "Noe er endret siden siden ble vist. Les gjennom, og bekreft på nytt."
    ]
    finance.post(seal_url, {**day, "shown": stale.context["shown"]})
    written = finance.get(reverse("staff:batch_file", args=[batch.pk])).content.decode()
    for part in ("<BtchBookg>true</", "<CtgyPurp><Cd>SALA</", "<MmbId>15030000</"):
        assert part in written


def test_one_person_is_one_row_with_what_it_is_for(two):
    here, leader, _finance = two
    person = here.with_account("Ola")
    here.earned(person)
    batch = here.sealed(person, by=here.worker)
    batches.mark_sent(batch, by=here.worker)
    page = leader.get(reverse("staff:batch", args=[batch.pk]))
    (payment,) = page.context["payments"]
    first = payment.first
    words = page.content.decode()
    assert (payment.first.payment_ore, len(payment.payouts)) == (30_000, 2)
    assert f"Utbetaling {first.number}" in words
    assert words.count(reverse("staff:payout_arrived", args=[first.pk])) == 1
    (waiting,) = leader.get(reverse("staff:reconcile")).context["payments"]
    assert waiting.first.payment_ore == 30_000
    asked = leader.get(reverse("staff:payout_arrived", args=[first.pk])).content.decode()
    assert "300" in asked
