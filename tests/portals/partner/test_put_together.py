"""Whatever a lessee reads, here or one link further, it finds no person behind its garden."""

import re

import pytest
from django.urls import reverse

from activities.models import Work
from leasing import leases
from leasing.models import GardenOffer
from participants import cards
from tests.factories import cms as pages
from tests.factories.accounts import UserFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, WorkFactory
from tests.factories.leasing import GardenOfferFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory
from tests.portals.partner.test_views import a_lease, browser, contact, every_page  # noqa: F401

pytestmark = pytest.mark.django_db
NAME, TITLE, ROOM = "Kanariella", "Solhagen", "Snekkerbua i kjelleren"
PUBLIC = ("/", "/minihager/", "/verk/", "/prosjekter/", "/prosjekter/minihagen/", "/historier/",
          "/historier/om-hagen/", "/verk.geojson", "/api/v1/works/", "/sok/?sok=Solhagen",
          "/sitemap.xml", "/historier.atom")  # fmt: skip
LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')


@pytest.fixture
def maker():
    """Return somebody who said yes to their name beside a garden, before it was leased."""
    person = ParticipantFactory(chosen_name=NAME)
    activity = ActivityFactory(name="Minihagen", slug="minihagen", teams=[person.team])
    picture = PictureFactory(people=[person])
    pages.say_yes(person, picture)
    garden = WorkFactory(
        team=person.team, activity=activity, kind=Work.Kind.GARDEN, title=TITLE, is_public=True,
        place=PlaceFactory(name=ROOM), picture=picture, description=f"Laget av {NAME}",
    )  # fmt: skip
    garden.makers.add(person)
    pages.say_yes(person, garden)
    SessionFactory(activity=activity, team=person.team, place=garden.place, state="published")
    pages.whole_site()
    pages.project(activity, slug="minihagen")
    pages.story(person, slug="om-hagen", title="Om en hage", blocks=[("work", garden.pk)])
    person.garden = garden
    return person


def what_is_said(client, addresses):
    """Return the text of the addresses and of everything that they link to here."""
    said, waiting, seen = {}, list(addresses), set()
    first = set(waiting)
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/konto/", "/admin/")):
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        if answer.streaming or answer.status_code != 200:
            continue
        said[address] = answer.content.decode()
        if address in first:
            waiting += LINK.findall(said[address])
    return said


def test_before_it_is_on_offer_the_name_stands_there_by_consent(client, maker):
    assert NAME in what_is_said(client, ["/verk/"])["/verk/"]


@pytest.mark.parametrize("when", ["offered", "leased", "ended", "taken back"])
def test_no_page_joins_the_garden_with_a_person_a_day_or_a_room(
    browser,  # noqa: F811
    contact,  # noqa: F811
    maker,
    when,
):
    offer = GardenOfferFactory(garden=maker.garden, made_in=f"Hos {NAME}")
    if when != "offered":
        made = a_lease(contact, offer=offer)
        if when != "leased":
            leases.end(made, by=UserFactory())
        if when == "taken back":
            GardenOffer.objects.filter(pk=offer.pk).update(is_offered=False)
    own = [*every_page(contact), reverse("partner:garden", args=[offer.pk])]
    said = what_is_said(browser, [*own, *PUBLIC])
    assert {"/verk/", "/minihager/", "/api/v1/works/", *own[:2]} <= set(said)
    with_name = [address for address, text in said.items() if NAME in text and TITLE in text]
    assert with_name == []
    portal = [address for address in said if address.startswith("/partner/")]
    assert [address for address in portal if NAME in said[address]] == []
    assert [a for a, text in said.items() if TITLE in text and ROOM in text] == []
    assert [a for a, text in said.items() if TITLE in text and "/bilder/" in text] == []


def test_a_title_that_names_its_maker_is_not_read_by_a_business(browser, contact, maker):  # noqa: F811
    Work.objects.filter(pk=maker.garden.pk).update(title=f"{NAME}s hage", number=7)
    offer = GardenOfferFactory(garden=maker.garden)
    made = a_lease(contact, offer=offer)
    addresses = [
        reverse("partner:home"), reverse("partner:leases"), reverse("partner:gardens"),
        reverse("partner:lease", args=[made.pk]), reverse("partner:garden", args=[offer.pk]),
        reverse("partner:invoice", args=[made.invoices.get().number]),
        "/minihager/", "/verk/", "/api/v1/works/",
    ]  # fmt: skip
    said = {address: browser.get(address).content.decode() for address in addresses}
    assert [address for address, text in said.items() if NAME in text] == []
    assert "Minihage 7" in said[reverse("partner:home")]


def test_the_maker_is_told_so_and_not_asked_for_the_name(client, maker):
    GardenOfferFactory(garden=maker.garden)
    _card, token = cards.issue(maker, by=UserFactory())
    client.get(f"/k/{token}")
    text = client.get(reverse("mine:shown")).content.decode()
    assert "Da står navnet ditt ikke der" in text
    assert client.get(reverse("mine:give", args=[maker.garden.pk])).status_code == 404
