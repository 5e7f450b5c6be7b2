"""Every word that an editor writes on a page is clean, and none is a national identity number.

The pages, their fields and each place for words in their blocks are found, not named by hand.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from cms.models import HomePage, ProjectPage, StandardPage, StoryPage
from tests.core.test_text import TWELVE_SPELLINGS
from tests.factories import cms as pages
from tests.written import SPACES, UNSEEN, unseen_in, words_written

pytestmark = pytest.mark.django_db
MODELS = [model for model in get_page_models() if model.__module__.startswith("cms.")]
AROUND, INSIDE = "".join((*UNSEEN, *SPACES)), "".join(UNSEEN[1:])

Place = tuple[str, ...]


def is_words(block: blocks.Block) -> bool:
    """Tell whether somebody writes in `block`."""
    return isinstance(block, blocks.RichTextBlock) or (
        isinstance(block, blocks.FieldBlock) and isinstance(block.field, forms.CharField)
    )


def places(block: blocks.Block, place: Place = ()) -> Iterator[Place]:
    """Yield each place in `block` where words are written."""
    if is_words(block):
        yield place
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from places(child, (*place, name))
    if isinstance(block, blocks.ListBlock):
        yield from places(block.child_block, (*place, "*"))


def raw(block: blocks.Block, place: Place, text: str) -> Any:
    """Return `block` as it is stored, with `text` in the place."""
    if isinstance(block, blocks.StreamBlock):
        child = block.child_blocks[place[0]]
        return [{"type": place[0], "value": raw(child, place[1:], text), "id": "1"}]
    if isinstance(block, blocks.ListBlock):
        value = raw(block.child_block, place[1:], text)
        return [{"type": "item", "value": value, "id": "2"}]
    if isinstance(block, blocks.StructBlock):
        return {
            name: raw(child, place[1:] if name == place[0] else ("elsewhere",), text)
            for name, child in block.child_blocks.items()
        }
    if place:
        return "Annet" if is_words(block) else None
    return f"<p>{text}</p>" if isinstance(block, blocks.RichTextBlock) else text


@cache
def written_on(model: type[Page]) -> list[tuple[str, Place]]:
    """Return each (field, place in its body) of a page that the admin's form lets one write in."""
    found: list[tuple[str, Place]] = []
    columns = {field.name: field for field in model._meta.concrete_fields}
    for name, field in model.get_edit_handler().get_form_class().base_fields.items():
        kept = columns.get(name)
        if isinstance(kept, StreamField):
            found += [(name, place) for place in places(kept.stream_block)]
        elif kept and isinstance(field, forms.CharField):
            found.append((name, ()))
    return found


WRITTEN = [(model, *where) for model in MODELS for where in written_on(model)]


def with_words(page: Any, *where: tuple[str, Place], text: str) -> Any:
    """Return `page` with `text` in each place."""
    for name in {name for name, _place in where}:
        field = page._meta.get_field(name)
        value: Any = text
        if isinstance(field, StreamField):
            body = field.stream_block
            mine = [place for other, place in where if other == name]
            value = body.to_python([one for place in mine for one in raw(body, place, text)])
        setattr(page, name, value)
    return page


def test_there_is_much_to_ask_about():
    assert {HomePage, ProjectPage, StandardPage, StoryPage} < set(MODELS)
    asked = {(name, *place) for _model, name, place in WRITTEN}
    assert {("title",), ("slug",), ("intro",), ("body", "facts", "*", "value")} <= asked


def page_of(model: type[Page]) -> Any:
    """Return a page of the type."""
    makers = {
        HomePage: pages.home,
        StandardPage: pages.standard,
        ProjectPage: pages.project,
        StoryPage: pages.story,
    }
    return makers.get(model, lambda: pages.index(model))()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_sign_that_nobody_sees_is_kept_in_a_draft_or_on_the_page(model):
    where = [(name, place) for name, place in written_on(model) if name != "slug"]
    page = with_words(page_of(model), *where, text=f"{AROUND}No{INSIDE}e{AROUND}")
    for keep in (page.save_revision, page.save):
        with words_written() as words:
            keep()
        assert not unseen_in(words)
        assert sum(word in ("Noe", "<p>Noe</p>") for word in words) >= len(where)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_place_for_words_takes_a_national_number(model):
    for name, place in written_on(model):
        for written in TWELVE_SPELLINGS:
            page = with_words(model(title="Noe"), (name, place), text=f"a {written}")
            with pytest.raises(ValidationError) as caught:
                page.clean()
            assert name in caught.value.message_dict, (name, place, written)
