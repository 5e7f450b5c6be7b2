"""What the documentation says of the code is so: rules, links, files, layers and terms."""

import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READ = {".css", ".html", ".js", ".md", ".po", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml", ""}
"""Endings of the files that may refer to a rule."""
NOT_OURS = {".git", ".venv", ".uv", "node_modules", "var", "staticfiles", "__pycache__"}
SAY_HOW_IT_IS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/rules.md")
"""Where each file that is named must be there. The others may speak of what was."""
KEPT_BY_REVIEW = {"columns"}
"""Rules that no line of code can point to."""

REFERENCE = re.compile(r"rules\.md#([a-z0-9-]+)")
NAMED_FILE = re.compile(r"`([a-z_.][a-z_.-]*/[a-zA-Z0-9_./-]*|[a-zA-Z_-]+\.(?:toml|yml|yaml|py))`")
IN_EACH_APP = {"due.py", "permissions.py", "waits.py", "locale/pl"}
"""Files that each app may have, and the example of a language."""
DOTTED = re.compile(r"`([a-z_]+(?:\.[A-Za-z_]+)+)(?:\([^`]*\))?`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
DOCUMENT = re.compile(r"\bdocs/[\w/-]+\.md\b")
DECISION = re.compile(r"\bdecisions? (\d{3})\b")
ELSEWHERE = re.compile(r"DESIGN §|\bDESIGN\.md|\bthe handbook\b")


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield the files of the repository that a person reads."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or (path.is_dir() and path.name.endswith("_cache")):
            continue
        if path.is_dir():
            yield from files(path)
        elif path.suffix in READ and path.name not in {".env", Path(__file__).name}:
            yield path


@cache
def texts() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(errors="ignore") for path in files()}


def anchors(text: str) -> set[str]:
    """Return the anchors that a Markdown page gives its headings, as GitHub and GitLab do."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def rules() -> set[str]:
    """Return the names of the rules: the headings of the third level."""
    text = (ROOT / "docs" / "rules.md").read_text()
    return anchors("\n".join(re.findall(r"^### .+$", text, re.MULTILINE)))


def named_in(text: str) -> set[str]:
    return set(REFERENCE.findall(text))


def test_references_and_anchors_are_read():
    assert named_in("x (rules.md#no-speed), [y](docs/rules.md#two-people).") == {
        "no-speed",
        "two-people",
    }
    assert anchors("# Rules\n### No speed\ntext\n## What's «new»?") == {
        "rules",
        "no-speed",
        "whats-new",
    }


def test_every_rule_that_is_named_is_written():
    dead = {name: sorted(named_in(text) - rules()) for name, text in texts().items()}

    assert {name: found for name, found in dead.items() if found} == {}


def test_every_rule_is_named_where_it_is_kept():
    used = set().union(*(named_in(text) for name, text in texts().items() if name[:5] != "docs/"))

    assert sorted(rules() - used - KEPT_BY_REVIEW) == []
    assert len(rules()) > 30


def test_nothing_refers_to_a_document_that_a_reader_does_not_have():
    assert [name for name, text in texts().items() if ELSEWHERE.search(text)] == []


def test_documents_and_decisions_that_code_names_are_there():
    there = {path.relative_to(ROOT).as_posix() for path in DOCS}
    decisions = {path.name[:3] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    dead = {
        name: [
            *(set(DOCUMENT.findall(text)) - there),
            *(set(DECISION.findall(text)) - decisions),
        ]
        for name, text in texts().items()
    }

    assert {name: found for name, found in dead.items() if found} == {}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(page):
    dead = []
    for target in LINK.findall(page.read_text()):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text())):
            dead.append(target)

    assert dead == []


@pytest.mark.parametrize("name", SAY_HOW_IT_IS)
def test_files_that_are_named_are_there(name):
    found = set(NAMED_FILE.findall((ROOT / name).read_text())) - IN_EACH_APP

    assert [path for path in sorted(found) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", SAY_HOW_IT_IS)
def test_functions_that_are_named_are_there(name):
    apps_of_ours = {folder.parent.name for folder in ROOT.glob("*/__init__.py")}
    found = {
        dotted
        for dotted in DOTTED.findall((ROOT / name).read_text())
        if dotted.split(".")[0] in apps_of_ours and not (ROOT / dotted).exists()
    }

    assert [dotted for dotted in sorted(found) if not stands_in_code(dotted)] == []


def test_the_readme_names_every_folder_of_code():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tools", "tests"}
    named = set(re.findall(r"^([a-z]+)/ ", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert named >= packages


def stands_in_code(dotted: str, *, anywhere: bool = False) -> bool:
    """Tell whether a module is there and says a name: `cms.page_cache.forget_all`.

    `anywhere`: the module may stand in any package, as in `page_cache.forget_all`.
    """
    module, _, name = dotted.rpartition(".")
    path = module.replace(".", "/")
    found = [ROOT / f"{path}.py", ROOT / path / "__init__.py"]
    if anywhere:
        found = [file for app in ROOT.glob("*/apps.py") for file in app.parent.rglob(f"{path}.py")]
    said = re.compile(
        rf"^(?:def|class) {name}\b|^{name}\b.*=|^from .* import .*\b{name}\b", re.MULTILINE
    )
    here = (ROOT / f"{path}/{name}.py").exists() or (ROOT / path / name / "__init__.py").exists()
    return here or any(said.search(file.read_text()) for file in found if file.exists())


def terms() -> list[tuple[str, str]]:
    """Return (code term, bokmål) of each row of the glossary."""
    text = (ROOT / "docs" / "glossary.md").read_text()
    return re.findall(r"^\| `([\w.]+)` \| ([^|]+?) \|", text, re.MULTILINE)


@cache
def model_names() -> dict[str, object]:
    """Return every name of the modules that hold our models, and of the register of what waits."""
    ours = {one.name for one in apps.get_app_configs() if Path(one.path).parent == ROOT}
    found: dict[str, object] = {}
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in ours and (".models" in name or name == "notices.waiting_states"):
            found |= vars(module)
    return found


def named(term: str) -> object:
    """Return what of the models `term` names, or None: a model, a class beside it, a member."""
    first, *rest = term.split(".")
    found = model_names().get(first)
    for part in rest:
        found = getattr(found, part, None)
    return found


@pytest.mark.parametrize(("term", "bokmal"), terms(), ids=lambda value: str(value)[:40])
def test_a_term_of_the_glossary_is_in_the_code(term, bokmal):
    found = named(term)
    assert found is not None or stands_in_code(term, anywhere=True)
    with translation.override("nb"):
        if isinstance(found, type) and issubclass(found, models.Model):
            assert bokmal in ("–", str(found._meta.verbose_name))
        elif isinstance(found, models.Choices):
            assert bokmal == str(found.label)


def test_the_glossary_has_the_words_of_the_field():
    assert len(terms()) > 80


def layers() -> list[set[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    first = contracts["contracts"][0]
    assert first["type"] == "layers"
    return [set(re.findall(r"[a-z_]+", layer)) for layer in first["layers"]]


def test_the_picture_of_the_layers_is_the_contract():
    text = (ROOT / "docs" / "architecture.md").read_text()
    picture = re.search(r"## Layers.*?```\n(.*?)```", text, re.DOTALL)
    assert picture is not None
    drawn = [
        set(re.findall(r"[a-z_]+", names))
        for names in re.findall(r"^│ ([a-z_| ]+?)  ", picture[1], re.MULTILINE)
    ]

    assert drawn == layers()
