"""Every template can be read, and is easy to read."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
LONGEST = 120
PAGES_AMONG_COMPONENTS = {"components/confirm_page.html"}
"""What a view renders: no page puts it in."""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_with_all_its_components(name):
    get_template(name)


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
