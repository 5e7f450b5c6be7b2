"""Lists: sorted by what is shown, narrowed by what there is, searched without a name in sight."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, Role
from portals.staff.shared import lists
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
PEOPLE = "/staff/deltakere/"


def shown(page):
    """Return the names in the order in which the page has them."""
    return re.findall(r'class="row-link" href="[^"]*">([^<]*)</a></th>', page.content.decode())


@pytest.fixture
def three():
    """Return a team with Bo, Åse and Ada: Bo is the worker's, the others a colleague's."""
    here = scene()
    here.other = MembershipFactory(
        team=here.team, role=Role.WORKER, user=UserFactory(first_name="Kari", last_name="Aas")
    ).user
    for name, contact in (("Bo", here.worker), ("Åse", here.other), ("Ada", here.other)):
        person = here.person(name)
        person.primary_contact, person.code = contact, f"{name[0]}AAAAA"
        person.save()
    return here


@pytest.mark.parametrize(
    ("sort", "names", "said"),
    [
        ("", ["Bo", "Ada", "Åse"], "none"),
        ("chosen_name", ["Ada", "Bo", "Åse"], "ascending"),
        ("-chosen_name", ["Åse", "Bo", "Ada"], "descending"),
        # What is no column, no column of this list, or hidden here, sorts nothing.
        *((wrong, ["Bo", "Ada", "Åse"], "none") for wrong in (
            "phone", "-pk", "team", "team__name", "chosen_name,code", "x\x00", "--chosen_name",
            "primary_contact__password", "chosen_name" * 900,
        )),
    ],
)  # fmt: skip
def test_only_what_is_shown_is_sorted_by(three, signed_in, sort, names, said):
    page = signed_in(three.worker).get(PEOPLE, {"sort": sort})
    assert shown(page) == names
    assert re.findall(r'class="list__name" aria-sort="(\w+)"', page.content.decode()) == [said]


def test_a_heading_sorts_and_then_turns(three, signed_in):
    client = signed_in(three.worker)
    address = PEOPLE
    seen = []
    for _press in range(3):
        page = client.get(address).content.decode()
        address = re.search(r'<a href="(/staff/deltakere/[^"]*)">Navn</a>', page)[1]
        seen.append(address)
    assert seen == [
        f"{PEOPLE}?sort={one}" for one in ("chosen_name", "-chosen_name", "chosen_name")
    ]


def test_a_list_is_narrowed_by_what_is_in_it(three, signed_in):
    client = signed_in(three.worker)
    page = client.get(PEOPLE, {"kontakt": three.other.pk, "sort": "-chosen_name"})
    assert shown(page) == ["Åse", "Ada"]
    assert page.context["table"].caption == "2 deltakere"
    for nonsense in ("x", "0", str(three.other.pk) * 9, "\x00"):
        assert len(shown(client.get(PEOPLE, {"kontakt": nonsense}))) == 3
    assert list(page.context["table"].filters.form.fields) == ["kontakt"]  # all else is alike


def test_words_are_sent_and_stand_in_no_address(three, signed_in):
    client = signed_in(three.worker)
    narrowed = f"{PEOPLE}?kontakt={three.other.pk}"
    sent = client.get(narrowed).context["table"].searched_from
    answer = client.post(reverse("staff:search"), {"ord": "åse", "next": sent})
    assert answer.status_code == 303
    assert urlsplit(answer.url).path == PEOPLE
    assert not {"åse", "%C3%A5se", "se"} & set(re.split(r"[/?&=]", answer.url))
    page = client.get(answer.url)
    assert shown(page) == ["Åse"]
    assert AccessEvent.objects.latest("pk").subjects.count() == 1
    assert page.context["table"].filters.form.cleaned_data["kontakt"] == str(three.other.pk)
    # Pages and headings keep the words as they stood; another person finds nothing by them.
    assert "ord=" in page.context["table"].rest
    stranger = signed_in(three.other).get(answer.url)
    assert "Søket gjelder ikke lenger" in stranger.content.decode()
    assert len(shown(stranger)) == 2


def test_a_row_opens_beside_the_list_that_shows_it_and_nowhere_else(three, signed_in):
    person = three.earned(three.people[0]).participant
    owed_too, elsewhere = three.earned(three.people[1]).participant, scene()
    stranger = elsewhere.earned(elsewhere.person("Fremmed")).participant
    client = signed_in(three.worker)
    address = reverse("staff:pay")
    page = client.get(address).content.decode()
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'list__beside" href="([^"]*)"', page)
    ]
    assert links == [f"{address}?valgt={one.pk}#valgt" for one in (person, owed_too)]

    opened = client.get(links[0])
    assert opened.context["table"].chosen_row.participant == person
    assert opened.content.decode().count('#valgt" aria-current="true"') == 1
    assert re.search(r'<h2 id="valgt-tittel">([^<]*)<', opened.content.decode())[1] == "Bo"
    for nobody in (stranger.pk, three.people[2].pk, "x", "", "\x00", "9" * 30):
        shut = client.get(address, {"valgt": nobody})
        assert shut.context["table"].chosen_row is None
        assert "Velg noen i lista" in shut.content.decode()


def test_a_row_without_a_page_opens_itself_on_a_phone(three, signed_in):
    three.earned(three.people[0])
    client = signed_in(MembershipFactory(team=three.team, role=Role.LEADER).user)
    journal = client.get(reverse("staff:journal"))
    rows = len(journal.context["table"].shown)
    page = journal.content.decode()
    assert rows > 0
    assert page.count('<details class="list__whole no-print">') == rows
    assert page.count('data-label="Retter"') == rows  # what a heading says in the table
    assert "list__whole" not in client.get(PEOPLE).content.decode()


def test_every_list_sorts_by_each_of_its_headings(staff_client):
    """A heading that cannot be sorted by breaks here, on whichever list."""
    here = scene()
    here.earned(here.person())
    client = staff_client(role=Role.LEADER, team=here.team)
    tried = {}
    for name in (
        "participants", "colleagues", "works", "partners", "pay", "gift_cards", "journal",
        "series_list", "activities", "places", "resources",
    ):  # fmt: skip
        address = reverse(f"staff:{name}")
        columns = [
            one.name for one in client.get(address).context["table"].columns if one.orderable
        ]
        for column in columns:
            for sort in (column, f"-{column}"):
                page = client.get(address, {"sort": sort})
                assert (page.status_code, page.context["table"].sorted_by) == (200, sort)
        tried[name] = len(columns)
    assert min(tried.values()) >= 2, tried


def test_all_again_keeps_what_no_filter_chose(three, signed_in):
    client = signed_in(three.worker)
    asked = {"ut": "nei", "kontakt": three.other.pk, "ord": "x", "side": "2"}
    page = client.get(PEOPLE, asked)
    assert page.context["table"].whole == f"{PEOPLE}?ut=nei"
    answer = client.post(reverse("staff:search"), {"ord": "ingen", "next": f"{PEOPLE}?ut=nei"})
    assert f'href="{PEOPLE}?ut=nei">Vis alle<' in client.get(answer.url).content.decode()


def test_a_last_page_with_few_rows_can_be_sorted_on_a_phone(three, signed_in, monkeypatch):
    client = signed_in(three.worker)
    assert "list-choices--few" in client.get(PEOPLE).context["table"].choices_css
    monkeypatch.setattr(lists, "FEW", 2)
    monkeypatch.setattr(lists, "A_PAGE", 2)
    last = client.get(PEOPLE, {"side": "2"})
    assert len(shown(last)) == 1
    assert "list-choices--few" not in last.context["table"].choices_css


def test_acts_on_an_activity_are_of_who_leads_one_of_its_teams(three, signed_in):
    elsewhere = scene()
    leader = three.colleague(Role.LEADER)
    MembershipFactory(user=leader, team=elsewhere.team, role=Role.WORKER)
    page = signed_in(leader).get(reverse("staff:activities"))
    assert {row.pk: row.is_led for row in page.context["table"].shown} == {
        three.activity.pk: True, elsewhere.activity.pk: False,
    }  # fmt: skip
    content = page.content.decode()
    for name in ("activity_edit", "activity_rates"):
        mine, theirs = (
            f'"{reverse(f"staff:{name}", args=[one.activity.pk])}"' for one in (three, elsewhere)
        )
        assert (mine in content, theirs in content) == (True, False)


def test_a_phone_is_told_for_whom_i_am_the_deputy(three, signed_in):
    person = three.people[1]
    person.deputy_contact = three.worker
    person.save()
    page = signed_in(three.worker).get(PEOPLE).content.decode()
    assert page.count('<span class="list__narrow">(du er stedfortreder)</span>') == 1
