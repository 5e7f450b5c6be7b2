"""The committed description is the one that the code gives, and the page about it stands."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from api import schema

ROOT = Path(__file__).resolve().parent.parent.parent


def test_schema_yml_is_what_the_code_gives() -> None:
    made = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=made)
    assert made.getvalue().strip() == (ROOT / "schema.yml").read_text().strip(), (
        "Run: manage.py spectacular --validate --fail-on-warn --file schema.yml"
    )


def test_every_operation_says_in_a_sentence_what_it_does() -> None:
    assert [found for found in schema.operations() if not found["summary"].endswith(".")] == []


@pytest.mark.django_db
def test_the_page_lists_every_operation_and_asks_nobody_else(client: Any) -> None:
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    for operation in schema.operations():
        assert f"{operation['method']} {operation['path']}" in text
    assert "http://" not in text
    assert "https://" not in text


@pytest.mark.django_db
def test_the_description_is_served(client: Any) -> None:
    assert client.get("/api/v1/schema/").status_code == 200
