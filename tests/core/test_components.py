"""A component gets what it takes, and a mistake is found before anybody sees a page."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.engine import Engine
from django.utils import translation

PARTS = {
    "components/greeting.html": (
        "{# A greeting. #}\n{% takes name:str warm:bool? %}\n{% takes times:int? %}\n"
        "<p>{{ name }}{% if warm %}!{% endif %}{{ secret }}{{ times }}</p>\n"
    ),
    "components/silent.html": "<p></p>",
    "components/door.html": "{% takes %}{% csrf_token %}",
    "rooms/parts/wall.html": "{% takes colour:str %}<b>{{ colour }}</b>",
}


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    """Make an engine that knows these parts, and let it be the house's."""
    made = Engine(
        loaders=[("django.template.loaders.locmem.Loader", PARTS)],
        builtins=["core.templatetags.components"],
    )
    monkeypatch.setattr(Engine, "get_default", staticmethod(lambda: made))
    return made


def shown(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_it_stands_without_white_space_around_it():
    assert shown('({% component "greeting" name="Ola" %})') == "(<p>Ola</p>)"


def test_it_sees_its_parameters_and_nothing_else_of_the_page():
    assert shown('{% component "greeting" name=who %}', who="Ola", secret="x") == "<p>Ola</p>"


def test_a_bare_name_stands_for_itself():
    assert shown('{% component "greeting" name %}', name="Ola") == "<p>Ola</p>"


def test_a_part_is_found_by_its_path():
    assert shown('{% component "rooms/parts/wall" colour="rød" %}') == "<b>rød</b>"


def test_what_a_person_wrote_is_escaped():
    assert shown('{% component "greeting" name=who %}', who="<b>") == "<p>&lt;b&gt;</p>"


def test_a_text_is_translated_when_it_is_shown():
    page = Template('{% component "greeting" name=_("Ja") %}')
    with translation.override("en"):
        assert page.render(Context()) == "<p>Yes</p>"


def test_the_csrf_token_follows_by_itself():
    assert 'value="abc"' in shown('{% component "door" %}', csrf_token="abc")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{% component "gone" %}', "no component «gone»"),
        ('{% component "silent" %}', "does not say what it takes"),
        ('{% component "greeting" name="Ola" wram=True %}', "takes no wram"),
        ('{% component "greeting" warm=True %}', "lacks name"),
        ('{% component "greeting" "Ola" %}', "is no name"),
        ("{% takes name:word %}", "is no name:type"),
    ],
)
def test_a_mistake_is_found_when_the_template_is_read(text, said):
    with pytest.raises(TemplateSyntaxError, match=said):
        Template(text)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "name=who is nothing here"),
        ({"who": 3}, "name=3 is no str"),
        ({"who": "Ola", "times": "three"}, "times='three' is no int"),
    ],
)
def test_a_value_of_another_type_is_found_in_the_tests(values, said):
    with pytest.raises(TypeError, match=said):
        shown('{% component "greeting" name=who times=times %}', **values)


def test_in_operation_nobody_loses_a_page_for_it(settings):
    settings.COMPONENTS_CHECK_TYPES = False

    assert shown('{% component "greeting" name=who %}', who=3) == "<p>3</p>"
