"""`make check` reads the last commits, and stumbles over no history that is cut off or missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import commits
from tools.commits import Commit, faults

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@reir.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    (folder / "docs").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / commits.RULES).write_text("# Rules\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin with the rules")
    return folder


@pytest.mark.parametrize(
    ("subject", "fault"),
    [
        ("Let a page have one footer", ""),
        ("x" * 59 + " y", "61 characters"),
        ("Let a page have one footer.", "ends with a dot"),
        ("fixup! Let a page have one footer", "not finished"),
        ("WIP on the footer", "not finished"),
        ("footer", "says no effect"),
        ("Footer", "says no effect"),
        ("Merge branch 'a-very-long-name-of-a-branch' into 'another-very-long-name'", ""),
        ('Revert "Let a page have one footer, and a head that is as long as it"', ""),
    ],
)
def test_a_subject_says_the_effect_briefly(subject: str, fault: str) -> None:
    found = faults(Commit("abc", subject))

    assert found == [] if not fault else fault in " ".join(found)


def test_a_rule_changes_with_a_reason() -> None:
    silent = Commit("abc", "Let two people count", files=(commits.RULES,))

    assert faults(silent) == ["docs/rules.md changes, and no body says why"]
    assert faults(silent._replace(body="One alone can take what is not there.")) == []


@needs_git
def test_what_is_not_published_is_read(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(repository), "clone")
    clone = tmp_path / "clone"
    assert [one.subject for one in commits.last(clone)] == ["Begin with the rules"]

    (clone / commits.RULES).write_text("# Fewer rules\n")
    git(clone, "commit", "-qam", "Have fewer rules", "-m", "Nobody read them.\n\nNor I.")

    assert [one[1:] for one in commits.last(clone)] == [
        ("Have fewer rules", "Nobody read them.\n\nNor I.", (commits.RULES,))
    ]


@needs_git
def test_a_history_that_is_cut_off_is_no_fault(repository: Path, tmp_path: Path) -> None:
    (repository / commits.RULES).write_text("# Other rules\n")
    git(repository, "commit", "-qam", "Have other rules")
    assert [len(faults(one)) for one in commits.last(repository)] == [1, 0]

    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")

    cut = commits.last(tmp_path / "shallow")
    assert [(one.subject, faults(one)) for one in cut] == [("Have other rules", [])]


@needs_git
def test_words_that_are_about_to_be_used(repository: Path, tmp_path: Path) -> None:
    message = tmp_path / "COMMIT_EDITMSG"
    message.write_text("Have other rules\n\n# Subject above: at most 60 characters\n")
    (repository / commits.RULES).write_text("# Other rules\n")
    git(repository, "add", ".")

    found = commits.about_to_be(message, folder=repository)

    assert (found.subject, found.body) == ("Have other rules", "")
    assert faults(found) == ["docs/rules.md changes, and no body says why"]


def test_no_repository_and_no_git_are_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commits.last(tmp_path) == []

    monkeypatch.setenv("PATH", str(tmp_path))
    assert commits.last(tmp_path) == []
