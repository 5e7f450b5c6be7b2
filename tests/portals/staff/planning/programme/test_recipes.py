"""A recipe out as a file and in again: looked at first, made once, and never a half of it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from activities.handbook import recipe_file, recipes
from activities.handbook.recipe_file import Content
from activities.models import Activity
from tests.factories.accounts import TeamFactory
from tests.factories.activities import ActivityFactory
from tests.portals.shown_form import shown

pytestmark = pytest.mark.django_db
IMPORT = "/staff/aktiviteter/hent/"
HOW = {
    "aim": "Å få til noe.",
    "kit": "- Skruer\n- Sag",
    "steps": "1. Mål\n2. Sag <i>forsiktig</i>",
    "risks": "Saga: hansker på",
    "rain_plan": "Vi er inne.",
    "cost_ore": 25_050,
    "minutes": 120,
    "min_staff": 3,
    "demands": ["heavy"],
}


@pytest.fixture
def team():
    return TeamFactory(name="Grünerløkka")


@pytest.fixture
def leader(staff_client, team):
    return staff_client(role=Role.LEADER, team=team)


@pytest.fixture
def activity(team):
    activity = ActivityFactory(teams=[team], name="Fuglekassa", illustration="birdhouse")
    recipes.describe(activity, **HOW)
    return activity


def upload(client, data, **more):
    file = SimpleUploadedFile("oppskrift.json", data, content_type="application/json")
    return client.post(IMPORT, {"file": file, **more})


def downloaded(client, activity, **query):
    answer = client.get(reverse("staff:activity_recipe_file", args=[activity.pk]), query)
    return answer, b"".join(answer) if answer.streaming else answer.content


def test_out_of_one_team_and_into_another(leader, activity, staff_client):
    answer, data = downloaded(leader, activity)
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert "Grünerløkka" not in data.decode()
    other = staff_client(role=Role.LEADER)
    look = upload(other, data)
    assert Activity.objects.count() == 1
    assert "Fuglekassa (kopi)" in look.text
    assert "Sag &lt;i&gt;forsiktig&lt;/i&gt;" in look.text
    made_at = other.post(IMPORT, shown(look))
    made = Activity.objects.exclude(pk=activity.pk).get()
    assert made_at.url == reverse("staff:activity_recipe", args=[made.pk])
    assert (list(made.teams.all()), made.is_public) == ([other.team], False)
    held, was = recipes.content_of(made), recipes.content_of(activity)
    assert held == Content(**vars(was) | {"name": "Fuglekassa (kopi)"})


def test_pressed_twice_it_is_one(leader, activity):
    look = shown(upload(leader, downloaded(leader, activity)[1]))
    places = {leader.post(IMPORT, look).url for _again in range(2)}
    anew = look | {"once": shown(leader.get(IMPORT))["once"]}
    places.add(leader.post(IMPORT, anew).url)
    assert len(places) == 1
    assert Activity.objects.count() == 2


def test_the_team_is_named_when_that_is_wanted(leader, activity, team):
    data = downloaded(leader, activity, fra=team.slug)[1]
    assert json.loads(data)["from_team"] == "Grünerløkka"
    assert "Fra Grünerløkka." in upload(leader, data).text
    leader.raise_request_exception = False
    for strange in (TeamFactory().slug, "finnes-ikke", "\0"):
        assert downloaded(leader, activity, fra=strange)[0].status_code == 404


def test_a_name_that_is_taken_is_a_sentence_and_keeps_the_recipe(leader, activity):
    look = shown(upload(leader, downloaded(leader, activity)[1]))
    answer = leader.post(IMPORT, look | {"name": "Fuglekassa", "recipe": changed(look)})
    assert "heter «Fuglekassa» fra før" in answer.text
    assert Activity.objects.count() == 1
    again = leader.post(IMPORT, shown(answer) | {"name": "Kassa 2"})
    assert again.status_code == 302
    assert set(Activity.objects.values_list("name", flat=True)) == {"Fuglekassa", "Kassa 2"}


def changed(look):
    return look["recipe"][0].replace("120", "90")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Fila er tom"),
        (b"hei", "Dette er ikke en oppskrift"),
        (b"\xff\xfe{}", "Dette er ikke en oppskrift"),
        (b"[" * 200_000, "Dette er ikke en oppskrift"),
        (b" " * (recipe_file.MAX_BYTES + 1), "Fila er for stor"),
        (b'{"format": "reir-recipe", "version": 9, "recipe": {}}', "nyere utgave"),
        (b'{"format": "reir-recipe", "version": 1, "recipe": {"<b>": 1}}', "«&lt;b&gt;»"),
    ],
)
def test_what_is_no_recipe_is_a_sentence_and_nothing_is_made(leader, data, sentence):
    answer = upload(leader, data)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert not Activity.objects.exists()


@pytest.mark.parametrize("recipe", ["", "x", "{}", "\0", '{"format": "reir-recipe"}'])
def test_what_was_carried_along_is_read_as_strictly(leader, recipe):
    answer = leader.post(IMPORT, {"recipe": recipe, "name": "Kassa"}, follow=True)
    assert answer.redirect_chain == [(IMPORT, 302)]
    assert not Activity.objects.exists()


def test_a_drawing_that_we_have_not_is_another(leader):
    content = Content(name="Ny", kind="other", summary="Noe.", illustration="dragon")
    leader.post(IMPORT, shown(upload(leader, recipe_file.write(content).encode())))
    assert Activity.objects.get().illustration == "work-table"


def test_a_file_is_not_kept_for_whom_the_team_is_not(leader, activity):
    look = shown(upload(leader, downloaded(leader, activity)[1]))
    strange = TeamFactory()
    leader.post(IMPORT, look | {"team": strange.pk, "name": "Kassa"})
    assert not strange.activities.exists()


def test_the_form_knows_the_recipe_and_sent_as_shown_changes_nothing(leader, activity):
    address = reverse("staff:activity_edit", args=[activity.pk])
    form = shown(leader.get(address))
    before = recipes.content_of(activity)
    assert leader.post(address, form).status_code == 302
    assert recipes.content_of(Activity.objects.get()) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("steps", "a" * 10_001, "10000"),
        ("cost_ore", "-5", "Skriv beløpet"),
        ("cost_ore", "NaN", "Skriv beløpet"),
        ("cost_ore", "2 000 000", "for stort"),
        ("minutes", "1441", "1440"),
        ("minutes", "mye", "Skriv et helt tall"),
        ("demands", "dragons", "Velg"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_unfolds(leader, activity, field, value, sentence):
    address = reverse("staff:activity_edit", args=[activity.pk])
    answer = leader.post(address, shown(leader.get(address)) | {field: value})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert '<details class="disclosure form__more" id="oppskrift" open>' in answer.text
    assert recipes.content_of(Activity.objects.get()) == recipes.content_of(activity)


def test_how_it_is_done_is_for_who_works_there_alone(leader, activity, staff_client, client):
    worker = staff_client(team=leader.team)
    said = worker.get(reverse("staff:activity_recipe", args=[activity.pk])).text
    assert [words in said for words in ("250,50", "120 minutter", "tunge løft", "hansker på")] == [
        True
    ] * 4
    assert "Endre" not in said.split("<main")[1].split("</main>")[0]
    stranger = staff_client(role=Role.LEADER)
    stranger.raise_request_exception = False
    for name in ("staff:activity_recipe", "staff:activity_recipe_file"):
        assert stranger.get(reverse(name, args=[activity.pk])).status_code == 404
    assert "hansker" not in client.get(f"/api/v1/activities/{activity.slug}/").text


def test_the_form_is_folded_until_one_comes_to_write_the_recipe(leader, activity):
    said = leader.get(reverse("staff:activity_recipe", args=[activity.pk])).text
    address = reverse("staff:activity_edit", args=[activity.pk])
    assert f'href="{address}?oppskrift=1#oppskrift"' in said
    opened = '<details class="disclosure form__more" id="oppskrift" open>'
    assert opened not in leader.get(address).text
    assert opened in leader.get(address, {"oppskrift": "1"}).text
