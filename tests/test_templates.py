"""Every template can be read, and is easy to read."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
LONGEST = 120
PAGES_AMONG_COMPONENTS = {"components/confirm_page.html"}
"""What a view renders: no page puts it in."""
OF_DJANGO = {
    "aria_describedby", "auto_id", "choice_label", "has_next", "has_other_pages", "has_previous",
    "id_for_label", "is_hidden", "page_type_display_name",
    "is_multipart", "level_tag", "next_page_number", "num_pages", "previous_page_number",
    "use_fieldset", "widget_type",
}  # fmt: skip
"""What forms, pages and messages of Django and Wagtail have beside what our own code names."""
OF_LIBRARIES = {"allauth", "mfa", "wagtailadmin"}
"""Folders of templates that stand in for a library's, with the library's context."""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_with_all_its_components(name):
    get_template(name)


def test_every_comment_ends_on_its_line():
    """One of several lines is no comment to Django: the page shows it."""
    shown = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.*"))
        if path.suffix in (".html", ".txt", ".xml", ".js")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.count("{#") != line.count("#}")
    ]

    assert shown == []


def test_no_line_of_a_template_is_long():
    long = [
        f"{name}:{number} ({len(line)})"
        for name in NAMES
        for number, line in enumerate((TEMPLATES / name).read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]

    assert long == []


def test_every_component_says_what_it_takes():
    silent = [
        name
        for name in NAMES
        if name.startswith("components/")
        and name not in PAGES_AMONG_COMPONENTS
        and "{% takes" not in (TEMPLATES / name).read_text()
    ]

    assert silent == []


def test_a_component_uses_all_that_it_takes():
    unused = []
    for name in NAMES:
        text = (TEMPLATES / name).read_text()
        rest = re.sub(r"\{% takes .*?%\}", "", text)
        for taken in re.findall(r"\{% takes (.*?) ?%\}", text):
            words = re.findall(r"(\w+):\w+", taken)
            unused += [f"{name}: {word}" for word in words if not re.search(rf"\b{word}\b", rest)]

    assert unused == []


def test_components_are_put_in_by_their_tag():
    included = [
        name for name in NAMES if '{% include "components/' in (TEMPLATES / name).read_text()
    ]

    assert included == []


def test_no_template_asks_for_what_nothing_has():
    """A template that asks for a name that is gone prints nothing, and no page says so."""
    source = " ".join(
        path.read_text()
        for app in apps.get_app_configs()
        if Path(app.path).parent == ROOT
        for path in Path(app.path).rglob("*.py")
        if "migrations" not in path.parts
    )
    known = set(re.findall(r"\w+", source)) | OF_DJANGO
    lost = [
        f"{name}: {asked}"
        for name in NAMES
        if name.split("/")[0] not in OF_LIBRARIES
        for asked in sorted(_asked_of_something(re.sub(r"\{#.*?#\}", "", _text(name))))
        if not {asked, asked.removesuffix("_id"), _shown_choice(asked)} & known
    ]

    assert lost == []


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text()


def _shown_choice(asked: str) -> str:
    """Return the field of `get_<field>_display`, else what was asked."""
    found = re.fullmatch(r"get_(\w+)_display", asked)
    return found[1] if found else asked


def _asked_of_something(text: str) -> set[str]:
    """Return the names after a dot in what a template computes, without its quoted words."""
    inside = re.findall(r"\{[{%](.*?)[}%]\}", text, re.DOTALL)
    words = [re.sub(r"\"[^\"]*\"|'[^']*'", "", one) for one in inside]
    chains = [
        chain for one in words for chain in re.findall(r"(?<![\w.|:])[a-z_]\w*((?:\.\w+)+)", one)
    ]
    return {part for chain in chains for part in chain.split(".") if part and not part.isdigit()}
