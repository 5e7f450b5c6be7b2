"""Search from the head of a staff page: who finds what, and what the address holds."""

import json
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, AccessSubject, Role
from activities.models import Session, Work
from core.log_redaction import hide as without_secrets
from notices.encrypted_text import seal
from portals.staff.search import results
from portals.staff.shared.words import HOLDS_FOR
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory, WorkFactory
from tests.factories.leasing import PartnerFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
URL = "/staff/sok/"
ALL = ["leader", "worker", "peer_worker", "finance", "editor", "auditor"]


def look(client, words):
    """Return the page that a search leads to."""
    return client.post(URL, {"ord": words}, follow=True)


def found(client, words):
    """Return {kind: names} of what a search finds."""
    groups = look(client, words).context["groups"]
    return {group.title: [str(row.name) for row in group.rows] for group in groups}


def one_of_each(team, name="Åsheim"):
    """Give `team` one of each kind whose name holds `name`."""
    activity = ActivityFactory(name=f"{name} verksted", teams=[team])
    person = ParticipantFactory(team=team, chosen_name=f"Kari {name}")
    member = MembershipFactory(team=team, user=UserFactory(first_name="Per", last_name=name))
    session = SessionFactory(team=team, activity=activity, title=f"{name} tur")
    work = WorkFactory(team=team, activity=activity, title=f"Benk {name}")
    partner = PartnerFactory(team=team, name=f"{name} AS")
    return activity, person, member, session, work, partner


EVERYTHING = {
    "Deltakere": ["Kari Åsheim"],
    "Kolleger": ["Per Åsheim"],
    "Økter": ["Åsheim tur"],
    "Aktiviteter": ["Åsheim verksted"],
    "Verk": ["Benk Åsheim"],
    "Bedrifter": ["Åsheim AS"],
}


# --- Words --------------------------------------------------------------------------
@pytest.mark.both
@pytest.mark.parametrize("words", ["åsheim", "ÅSHEIM", "shei", "a\u030asheim"])
def test_norwegian_letters_are_found_in_any_case(staff_client, words):
    client = staff_client()
    one_of_each(client.team)
    assert found(client, words) == EVERYTHING


@pytest.mark.both
@pytest.mark.parametrize(
    ("name", "words"),
    [("José", "jose"), ("Björn", "bjørn"), ("Øyvind", "øyv"), ("Ærlig", "æRL"), ("Łoś", "los")],
)
def test_a_name_is_found_without_its_marks(staff_client, name, words):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name=name)
    assert found(client, words) == {"Deltakere": [name]}


def test_another_letter_is_another_name(staff_client):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="Åse")
    assert found(client, "ase") == {}


def test_each_word_counts(staff_client):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="Tor Lund")
    ParticipantFactory(team=client.team, chosen_name="Tor Berg")
    assert found(client, "  lu   tor ") == {"Deltakere": ["Tor Lund"]}


def test_a_person_is_found_by_the_whole_code(staff_client):
    client = staff_client()
    person = ParticipantFactory(team=client.team, code="XKA23T")
    assert found(client, "xka23t") == {"Deltakere": [person.chosen_name]}
    assert found(client, "xka23") == {}


def test_a_work_is_found_by_its_number(staff_client):
    client = staff_client()
    for number in (7, 17):
        WorkFactory(team=client.team, number=number, title="Tre")
    assert found(client, "7")["Verk"] == found(client, "fuglekasse 7")["Verk"] == ["Fuglekasse 7"]


def test_names_that_begin_so_come_first_and_who_has_left_last(staff_client):
    client = staff_client()
    for name, left in (("Astor", None), ("Tora", timezone.now()), ("Tor", None)):
        ParticipantFactory(team=client.team, chosen_name=name, left_at=left)
    page = look(client, "tor")
    rows = page.context["groups"][0].rows
    assert [row.name for row in rows] == ["Tor", "Astor", "Tora"]
    assert [row.about.endswith("har gått ut") for row in rows] == [False, False, True]


def test_what_is_to_come_stands_before_what_was(staff_client):
    client = staff_client()
    now = timezone.now()
    for days in (9, -20, 2, -3, -100):
        SessionFactory(
            team=client.team, title=f"Tur {days}", starts_at=now + timedelta(days=days),
            state=Session.State.PUBLISHED,
        )  # fmt: skip
    assert found(client, "tur") == {"Økter": ["Tur 2", "Tur 9", "Tur -3", "Tur -20"]}


def test_a_session_is_found_by_its_place_and_says_when_it_is(staff_client):
    client = staff_client()
    session = SessionFactory(
        team=client.team, title="Fisketur", place=PlaceFactory(name="Nøklevann"),
        state=Session.State.CANCELLED,
    )  # fmt: skip
    (group,) = look(client, "NØKLE").context["groups"]
    assert [row.url for row in group.rows] == [reverse("staff:sheet", args=[session.pk])]
    assert group.rows[0].about.endswith("· Nøklevann · avlyst")


def test_a_work_that_is_gone_is_not_found(staff_client):
    client = staff_client()
    WorkFactory(team=client.team, title="Borte benk", state=Work.State.GONE)
    assert found(client, "benk") == {}


def test_eight_of_a_kind_are_shown(staff_client):
    client = staff_client()
    for number in range(results.MOST_ROWS + 1):
        ParticipantFactory(team=client.team, chosen_name=f"Kim {number}")
    page = look(client, "kim")
    assert len(page.context["groups"][0].rows) == results.MOST_ROWS
    assert "Det er flere." in page.content.decode()
    assert AccessSubject.objects.count() == results.MOST_ROWS


# --- Who sees what ------------------------------------------------------------------
@pytest.mark.parametrize("role", ALL)
def test_each_role_finds_what_its_pages_show(staff_client, role):
    client = staff_client(role=role)
    one_of_each(client.team)
    hidden = {"editor": {"Deltakere", "Bedrifter"}, "auditor": {"Bedrifter"}}.get(role, set())
    assert found(client, "åsheim") == {
        kind: names for kind, names in EVERYTHING.items() if kind not in hidden
    }


@pytest.mark.parametrize("role", ALL)
def test_every_link_is_answered(staff_client, role):
    client = staff_client(role=role)
    one_of_each(client.team, name="økt")
    links = [row.url for group in look(client, "økt").context["groups"] for row in group.rows]
    codes = {url: client.get(url).status_code for url in links}
    assert {url: code for url, code in codes.items() if code != 200} == {}


def test_another_team_is_not_searched(staff_client):
    one_of_each(TeamFactory())
    assert found(staff_client(role=Role.LEADER), "åsheim") == {}


def test_two_hats_are_worn_one_at_a_time(staff_client):
    """Editor here and leader there: people there alone, and each object by its own team."""
    client = staff_client(role=Role.EDITOR)
    there = MembershipFactory(user=client.user, role=Role.LEADER).team
    ParticipantFactory(team=client.team, chosen_name="Kim her")
    ParticipantFactory(team=there, chosen_name="Kim der")
    PartnerFactory(team=client.team, name="Kim AS her")
    PartnerFactory(team=there, name="Kim AS der")
    both = [
        ActivityFactory(name="Kimklubb der", teams=[there]),
        ActivityFactory(name="Kimklubb her", teams=[client.team]),
    ]
    page = look(client, "kim")
    groups = {group.title: group.rows for group in page.context["groups"]}
    assert [row.name for row in groups["Deltakere"]] == ["Kim der"]
    assert [row.name for row in groups["Bedrifter"]] == ["Kim AS der"]
    assert {row.name: row.url for row in groups["Aktiviteter"]} == {
        one.name: reverse("staff:activity_recipe", args=[one.pk]) for one in both
    }
    assert str(there) in groups["Deltakere"][0].about


def test_an_administrator_without_a_team_finds_nobody(signed_in):
    client = signed_in(UserFactory(administrator=True))
    ParticipantFactory(chosen_name="Kim")
    page = look(client, "kim")
    assert page.status_code == 403
    assert "Kim" not in page.content.decode()


def test_who_has_stopped_is_no_colleague(staff_client):
    client = staff_client()
    MembershipFactory(team=client.team, user=UserFactory(first_name="Wilma"))
    MembershipFactory(
        team=client.team, user=UserFactory(first_name="Wilmer"), ended_at=timezone.now()
    )
    MembershipFactory(team=client.team, user=UserFactory(first_name="Wilman", is_active=False))
    assert [name.split()[0] for name in found(client, "wilm")["Kolleger"]] == ["Wilma"]


def test_two_roles_are_one_colleague(staff_client):
    client = staff_client()
    user = UserFactory(first_name="Wilma")
    for role in (Role.WORKER, Role.EDITOR):
        MembershipFactory(team=client.team, user=user, role=role)
    (group,) = look(client, "wilma").context["groups"]
    assert [row.about for row in group.rows] == ["redaktør · medarbeider"]


# --- The access log -----------------------------------------------------------------
def test_those_who_are_shown_are_written_down(staff_client):
    client = staff_client()
    shown = ParticipantFactory(team=client.team, chosen_name="Kim")
    ParticipantFactory(team=client.team, chosen_name="Tor")
    assert client.post(URL, {"ord": "kim"}).status_code == 303
    assert AccessEvent.objects.count() == 0
    look(client, "kim")
    event = AccessEvent.objects.get()
    assert (event.user, event.act, event.what) == (client.user, "list", "staff:search")
    assert list(event.subjects.values_list("participant_number", flat=True)) == [shown.pk]


def test_a_search_that_names_nobody_writes_nothing(staff_client):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="Kim")
    look(client, "betaling")
    assert AccessEvent.objects.count() == 0


# --- The address --------------------------------------------------------------------
def test_no_name_stands_in_the_address_or_the_title(staff_client):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="Rakel")
    where = client.post(URL, {"ord": "Rakel"})["Location"]
    page = client.get(where)
    assert "rakel" not in where.lower()
    assert "Rakel" in page.content.decode()
    assert "Rakel" not in page.content.decode().split("</title>")[0]
    assert without_secrets(where) == f"{URL}?…"
    assert client.get(where).context["groups"] == page.context["groups"]


def token(client, words):
    """Return the encrypted words of the address that a search leads to."""
    return parse_qs(urlsplit(client.post(URL, {"ord": words})["Location"]).query)["ord"][0]


STALE = "Søket gjelder ikke lenger. Skriv det på nytt."


def test_another_persons_search_is_empty(staff_client):
    client, other = staff_client(), staff_client()
    ParticipantFactory(team=client.team, chosen_name="Rakel")
    page = client.get(URL, {"ord": token(other, "Rakel")})
    assert (page.context["groups"], page.context["words"].text) == ([], "")
    assert STALE in page.content.decode()


@pytest.mark.parametrize(("seconds_left", "is_found"), [(60, True), (0, False)])
def test_a_search_of_yesterday_is_empty(staff_client, seconds_left, is_found):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="Rakel")
    since = int(time.time()) - HOLDS_FOR + seconds_left
    page = client.get(URL, {"ord": seal(json.dumps([str(client.user.pk), since, "Rakel"]))})
    assert bool(page.context["groups"]) is is_found
    assert (STALE in page.content.decode()) is not is_found


@pytest.mark.parametrize("given", ["x", "Rakel", "\x00", "å" * 10_000, "gAAAAA==", "💥"])
def test_what_is_no_search_is_empty(staff_client, given):
    page = staff_client().get(URL, {"ord": given})
    assert page.status_code == 200
    assert STALE in page.content.decode()


@pytest.mark.parametrize("inside", ["Rakel", "[]", "{}", "null", '["1", 2]', '["1", 2, "y"]'])
def test_another_text_of_ours_is_no_search(staff_client, inside):
    page = staff_client().get(URL, {"ord": seal(inside)})
    assert STALE in page.content.decode()


# --- What one may write -------------------------------------------------------------
@pytest.mark.parametrize("words", ["", "   ", "\x00", "\u200b", "\u0301"])
def test_nothing_is_looked_for_without_words(staff_client, words):
    client = staff_client()
    assert client.post(URL, {"ord": words})["Location"] == URL
    assert "Skriv et navn eller en kode" in look(client, words).content.decode()


@pytest.mark.parametrize("words", ["a", "å", "a b", "%", "_", "e" + "\u0301" * 10_000])
def test_one_letter_is_too_little(staff_client, words):
    page = look(staff_client(), words)
    assert page.context["groups"] == []
    assert "Skriv minst to bokstaver." in page.content.decode()


def test_ten_thousand_letters_are_too_many(staff_client):
    client = staff_client()
    for words in ("å" * 10_000, "ab " * 10_000, "abc " * 10_000, "x" * 61):
        page = look(client, words)
        assert page.context["groups"] == []
        assert "Skriv litt kortere." in page.content.decode()


ODD = ("%%", "__", "'; --", "<b>x</b>", "\\d+", "[a", "a\x00b", "漢字", "\N{BIRD}x", "«»")


@pytest.mark.parametrize("words", ODD)
def test_odd_signs_find_nothing_and_break_nothing(staff_client, words):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="Kim")
    page = look(client, words)
    assert (page.status_code, page.context["groups"]) == (200, [])
    assert "<b>x" not in page.content.decode()


def test_what_a_name_means_in_html_is_only_its_name(staff_client):
    client = staff_client()
    ParticipantFactory(team=client.team, chosen_name="<i>Kim</i>")
    assert "&lt;i&gt;Kim" in look(client, "kim").content.decode()


def test_a_page_is_found_by_another_name_for_it(staff_client):
    client = staff_client()
    assert found(client, "penger")["Sider"] == ["Betaling"]
    assert found(client, "måned")["Sider"] == ["Måned"]


# --- The head -----------------------------------------------------------------------
def test_every_page_has_the_search_in_its_head(staff_client):
    client = staff_client()
    head = client.get("/staff/").content.decode().split("</header>")[0]
    assert f'action="{URL}"' in head
    assert f'href="{URL}"' in head
    assert "csrfmiddlewaretoken" in head.split(f'action="{URL}"')[1].split("</form>")[0]
    page = client.get(URL).content.decode()
    assert page.count(f'action="{URL}"') == 1


def test_who_was_not_let_in_sees_no_search(signed_in):
    page = signed_in(UserFactory()).get("/staff/")
    assert page.status_code == 403
    assert URL not in page.content.decode()


# --- Queries ------------------------------------------------------------------------
@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("again", [False, True])
def test_a_search_costs_the_same_for_one_and_for_three(
    staff_client, django_assert_num_queries, item_count, again
):
    client = staff_client(role=Role.LEADER)
    for _number in range(item_count):
        one_of_each(client.team)
    where = client.post(URL, {"ord": "åsheim"})["Location"]
    if again:
        client.get(where)
    with django_assert_num_queries(12 if again else 15):
        page = client.get(where)
    assert {len(group.rows) for group in page.context["groups"]} == {item_count}
