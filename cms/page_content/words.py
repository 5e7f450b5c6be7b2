"""The words of a page: in its own fields and in every block of its bodies."""

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText, get_text_for_indexing

from core.saving import clean_words
from core.text import clean_line, clean_text, plain, without_national_identity_number

_TYPED_ADDRESS = re.compile(r'href="([^"]*)"')
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
_ADDRESSES = (blocks.URLBlock, blocks.EmailBlock)


def clean_words_of(page: Page) -> None:
    """Write the words of `page` as Reir keeps them, those in its blocks too."""
    clean_words(page)
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            _changed(field.stream_block, getattr(page, field.name))


def without_numbers(page: Page) -> None:
    """Raise ValidationError, with the field's name, when a national number stands in a word."""
    wrong: dict[str, ValidationError] = {}
    for name, words in words_of(page):
        try:
            for word in words:
                without_national_identity_number(word)
        except ValidationError as error:
            wrong[name] = error
    if wrong:
        raise ValidationError(wrong)


def words_of(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield each field of `page` that holds words, with them: a body's stand in its blocks."""
    for field in page._meta.concrete_fields:
        if isinstance(field, DigestField):
            continue
        if isinstance(field, StreamField):
            yield field.name, list(_words(field.stream_block, getattr(page, field.name)))
        elif isinstance(field, RichTextField):
            yield field.name, _of_running_text(getattr(page, field.name))
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield field.name, [str(page.__dict__.get(field.attname) or "")]


def searched_words(page: Page) -> str:
    """Return the words of `page` that the public search looks in, without capitals.

    The title stands first: what is found near the beginning is shown first. A block whose words are
    not to be found leaves them out itself (`get_searchable_content`).
    """
    words = [page.title, page.intro]
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            words += field.get_searchable_content(getattr(page, field.name))
    return clean_text("\n".join(str(word) for word in words)).casefold()


def digest_of(page: Any) -> str:
    """Return what tells the title, introduction and body of `page` from others.

    The editor's own marks do not count: saving unchanged words anew gives the same digest.
    """
    body = page.body.stream_block.get_prep_value(page.body)
    words = json.dumps([page.title, page.intro, _without_marks(body)], sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


class DigestField(models.CharField):
    """Which words stand in the row of a page: `digest_of` it, written with them every time."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Return the digest of what is being saved, whatever a revision kept."""
        found = digest_of(model_instance)
        setattr(model_instance, self.attname, found)
        return found

    def deconstruct(self) -> Any:
        """Return it as the column that it is: a migration needs nothing of ours."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def _without_marks(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_marks(one) for one in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        return {
            key: _without_marks(one) for key, one in value.items() if key != "id" or not is_block
        }
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def _clean(block: blocks.Block, text: str) -> str:
    if isinstance(block, _ADDRESSES):
        return plain(text)
    return clean_text(text) if isinstance(block, blocks.TextBlock) else clean_line(text)


def _changed(block: blocks.Block, value: Any) -> Any:
    """Return `value` with every text of it clean."""
    if isinstance(value, RichText):
        return RichText(clean_text(value.source))
    if isinstance(value, str):
        is_chosen = isinstance(block, blocks.ChoiceBlock)
        return value if is_chosen else _clean(block, value)
    if isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            value[name] = _changed(child, value.get(name))
    elif isinstance(value, blocks.StreamValue | blocks.list_block.ListValue):
        children = value.bound_blocks if hasattr(value, "bound_blocks") else value
        for child in children:
            child.value = _changed(child.block, child.value)
    return value


def _words(block: blocks.Block, value: Any) -> Iterator[str]:
    for _child, part in _parts(block, value):
        if isinstance(part, RichText):
            yield from _of_running_text(part.source)
        elif isinstance(part, str):
            yield part
            if "%" in part:  # an address, as browsers give it: «%C3%A5» is «å»
                yield unquote(part)


def _of_running_text(source: str) -> list[str]:
    """Return the words of running text, and the addresses that were typed into its links."""
    addresses = (unescape(unquote(found)) for found in _TYPED_ADDRESS.findall(source))
    return [get_text_for_indexing(source), *addresses]


def _parts(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    if isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            yield from _parts(child, value.get(name))
    elif isinstance(value, blocks.StreamValue | blocks.list_block.ListValue):
        children = value.bound_blocks if hasattr(value, "bound_blocks") else value
        for bound in children:
            yield from _parts(bound.block, bound.value)
    else:
        yield block, value
