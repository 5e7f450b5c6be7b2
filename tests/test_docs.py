"""What the documentation says of the code is so: rules, links and files."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READ = {".css", ".html", ".js", ".md", ".po", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml", ""}
"""Endings of the files that may refer to a rule."""
NOT_OURS = {".git", ".venv", ".uv", "node_modules", "var", "staticfiles", "__pycache__"}
SAY_HOW_IT_IS = ("README.md", "docs/rules.md")
"""Where each file that is named must be there. The others may speak of what was."""
KEPT_BY_REVIEW = {"columns"}
"""Rules that no line of code can point to."""

REFERENCE = re.compile(r"rules\.md#([a-z0-9-]+)")
NAMED_FILE = re.compile(r"`([a-z_./-]+/[a-zA-Z0-9_./-]*|[a-zA-Z_-]+\.(?:toml|yml|yaml|py|md))`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
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
    found = {
        path
        for path in NAMED_FILE.findall((ROOT / name).read_text())
        if not path.startswith("/") and path not in {"permissions.py", "urls.py", "waits.py"}
    }

    assert [path for path in sorted(found) if not (ROOT / path).exists()] == []


def test_the_readme_names_every_folder_of_code():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tools", "tests"}
    named = set(re.findall(r"^([a-z]+)/ ", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert named >= packages
