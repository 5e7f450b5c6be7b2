"""What every template keeps: the rules of docs/look.md that need no browser."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
COMPONENTS = TEMPLATES / "components"
# Parts of other components, never included by a page itself.
PARTS = {
    "brand",
    "confirm_page",
    "error_message",
    "footer",
    "help",
    "menu_label",
    "nav_link",
    "nav_public",
    "nav_public_links",
    "sign_out",
}


def test_every_component_is_in_the_table_of_the_documentation():
    documented = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/look.md").read_text(), re.M))
    present = {path.stem for path in COMPONENTS.glob("*.html")} - PARTS

    assert present - documented == set()


def test_templates_hold_no_inline_script_style_or_handler():
    inline = re.compile(
        r"<style\b|\sstyle=|\son(?:click|submit|change|load|input)=|"
        r"<script(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))"
    )
    found = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if inline.search(path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_neither_request_nor_database(name):
    # No database mark: a query would fail this test.
    page = render_to_string(f"{name}.html")

    assert page.count("<h1>") == 1
    assert 'href="/kalender/"' in page
    assert "i teamet ditt" in page


def test_the_help_line_names_a_person_and_a_number():
    contact = {"name": "Kari", "phone": "22 33 44 55"}
    line = render_to_string("components/help.html", {"contact": contact})

    assert "Ring Kari:" in line
    assert 'href="tel:22334455"' in line


@pytest.mark.parametrize(("current", "reached"), [("promised", 1), ("on_its_way", 2), ("paid", 3)])
def test_steps_show_how_far_the_money_has_come(current, reached):
    steps = render_to_string("components/steps.html", {"current": current})

    assert steps.count("data-reached") == reached
    assert steps.count('aria-current="step"') == 1
