"""Translation catalogues with Babel, so that nobody needs GNU gettext.

Bokmål is the source: the text in the code is what a Norwegian reads. Nynorsk and English stand
in `locale/<language>/LC_MESSAGES/django.po`.

    catalogues.py update    gather every text and merge it into the catalogues
    catalogues.py check     fail when a text is missing or untranslated
    catalogues.py compile   write the .mo files

What the libraries say stands apart: `library_catalogues.py`, which these acts call too.
"""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nn", "en")
SKIPPED = {".venv", "node_modules", "tests", "tools", "var", "migrations"}
SIGN_IN = ("account/", "mfa/", "templates/account", "templates/mfa", "templates/allauth")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def main(act: str) -> int:
    """Do one of the three acts; return an exit code."""
    from tools import library_catalogues

    if act == "compile":
        for language in LANGUAGES:
            compile_one(path_of(language), language)
        for language, domain in library_catalogues.ALL:
            compile_one(library_catalogues.path_of(language, domain), language)
        return 0
    ours = gather()
    problems: list[str] = []
    for language in LANGUAGES:
        # Sign-in pages are allauth's: it speaks bokmål and English, but no nynorsk.
        wanted = [*ours, *sign_in_texts()] if language == "nn" else list(ours)
        if act == "update":
            merge(language, wanted)
        problems += missing(language, wanted)
    if act == "update":
        library_catalogues.update()
    problems += library_catalogues.missing()
    for problem in problems[:40]:
        print(problem)
    print(f"{len(ours)} tekster, {len(problems)} mangler oversettelse.")
    return 1 if problems and act == "check" else 0


def start() -> None:
    """Start Django, once."""
    import django
    from django.conf import settings

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
        django.setup()


def gather() -> Catalog:
    """Return every text of the code and the templates."""
    start()
    catalog = Catalog(charset="utf-8", project="Reir")
    for path in sorted(files()):
        place = str(path.relative_to(ROOT))
        for line, message, _comments, context in extract(
            "python", readable(path), keywords=KEYWORDS
        ):
            catalog.add(message, locations=[(place, line)], context=context)
    return catalog


def sign_in_texts() -> list[Message]:
    """Return allauth's texts that our sign-in pages can show."""
    import allauth

    source = Path(allauth.__file__).parent / "locale" / "nb" / "LC_MESSAGES" / "django.po"
    with source.open("rb") as handle:
        known = read_po(handle, locale="nb")
    return [
        Message(message.id, locations=[("allauth", 0)], context=message.context)
        for message in known
        if message.id and any(place.startswith(SIGN_IN) for place, _line in message.locations)
    ]


def files() -> Iterator[Path]:
    """Yield the Python files and templates that hold texts."""
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in ROOT.rglob(pattern):
            parts = path.relative_to(ROOT).parts
            if SKIPPED.isdisjoint(parts) and (pattern == "*.py" or parts[0] == "templates"):
                yield path


def readable(path: Path) -> io.BytesIO:
    """Return the file as Python that Babel can read; a template is turned into calls first."""
    text = path.read_text()
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        text = templatize(text, origin=str(path))
        # templatize writes what is no text as X'es, which are no Python: keep the calls alone.
        text = "\n".join(
            " ".join(re.findall(r"(?:n?p?gettext|_)\((?:[^()]|\([^()]*\))*\)", line))
            for line in text.splitlines()
        )
    return io.BytesIO(text.encode())


def path_of(language: str) -> Path:
    """Return where a language's catalogue stands."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language, empty when there is none."""
    return read_file(path_of(language), language)


def read_file(path: Path, language: str) -> Catalog:
    """Return the catalogue of a file, empty when there is none."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="Reir")
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def merge(language: str, wanted: Iterable[Message]) -> None:
    """Write the wanted texts into a catalogue of ours, keeping what is translated."""
    merge_file(path_of(language), language, wanted, "Reir: bokmål is the source.")


def merge_file(path: Path, language: str, wanted: Iterable[Message], about: str) -> None:
    """Write the wanted texts into a file, keeping what is translated."""
    known = read_file(path, language)
    catalog = Catalog(
        locale=language,
        project="Reir",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# {about} Written by `make format`.",
        last_translator="Reir",
        language_team="Reir",
        msgid_bugs_address="SECURITY.md",
    )
    catalog.creation_date = catalog.revision_date = known.creation_date
    for message in wanted:
        if message.id:
            old = known.get(message.id, message.context)
            string = old.string if old and not old.fuzzy else None
            places = sorted({place for place, _line in message.locations})
            catalog.add(
                message.id,
                string,
                # No line numbers: they would change with every edit.
                locations=[(place, None) for place in places],  # type: ignore[misc]
                flags=message.flags - {"fuzzy"},
                context=message.context,
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(handle, catalog, width=100, sort_by_file=True)


def missing(language: str, wanted: Iterable[Message]) -> Iterator[str]:
    """Yield what a language lacks of our own texts."""
    yield from missing_in(read(language), language, wanted)


def missing_in(catalog: Catalog, language: str, wanted: Iterable[Message]) -> Iterator[str]:
    """Yield what a catalogue lacks."""
    for message in wanted:
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        texts = known.string if known else ""
        if not known or known.fuzzy or not all(texts if isinstance(texts, tuple) else (texts,)):
            yield f"{language}: {message.id!r}"
        elif list(known.check(catalog)):
            yield f"{language}: {message.id!r} har ikke de samme feltene"


def compile_one(path: Path, language: str) -> None:
    """Write the .mo file of a catalogue."""
    if not path.exists():
        return
    with path.with_suffix(".mo").open("wb") as handle:
        write_mo(handle, read_file(path, language))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) != 2 or sys.argv[1] not in ("update", "check", "compile"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
