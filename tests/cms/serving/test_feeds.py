"""What machines read says the same as the pages, and no more."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.utils import timezone

from activities.models import Session
from cms.models import CalendarPage, ProjectIndexPage, WorksPage
from tests.factories import cms as pages
from tests.factories.activities import (
    ActivityFactory,
    PlaceFactory,
    SessionFactory,
    WorkFactory,
)
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_session_says_the_same_in_the_calendar_the_feed_and_the_json_ld(client):
    pages.index(CalendarPage)
    session = SessionFactory(published=True, title="Runden", place=PlaceFactory(name="Kuba"))
    page = client.get("/kalender/")
    (line,) = [
        line for _month, days in page.context["months"] for _day, lines in days for line in lines
    ]
    (said,) = page.context["meta"]["json_ld"]
    feed = icalendar.Calendar.from_ical(client.get("/kalender.ics").content)
    (event,) = feed.walk("VEVENT")
    assert line.session == session
    assert said["name"] == str(event["SUMMARY"]) == "Runden"
    assert said["location"]["name"] == "Kuba"
    assert str(event["LOCATION"]).startswith("Kuba")
    assert said["startDate"] == timezone.localtime(session.starts_at).isoformat()
    assert event.decoded("DTSTART") == session.starts_at.replace(microsecond=0)


def test_a_cancelled_session_stays_as_cancelled(client):
    pages.index(CalendarPage)
    session = SessionFactory(state=Session.State.CANCELLED, cancelled_reason="Per er syk")
    page = client.get("/kalender/")
    feed = client.get("/kalender.ics").content.decode()
    assert "Avlyst" in page.content.decode()
    assert page.context["meta"]["json_ld"][0]["eventStatus"].endswith("EventCancelled")
    assert "STATUS:CANCELLED" in feed
    assert f"UID:{session.uid}@" in feed
    assert "Per er syk" not in feed + page.content.decode()


def test_drafts_and_the_sessions_of_hidden_activities_are_nowhere(client):
    pages.index(CalendarPage)
    SessionFactory(title="Et utkast")
    SessionFactory(published=True, title="Bare for oss", activity=ActivityFactory(is_public=False))
    said = client.get("/kalender/").content + client.get("/kalender.ics").content
    assert [word for word in ("Et utkast", "Bare for oss") if word in said.decode()] == []


def test_the_calendar_of_one_district_or_activity(client):
    pages.index(CalendarPage)
    mine, other = SessionFactory.create_batch(2, published=True)
    for question in (f"bydel={mine.team.slug}", f"aktivitet={mine.activity.slug}"):
        page = client.get(f"/kalender/?{question}").content.decode()
        feed = client.get(f"/kalender.ics?{question}").content.decode()
        assert (str(mine.uid) in page, str(other.uid) in page) == (True, False)
        assert (str(mine.uid) in feed, str(other.uid) in feed) == (True, False)


def test_an_empty_calendar_offers_a_way_on(client):
    pages.index(CalendarPage)
    assert "Vi fant ingen treff her" in client.get("/kalender/").content.decode()


def test_atom_holds_titles_and_introductions_alone(client):
    story = pages.story(title="Kassen", intro="Om en kasse.", blocks=[("heading", "Inni")])
    text = client.get("/historier.atom").content.decode()
    root = ElementTree.fromstring(text)  # noqa: S314 - our own answer
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.find("{http://www.w3.org/2005/Atom}title").text for entry in entries] == [
        story.title
    ]
    assert "Inni" not in text


def test_geojson_has_public_works_at_rounded_positions(client):
    pages.index(WorksPage)
    place = PlaceFactory(latitude=59.923387, longitude=10.752763)
    shown = WorkFactory(place=place, is_public=True)
    shown.makers.add(ParticipantFactory(chosen_name="Kanariella"))
    WorkFactory(place=place, is_public=False)
    WorkFactory(place=None, is_public=True)
    answer = client.get("/verk.geojson")
    (feature,) = json.loads(answer.content)["features"]
    assert answer["Content-Type"] == "application/geo+json"
    assert feature["id"] == shown.pk
    assert feature["geometry"] == {"type": "Point", "coordinates": [10.753, 59.923]}
    assert feature["properties"]["makers"] == []


def test_the_sitemap_is_the_pages_one_can_read(client):
    pages.whole_site()
    pages.project(slug="fugler")
    pages.project(ActivityFactory(is_public=False))
    pages.story(slug="kassen")
    pages.story(ParticipantFactory(), consenting=False, slug="hemmelig")
    pages.story(published_on=timezone.localdate() + timedelta(days=2), slug="i-morgen")
    english = pages.index(ProjectIndexPage, "en")
    ProjectIndexPage.objects.filter(pk=english.pk).update(
        translation_key=pages.index(ProjectIndexPage).translation_key
    )
    text = client.get("/sitemap.xml").content
    root = ElementTree.fromstring(text)  # noqa: S314 - our own answer
    found = {row.text.removeprefix("http://testserver") for row in root.iter(f"{SITEMAP}loc")}
    assert found == {
        "/",
        "/en/",
        "/en/prosjekter/",
        "/historier/",
        "/historier/kassen/",
        "/kalender/",
        "/minihager/",
        "/prosjekter/",
        "/prosjekter/fugler/",
        "/verk/",
    }
    assert {client.get(path).status_code for path in found} == {200}
    assert b'hreflang="en" href="http://testserver/en/prosjekter/"' in text


def test_without_a_contact_person_there_is_nobody_to_tell(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_robots_and_security(client):
    pages.contact()
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: mailto:hei@reir.example\nExpires: ")


def test_the_calendar_says_beforehand_what_a_session_asks(client):
    pages.index(CalendarPage)
    SessionFactory(published=True, any_time=True, demands=["heavy", "water"])
    said = " ".join(client.get("/kalender/").content.decode().split())
    assert "Kom når du kan." in said
    assert "Greit å vite: tunge løft, ved vann" in said
