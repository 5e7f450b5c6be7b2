import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from activities.models import CareVisit, Work
from leasing import leases
from leasing.models import GardenOffer, Invoice, Lease, Partner, Payment
from notices.neutral import revealing_words
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.leasing import GardenOfferFactory, PartnerContactFactory, PartnerFactory
from tests.factories.participants import ParticipantFactory
from tests.fake_stripe import serving
from tests.words import lix

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact():
    team = TeamFactory()
    berit = {"user__first_name": "Berit", "user__last_name": "Moe", "user__phone": "+4723000000"}
    MembershipFactory(team=team, leader=True, **berit)
    return PartnerContactFactory(partner__team=team)


@pytest.fixture
def browser(signed_in, contact):
    return signed_in(contact.user, factor=False)


def a_lease(contact, *, days_ago=0, offer=None):
    day = timezone.localdate() - timedelta(days=days_ago)
    return leases.lease(
        [offer or GardenOfferFactory()],
        partner=contact.partner,
        starts_on=day,
        months=6,
        by=contact.user,
        agreed_on=day,
    )


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ")


def every_page(contact):
    made = a_lease(contact)
    offer = GardenOfferFactory()
    agree = reverse("partner:agree", args=[offer.pk])
    return [
        reverse("partner:home"),
        reverse("partner:gardens"),
        reverse("partner:garden", args=[offer.pk]),
        f"{agree}?starts_on={timezone.localdate()}&months=6",
        reverse("partner:leases"),
        reverse("partner:lease", args=[made.pk]),
        reverse("partner:invoice", args=[made.invoices.get().number]),
    ]


def test_every_page_names_a_person_and_a_number(browser, contact):
    for page in every_page(contact):
        answer = browser.get(page)
        assert answer.status_code == 200, page
        assert "Berit Moe" in text_of(answer), page
        assert "tel:+4723000000" in text_of(answer), page


def test_no_page_reveals_what_kind_of_service_this_is(browser, contact):
    for page in every_page(contact):
        words = strip_tags(text_of(browser.get(page)).split("<body")[1])
        assert revealing_words(words) == [], page


def test_pages_are_easy_to_read(browser, contact):
    sentences = []
    for page in every_page(contact):
        main = text_of(browser.get(page)).split("<main")[1].split("</main>")[0]
        found = re.findall(r"<(?:p|h1|h2)[^>]*>(.*?)</(?:p|h1|h2)>", main, re.DOTALL)
        sentences += [strip_tags(text).strip().rstrip(".") + "." for text in found]

    assert lix(" ".join(sentences)) <= 35


def test_nobody_comes_in_without_signing_in(client, contact):
    for page in every_page(contact):
        answer = client.get(page)
        assert answer.status_code == 302, page
        assert answer["Location"].startswith("/konto/login/"), page


def test_staff_who_act_for_no_partner_have_another_portal(staff_client, contact):
    leader = staff_client(role="leader", team=contact.partner.team)
    for page in every_page(contact):
        assert leader.get(page).status_code == 403, page


def test_contact_that_has_ended_has_no_portal(browser, contact):
    contact.ended_at = timezone.now()
    contact.save()

    assert browser.get(reverse("partner:home")).status_code == 403


def test_what_other_partners_lease_is_not_there(browser):
    made = a_lease(PartnerContactFactory())
    number = made.invoices.get().number

    assert browser.get(reverse("partner:lease", args=[made.pk])).status_code == 404
    assert browser.get(reverse("partner:invoice", args=[number])).status_code == 404
    assert browser.post(reverse("partner:pay", args=[number])).status_code == 404


@pytest.mark.parametrize("name", ["garden", "lease", "invoice", "agree"])
def test_number_beyond_every_database_is_not_there(browser, name):
    assert browser.get(reverse(f"partner:{name}", args=[10**40])).status_code == 404


@pytest.mark.parametrize("page", ["home", "gardens", "leases"])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_number_of_questions_for_one_and_three(
    browser, contact, count, page, django_assert_num_queries
):
    for _index in range(count):
        made = a_lease(contact)
        CareVisit.objects.create(work=made.gardens.get().garden, care="watered")
        GardenOfferFactory()
    expected = {"home": 10, "gardens": 7, "leases": 9}[page]

    with django_assert_num_queries(expected):
        browser.get(reverse(f"partner:{page}"))


def test_sum_is_shown_before_anything_is_agreed(browser):
    offer = GardenOfferFactory(monthly_ore=90_000)

    answer = browser.get(
        reverse("partner:agree", args=[offer.pk]),
        {"starts_on": str(timezone.localdate()), "months": "6"},
    )

    assert "6 måneder à 900 kr" in text_of(answer)
    assert "5 400 kr" in text_of(answer)
    assert Lease.objects.count() == 0


def test_second_tap_on_yes_leads_to_the_same_lease(browser, contact):
    page = reverse("partner:agree", args=[GardenOfferFactory().pk])
    words = {"starts_on": str(timezone.localdate()), "months": "6"}

    words["shown"] = browser.get(page, words).context["shown"]

    first, second = browser.post(page, words), browser.post(page, words)

    made = Lease.objects.get()
    assert first["Location"] == second["Location"] == reverse("partner:lease", args=[made.pk])
    assert made.partner == contact.partner


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"starts_on": "2026-13-45", "months": "6"}, "Skriv dagen slik: 01.12.2026."),
        ({"starts_on": "0001-01-01", "months": "6"}, "Velg i dag eller en dag som kommer."),
        ({"starts_on": "9999-12-31", "months": "6"}, "de neste tolv månedene"),
        ({"starts_on": "", "months": "6"}, "Velg en dag."),
        ({"starts_on": "2026-12-01", "months": "-4"}, "Velg mellom 1 og 36 måneder."),
        ({"starts_on": "2026-12-01", "months": "9" * 400}, "Velg mellom 1 og 36 måneder."),
        ({"starts_on": "2026-12-01", "months": "mange"}, "Skriv et helt tall."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nonsense_is_answered_with_a_sentence(browser, words, sentence, method):
    page = reverse("partner:agree", args=[GardenOfferFactory().pk])

    answer = getattr(browser, method)(page, words)

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert Lease.objects.count() == 0


def test_who_acts_for_two_chooses_one_and_only_of_those(browser, contact):
    other = PartnerContactFactory(user=contact.user).partner
    stranger = PartnerFactory()
    page = reverse("partner:agree", args=[GardenOfferFactory().pk])
    words = {"starts_on": str(timezone.localdate()), "months": "6"}

    refused = browser.post(page, words | {"partner": stranger.pk})
    shown = browser.get(page, words | {"partner": other.pk}).context["shown"]
    browser.post(page, words | {"partner": other.pk, "shown": shown})

    assert refused.status_code == 200
    assert [made.partner for made in Lease.objects.all()] == [other]


@pytest.mark.parametrize("changed", ["price", "title", "company", "nothing shown"])
def test_what_was_shown_is_what_is_agreed(browser, changed):
    offer = GardenOfferFactory(monthly_ore=90_000)
    page = reverse("partner:agree", args=[offer.pk])
    words = {"starts_on": str(timezone.localdate()), "months": "6"}
    shown = browser.get(page, words).context.get("shown", "")
    if changed == "price":
        GardenOffer.objects.update(monthly_ore=250_000)
    elif changed == "title":
        Work.objects.update(title="En annen hage")
    elif changed == "company":
        Partner.objects.update(name="Et annet selskap")
    else:
        shown = ""

    answer = browser.post(page, words | {"shown": shown})

    assert answer.status_code == 200
    assert "Noe er endret siden siden ble vist" in text_of(answer)
    assert Lease.objects.count() == 0
    assert Invoice.objects.count() == 0
    again = browser.post(page, words | {"shown": answer.context["shown"]})
    assert again.status_code == 302
    assert Invoice.objects.get().ore == GardenOffer.objects.get().monthly_ore * 6


def test_garden_that_is_taken_leads_to_those_that_are_free(browser):
    offer = GardenOfferFactory()
    GardenOfferFactory(garden__title="Furu")
    a_lease(PartnerContactFactory(), offer=offer)

    answer = browser.get(
        reverse("partner:agree", args=[offer.pk]),
        {"starts_on": str(timezone.localdate()), "months": "6"},
    )

    assert "Minihagen er opptatt da. «Furu» er ledig." in text_of(answer)


def test_care_is_told_without_telling_who(browser, contact):
    offer = GardenOfferFactory()
    made = a_lease(contact, days_ago=30, offer=offer)
    participant = ParticipantFactory(chosen_name="Ola Nesteseter")
    offer.garden.makers.add(participant)
    worker = MembershipFactory(user__first_name="Vigdis").user
    for days in (2, 40):
        CareVisit.objects.create(
            work=offer.garden,
            care="raked",
            visited_at=timezone.now() - timedelta(days=days),
            participant=participant,
            recorded_by=worker,
        )

    pages = [browser.get(page) for page in ("/partner/", f"/partner/avtaler/{made.pk}/")]

    shown = text_of(pages[1])
    assert "Stelt av Minihagen-laget" in shown
    assert shown.count("rakt og stelt") == 1  # what was done before the lease is not its care
    for page in pages:
        assert "Ola" not in text_of(page)
        assert "Vigdis" not in text_of(page)


def test_partner_never_reads_where_a_garden_was_made_unless_it_is_written_for_it(browser):
    offer = GardenOfferFactory(garden__description="Hos oss", garden__is_public=False)

    shown = text_of(browser.get(reverse("partner:garden", args=[offer.pk])))

    assert "Hos oss" not in shown
    assert offer.garden.team.name not in shown
    assert "Laget i" not in shown


def test_invoice_without_an_account_says_whom_to_call(browser, contact, settings):
    number = a_lease(contact).invoices.get().number
    page = reverse("partner:invoice", args=[number])
    settings.LEASE_BANK_ACCOUNT = ""
    assert "Kontonummeret er ikke lagt inn ennå. Ring Berit Moe" in text_of(browser.get(page))

    settings.LEASE_BANK_ACCOUNT = "1234 56 78903"
    shown = text_of(browser.get(page))

    assert "1234 56 78903" in shown
    assert f"Faktura {number}" in shown
    assert contact.partner.organisation_number in shown
    assert "Betal med kort" not in shown


def test_paying_by_card_goes_to_stripe_and_coming_back_proves_nothing(browser, contact, settings):
    invoice = a_lease(contact).invoices.get()
    page = reverse("partner:invoice", args=[invoice.number])
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test", "whsec"
    with serving() as fake:
        settings.STRIPE_API_BASE = fake.url
        assert "Betal med kort" in text_of(browser.get(page))

        answer = browser.post(reverse("partner:pay", args=[invoice.number]))

        assert answer.status_code == 303
        assert answer["Location"] == fake.sessions["cs_test_1"]["url"]
    shown = text_of(browser.get(page, {"tilbake": "1"}))
    assert "Vi har ikke fått svar fra kortbetalingen ennå." in shown
    assert not invoice.is_paid


def test_stripe_that_is_away_loses_nothing(browser, contact, settings):
    invoice = a_lease(contact).invoices.get()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test", "whsec"
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    answer = browser.post(reverse("partner:pay", args=[invoice.number]), follow=True)

    assert "Vi får ikke kontakt med kortbetalingen nå." in text_of(answer)
    assert answer.redirect_chain == [(reverse("partner:invoice", args=[invoice.number]), 302)]


def test_without_keys_there_is_no_card(browser, contact):
    number = a_lease(contact).invoices.get().number

    answer = browser.post(reverse("partner:pay", args=[number]), follow=True)

    assert "Betal i banken." in text_of(answer)


def test_paid_invoice_says_thanks_and_asks_for_nothing(browser, contact):
    invoice = a_lease(contact).invoices.get()
    Payment.objects.create(
        invoice=invoice, way="bank", ore=invoice.ore, reference="B", received_at=timezone.now()
    )

    shown = text_of(browser.get(reverse("partner:invoice", args=[invoice.number])))

    assert "Fakturaen er betalt. Takk!" in shown
    assert "Slik betaler dere" not in shown


def test_invoice_is_not_paid_by_looking_at_it(browser, contact):
    number = a_lease(contact).invoices.get().number

    assert browser.get(reverse("partner:pay", args=[number])).status_code == 405


def test_a_taken_garden_leads_to_a_free_one_and_to_a_person(browser, contact):
    offer, free = GardenOfferFactory(), GardenOfferFactory(garden__title="Furu")
    a_lease(PartnerContactFactory(), offer=offer)
    page = browser.get(
        reverse("partner:agree", args=[offer.pk]),
        {"starts_on": str(timezone.localdate()), "months": "6"},
    ).content.decode()
    told = page.split("error-summary__list")[1].split("</ul>")[0]
    assert f'href="{reverse("partner:garden", args=[free.pk])}"' in told
    assert "Spør Berit Moe." in told
    assert "tel:+4723000000" in told
