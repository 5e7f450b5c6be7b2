"""The whole trip, on a phone, with JavaScript and without: from the plan to the honorarium in
the hand, and from the story to its end."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Request

from tests.browser.site import Site
from tests.browser.visitor import Visitor, words_of
from tests.demo_database import Demonstration

STROKES = ((40, 60), (90, 20), (140, 70), (200, 30), (250, 60))
"""A name, drawn: steps in pixels from the corner of the field."""


@dataclass(frozen=True)
class Cast:
    """Who walks the trip: a team of the demonstration, and somebody whose story is told."""

    leader: str
    colleague: str
    team: str
    place: str
    participant: str
    story: str
    title: str


TOR = Cast(
    leader="Nina Solberg",
    colleague="Lars Eide",
    team="Grünerløkka",
    place="Grünerhagen",
    participant="Tor",
    story="/historier/den-gule-kassen-ved-brua/",
    title="Den gule kassen ved brua",
)
MARI = Cast(
    leader="Ingrid Moe",
    colleague="Samir Aziz",
    team="Gamle Oslo",
    place="Svartdalsparken",
    participant="Mari",
    story="/historier/en-hage-pa-et-brett/",
    title="En hage på et brett",
)


@dataclass
class Trip:
    """One walk: three people at their own screens, and what they have made on the way."""

    cast: Cast
    leader: Visitor
    colleague: Visitor
    participant: Visitor
    passer_by: Visitor
    demonstration: Demonstration
    javascript: bool
    name: str
    """What the session is called."""
    sheet: str = ""

    def facts(self) -> tuple[int, int, int]:
        """Return how often the person took part, was promised money and was paid for it."""
        return self.demonstration.rows(
            """
            select (select count(*) from activities_attendance a
                    where a.session_id = s.id),
                   (select count(*) from payouts_earning e
                    where e.session_id = s.id and e.state <> 'reversed'),
                   (select count(*) from payouts_payout p join payouts_earning e
                    on p.earning_id = e.id where e.session_id = s.id)
            from activities_session s where s.title = ?
            """,
            self.name,
        )[0]


@pytest.mark.parametrize(
    ("javascript", "cast"), [(True, TOR), (False, MARI)], ids=["with-javascript", "without"]
)
def test_the_whole_trip(
    javascript: bool,
    cast: Cast,
    site: Site,
    demonstration: Demonstration,
    visits: Callable[..., Visitor],
) -> None:
    people = [visits(javascript=javascript) for _person in range(4)]
    trip = Trip(
        cast,
        *people,
        demonstration=demonstration,
        javascript=javascript,
        name=f"Rydding for {cast.participant}",
    )
    trip.leader.sign_in(_email(cast.leader))
    trip.colleague.sign_in(_email(cast.colleague))
    # A new card would close the printed one, which other tests come in with.
    is_printed = cast is TOR
    card = demonstration.card if is_printed else _new_card(site, cast.participant)
    trip.participant.with_card(card)
    _let_be_free_today(site, cast)

    plan(trip)
    join(trip)
    take_part(trip)
    come_home(trip)
    close(trip)
    pay(trip)
    tell(trip)
    withdraw(trip)


def choose_activity(trip: Trip, name: str) -> None:
    """Choose what it is, and unfold what is seldom said.

    With JavaScript the form is filled in as the last time, with people whom this trip puts on
    itself; what was just put in place takes no tap for a while.
    """
    page = trip.leader.page
    page.get_by_label("Aktivitet").select_option(name)
    if trip.javascript:
        page.locator("[name=staff]:checked").first.wait_for()
        trip.leader.rests()
        for box in page.locator("[name=staff]:checked").all()[::-1]:
            box.uncheck()
    places = page.get_by_label("Plasser (kan stå tomt)")
    if not places.is_visible():
        page.get_by_text("Mer om økta").click()
    page.get_by_label("Minst så mange ansatte (kan stå tomt)").fill("")


def plan(trip: Trip) -> None:
    """The leader plans a river clean-up out of doors, puts two on shift and opens it."""
    page = trip.leader.page
    now = datetime.now(ZoneInfo("Europe/Oslo"))
    starts, ends = now - timedelta(minutes=5), now + timedelta(hours=2)
    midnight = now.replace(hour=0, minute=0)
    trip.leader.go("/staff/uke/").press("Ny økt")
    choose_activity(trip, "Elverydding")
    page.get_by_label("Sted", exact=True).select_option(trip.cast.place)
    page.get_by_label("Dato").fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Begynner").fill(f"{max(starts, midnight):%H:%M}")
    page.get_by_label("Slutter").fill(f"{ends:%H:%M}" if ends.date() == now.date() else "23:59")
    page.get_by_label("Plasser (kan stå tomt)").fill("4")
    page.get_by_label("Tittel").fill(trip.name)
    page.get_by_label("Ute av huset").select_option("Ja, alle melder «alt i orden»")
    trip.leader.press("Lagre")
    page.get_by_text(re.compile(r"Økta er lagret|Lagre likevel")).first.wait_for()
    anyway = page.get_by_label("Lagre likevel")
    if anyway.count():  # the demonstration has another one of the kind at this hour
        anyway.check()
        trip.leader.press("Lagre som utkast")
    trip.leader.reads("Økta er lagret som utkast.", "Mangler 2 ansatte")
    trip.sheet = page.url
    for who in (trip.cast.leader, trip.cast.colleague):
        trip.leader.press("Sett på vakt")
        page.get_by_label("Hvem").select_option(who)
        trip.leader.press("Sett på").reads(f"{who} har vakt.")
    trip.participant.go("/min/")
    assert trip.name not in trip.participant.words()
    trip.leader.press("Åpne økta").reads("Økta er åpen. 600 kr er holdt av.")


def join(trip: Trip) -> None:
    """The participant sees it on their own page and says yes, twice."""
    mine = trip.participant.go("/min/")
    card = mine.page.get_by_role("article").filter(has_text=trip.name)
    assert "150 kr" in words_of(card)
    mine.press("Jeg kommer", within=card).reads("Du kommer. Så fint! Vi ses.")
    mine.page.go_back()
    again = mine.page.get_by_role("article").filter(has_text=trip.name)
    if again.get_by_role("button", name="Jeg kommer").count():  # the browser kept the old page
        mine.press("Jeg kommer", within=again).reads("Du kommer. Så fint! Vi ses.")
    mine.go("/min/").reads(trip.name)
    assert trip.demonstration.rows(
        "select count(*) from activities_signup u join activities_session s"
        " on s.id = u.session_id where s.title = ? and u.state = 'coming'",
        trip.name,
    ) == [(1,)]


def take_part(trip: Trip) -> None:
    """A tap records it, another tap of an eager finger changes nothing."""
    person = trip.cast.participant
    today = trip.leader.go("/staff/")
    card = today.page.get_by_role("article").filter(has_text=trip.name)
    row = card.get_by_role("listitem").filter(has_text=person)
    button = row.get_by_role("button", name="Var med")
    if trip.javascript:
        _tap_three_times(today, button, until=row.get_by_text("var med", exact=True))
    else:
        form = row.locator("form")
        sent = {
            field.get_attribute("name"): field.get_attribute("value")
            for field in form.locator("input").all()
        }
        address = form.get_attribute("action")
        today.press("Var med", within=row)
        answer = today.page.request.post(
            address, form=sent, headers={"Referer": today.page.url}, max_redirects=0
        )
        assert answer.status == 302
    today.go("/staff/")
    assert f"{person} var med" in words_of(row)
    assert trip.facts() == (1, 1, 0)
    assert trip.participant.go("/min/honorar/").sums()["Lovet"] >= 150


def come_home(trip: Trip) -> None:
    """Both report «all clear»; the duty is over when the last one has."""
    for visitor in (trip.leader, trip.colleague):
        visitor.go("/staff/")
        card = visitor.page.get_by_role("article").filter(has_text=trip.name)
        visitor.press("Alt i orden", within=card).reads("Du meldte «alt i orden»")
    trip.leader.go(trip.sheet)
    assert trip.leader.words().count("alt i orden kl.") == 2


def close(trip: Trip) -> None:
    """Closing sends the honorarium on its way."""
    before = trip.participant.go("/min/honorar/").sums()
    trip.leader.go(trip.sheet).press("Gjør ferdig").reads("1 var med. 150 kr blir klart")
    trip.leader.press("Gjør ferdig").reads("Økta er ferdig. Honorarene er på vei.")
    after = trip.participant.go("/min/honorar/").sums()
    assert (after["Lovet"], after["På vei"], after["Betalt"]) == (
        before["Lovet"] - 150,
        before["På vei"] + 150,
        before["Betalt"],
    )


def pay(trip: Trip) -> None:
    """Cash in the hand, signed on the screen or with the initials of two."""
    before = trip.participant.go("/min/honorar/").sums()
    person = trip.cast.participant
    leader = trip.leader.go("/staff/honorar/").press(f"Betal {person}").reads(trip.name)
    page = leader.page
    if trip.javascript:
        _draw(leader)
    else:
        page.get_by_label("Første ansatt").fill("IM")
        page.get_by_label("Andre ansatt").fill("SA")
        page.get_by_label("Kollega, når dere skriver initialer").select_option(trip.cast.colleague)
    page.get_by_role("button", name=re.compile(r"kr er gitt$")).click(
        click_count=2 if trip.javascript else 1
    )
    page.wait_for_url(re.compile(r"/staff/honorar/kvittering/\d+/$"))
    leader.reads("kr er betalt.", trip.name)
    said = re.search(r"Sum ([\d\s]+) kr", leader.words())
    assert said
    paid_in_hand = int(re.sub(r"\s", "", said[1]))
    assert paid_in_hand >= 150
    if trip.javascript:
        leader.reads("Signatur fra mottakeren")
    else:
        leader.reads(f"{trip.cast.colleague} (SA)")
    assert trip.facts() == (1, 1, 1)
    mine = trip.participant.go("/min/honorar/")
    after = mine.sums()
    # What somebody wants on an account stays on its way to it.
    assert (after["På vei"], after["Betalt"]) == (
        before["På vei"] - paid_in_hand,
        before["Betalt"] + paid_in_hand,
    )
    paid = mine.page.get_by_role("article").filter(has_text=trip.name)
    assert f"Du fikk dem i hånda fra {trip.cast.leader.split()[0]}" in words_of(paid)


def tell(trip: Trip) -> None:
    """The story stands in public, with the participant's consent."""
    public = trip.passer_by.go("/historier/").press(trip.cast.title)
    assert public.page.url.endswith(trip.cast.story)
    public.reads(trip.cast.title, trip.cast.participant)
    assert trip.cast.story in _found_by_search(public, trip.cast.title)
    for feed in ("/historier.atom", "/sitemap.xml"):
        assert trip.cast.story in public.page.request.get(feed).text()


def withdraw(trip: Trip) -> None:
    """One button a thing, no reason: it is gone from everywhere at once."""
    public, mine = trip.passer_by, trip.participant
    pictures = {
        address
        for page in ("/", "/verk/", "/historier/", trip.cast.story)
        for address in public.go(page).pictures()
        if address in _pictures_of(trip)
    }
    assert pictures, "the person's picture stands nowhere"
    assert {public.status(address) for address in pictures} == {200}
    for what in (trip.cast.title, "Et bilde av deg"):
        card = mine.go("/min/vist/").page.get_by_role("article").filter(has_text=what)
        mine.press("Ta det bort", within=card.first).reads("Det er borte")
    assert public.status(trip.cast.story) == 404
    assert {public.status(address) for address in pictures | _pictures_of(trip)} == {404}
    for listed in ("/", "/historier/", "/historier.atom", "/sitemap.xml"):
        text = public.page.request.get(listed).text()
        address = f"{public.site.url}{trip.cast.story}"
        assert (trip.cast.title in text, address in text) == (False, False), listed
    assert trip.cast.story not in _found_by_search(public, trip.cast.title)
    assert trip.cast.title not in mine.go("/min/vist/").words()


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@reir.example"


def _let_be_free_today(site: Site, cast: Cast) -> None:
    """Take the two off today's shifts: at some hours of some weekdays they are at work already."""
    emails = [_email(cast.leader), _email(cast.colleague)]
    site.python(
        "from activities.models import Shift; from django.utils import timezone;"
        f"Shift.objects.filter(staff__email__in={emails!r},"
        " session__starts_at__date=timezone.localdate()).delete()"
    )


def _new_card(site: Site, chosen_name: str) -> str:
    """Return the token of a new card: on paper it is a square that a camera reads."""
    return site.python(
        "from participants import cards; from participants.models import Participant;"
        f"person = Participant.objects.get(chosen_name={chosen_name!r});"
        "print(cards.issue(person, by=person.primary_contact)[1])"
    ).strip()


def _tap_three_times(visitor: Visitor, button: Locator, *, until: Locator) -> None:
    """Tap twice, and once more at the same place when `until` has come; one form may be sent.

    The page's clock stands still meanwhile: on a slow machine, too, the taps come at once.
    """
    page = visitor.page
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.clock.set_fixed_time(datetime.now(UTC))
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    where = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.dblclick(*where)
    until.wait_for()
    page.mouse.click(*where)
    page.clock.resume()
    assert len(sent) == 1


def _draw(visitor: Visitor) -> None:
    canvas = visitor.page.get_by_role("img", name="Felt til å tegne signaturen i")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    mouse = visitor.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 40)
    mouse.down()
    for across, down in STROKES:
        mouse.move(box["x"] + across, box["y"] + down, steps=3)
    mouse.up()


def _found_by_search(visitor: Visitor, words: str) -> set[str | None]:
    """Return the addresses that the search of the public pages answers."""
    links = visitor.go(f"/sok/?sok={words}").page.get_by_role("main").get_by_role("link")
    return {link.get_attribute("href") for link in links.all()}


def _pictures_of(trip: Trip) -> set[str]:
    """Return the addresses of the pictures that the person is in, and of their renditions."""
    files = trip.demonstration.rows(
        """
        with mine as (
            select p.id, p.file from pictures_picture p
            join pictures_picture_people w on w.picture_id = p.id
            join participants_participant person on person.id = w.participant_id
            where person.chosen_name = ?
        )
        select file from mine union select r.file from pictures_rendition r
        join mine on mine.id = r.image_id
        """,
        trip.cast.participant,
    )
    return {f"/bilder/{name}" for (name,) in files}
