"""Whether the last commits say what they do: `make check` reads them as it reads the code.

Looked at are the commits since the published branch, or the last twenty. Without git, outside a
repository and where the history is cut off (a shallow clone), what is there is looked at.

    commits.py           read the last commits
    commits.py FILE      read the words of a commit that is about to be made (a commit-msg hook)
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ("origin/HEAD", "origin/main")
LOOKED_AT = 20
LONGEST_SUBJECT = 60
RULES = "docs/rules.md"
MADE_BY_GIT = ("Merge ", 'Revert "')
"""Subjects that git writes itself."""
BEFORE_THIS = ("951027a", "5ef1544")
"""Commits that were published before anybody looked: they stay as they are."""
UNFINISHED = ("fixup!", "squash!", "amend!", "wip")


class Commit(NamedTuple):
    """A commit as it is read: `files` is empty when its parent is not there to compare with."""

    name: str
    subject: str
    body: str = ""
    files: tuple[str, ...] = ()


def git(*arguments: str, folder: Path) -> str | None:
    """Return what git says, or None when it is missing or refuses."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip("\n") if done.returncode == 0 else None


def last(folder: Path = ROOT) -> list[Commit]:
    """Return the commits that are not published yet, or the last ones; none without git."""
    for branch in PUBLISHED:
        base = git("merge-base", "HEAD", branch, folder=folder)
        if base and git("rev-list", "-1", f"{base}..HEAD", folder=folder):
            return read(f"{base}..HEAD", folder=folder)
    return read(f"-{LOOKED_AT}", folder=folder)


def read(which: str, *, folder: Path) -> list[Commit]:
    """Return the commits that `which` names for `git log`, merges aside, the newest first."""
    form = "--format=%x1e%h%x1f%P%x1f%s%x1f%b%x1f"
    text = git("log", "--no-merges", "--name-only", form, which, folder=folder) or ""
    found = []
    for one in text.split("\x1e")[1:]:
        name, parents, subject, body, files = one.split("\x1f")
        known = tuple(files.split("\n")) if parents else ()
        found.append(Commit(name, subject, body.strip(), tuple(filter(None, known))))
    return found


def faults(commit: Commit) -> list[str]:
    """Return what is wrong with the words of `commit`, in words."""
    subject = commit.subject
    if subject.startswith(MADE_BY_GIT) or commit.name.startswith(BEFORE_THIS):
        return []
    found = []
    if len(subject) > LONGEST_SUBJECT:
        found.append(f"the subject has {len(subject)} characters; {LONGEST_SUBJECT} at most")
    if subject.endswith("."):
        found.append("the subject ends with a dot")
    if subject.lower().startswith(UNFINISHED):
        found.append("the commit is not finished")
    elif not subject[:1].isupper() or len(subject.split()) < 2:
        found.append("the subject says no effect: «Let a page have one footer»")
    if RULES in commit.files and not commit.body:
        found.append(f"{RULES} changes, and no body says why")
    return found


def about_to_be(message: Path, *, folder: Path = ROOT) -> Commit:
    """Return the commit that git is about to make with the words in the file `message`."""
    lines = [line for line in message.read_text().splitlines() if not line.startswith("#")]
    subject, _, body = "\n".join(lines).strip().partition("\n")
    staged = git("diff", "--cached", "--name-only", folder=folder) or ""
    return Commit("this one", subject, body.strip(), tuple(staged.split("\n")))


def main(*messages: str) -> int:
    """Print what is wrong with the last commits, or with the `messages` that are about to be used.

    Returns an exit code.
    """
    looked_at = [about_to_be(Path(one)) for one in messages] or last()
    found = [
        f"{commit.name} {commit.subject!r}: {fault}"
        for commit in looked_at
        for fault in faults(commit)
    ]
    if found:
        print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
