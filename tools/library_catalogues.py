"""What the libraries say to our people, in bokmål and nynorsk, where they do not say it themselves.

Wagtail's own bokmål covers less than half of its admin, and it has no nynorsk. Here stands what
is missing, and what a library says in other words than ours («bruker», «kladd»). Of allauth's pages
only what we say anew in bokmål is here: `catalogues.py` keeps their nynorsk beside our own texts.

`catalogues.py` calls the acts. A new release of a library brings new texts: `make format` writes
them here without a translation, and `catalogues.py check` names them until they have one.
"""

from functools import cache
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tools import catalogues

Key = tuple[str | None, str]
Forms = tuple[str, ...]

FOLDER = catalogues.ROOT / "config" / "library_texts"
LANGUAGES = ("nb", "nn")
DOMAINS = ("django", "djangojs")
ALL = tuple(product(LANGUAGES, DOMAINS))
LEFT_OUT = {
    "allauth": "stands beside our own texts",
    "simple_history": "speaks in Django's admin alone, which is not here",
}


def path_of(language: str, domain: str) -> Path:
    """Return where the catalogue stands."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    """Return our catalogue over the libraries', empty when there is none."""
    return catalogues.read_file(path_of(language, domain), language)


def update() -> None:
    """Put in what the libraries say that has no translation; take out what they no longer say."""
    about = "What the libraries say, where they do not say it in our words."
    for language, domain in ALL:
        path = path_of(language, domain)
        catalogues.merge_file(path, language, wanted(language, domain), about)


def missing() -> list[str]:
    """Return what neither the libraries nor we have translated, and what no library says now."""
    problems: list[str] = []
    for language, domain in ALL:
        ours, asked = read(language, domain), wanted(language, domain)
        problems += catalogues.missing_in(ours, language, asked)
        kept = {key(message) for message in asked}
        problems += [
            f"{language}: {message.id!r} sies ikke lenger"
            for message in ours
            if message.id and key(message) not in kept
        ]
    return problems


def wanted(language: str, domain: str) -> list[Message]:
    """Return what belongs in our catalogue: what no library translates, and what we say anew."""
    ours = {key(message) for message in read(language, domain) if message.id}
    known = set(spoken(language, domain))
    asked = said(domain)
    found = [message for name, message in asked.items() if name in ours or name not in known]
    anew = texts_of(left_out(), domain).items() if language == "nb" else ()
    return found + [message for name, message in anew if name in ours and name not in asked]


def said(domain: str) -> dict[Key, Message]:
    """Return every text of the libraries, as it stands in the code, with the library's name."""
    return texts_of(libraries(), domain)


def texts_of(found: tuple[tuple[str, Path], ...], domain: str) -> dict[Key, Message]:
    """Return every text of these libraries, as it stands in the code, with the library's name."""
    texts: dict[Key, Message] = {}
    for library, folder in found:
        # English first: a text that a release has brought stands there before anywhere else. What
        # comes with neither has its texts in German.
        known = messages(folder, "en", domain) + messages(folder, "nb", domain)
        for message in known or messages(folder, "de", domain):
            text = Message(message.id, locations=[(library, 0)], context=message.context)
            texts.setdefault(key(message), text)
    return texts


def spoken(language: str, domain: str) -> dict[Key, Forms]:
    """Return what the libraries themselves say in a language."""
    return {
        key(message): forms(message.string)
        for _library, folder in libraries()
        for message in messages(folder, language, domain)
        if all(forms(message.string)) and not message.fuzzy
    }


@cache
def libraries() -> tuple[tuple[str, Path], ...]:
    """Return the libraries by name, with the folder of their catalogues."""
    catalogues.start()
    import django
    from django.apps import apps

    core = ("django", Path(django.__file__).parent / "conf" / "locale")
    installed = [
        (app.name, Path(app.path) / "locale")
        for app in apps.get_app_configs()
        if Path(app.path).parent != catalogues.ROOT and app.name.split(".")[0] not in LEFT_OUT
    ]
    return (core, *installed)


@cache
def left_out() -> tuple[tuple[str, Path], ...]:
    """Return the library whose texts are here only where we say them anew."""
    catalogues.start()
    from django.apps import apps

    return (("allauth", Path(apps.get_app_config("allauth").path) / "locale"),)


@cache
def messages(folder: Path, language: str, domain: str) -> tuple[Message, ...]:
    """Return a library's catalogue; some libraries come with the compiled one alone."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if path.exists():
        with path.open("rb") as handle:
            return tuple(message for message in read_po(handle, locale=language) if message.id)
    if path.with_suffix(".mo").exists():
        with path.with_suffix(".mo").open("rb") as handle:
            return tuple(message for message in read_mo(handle) if message.id)
    return ()


def key(message: Message) -> Key:
    """Return what gettext finds a text by."""
    return message.context, forms(message.id)[0]


def forms(text: str | list[str] | tuple[str, ...] | None) -> Forms:
    """Return singular and plural of a text, or its one form."""
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)
