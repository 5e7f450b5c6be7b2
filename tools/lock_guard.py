"""Fail when a lock file names a place that a stranger cannot reach, or a path of a machine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("uv.lock", "requirements.lock", "requirements-dev.lock", "package-lock.json")
PUBLIC = (
    "https://pypi.org/simple",
    "https://files.pythonhosted.org/packages/",
    "https://registry.npmjs.org/",
)
ADDRESS = re.compile(r"[a-z+]+://[^\s\"'>)]+")
FORBIDDEN = re.compile(r"index-url|find-links|trusted-host|(?<![\w.])/(?:home|root|opt|tmp|work)/")


def problems(name: str, text: str) -> list[str]:
    """Return what must not stand in the lock file `text`, with line numbers."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if '"funding"' in line or '"url":' in line:
            continue  # npm's pointer to a package's own page is not a place to fetch from
        strange = [one for one in ADDRESS.findall(line) if not one.startswith(PUBLIC)]
        if strange or FORBIDDEN.search(line):
            found.append(f"{name}:{number}: {line.strip()[:100]}")
    return found


def exports_differ() -> list[str]:
    """Return the exports that no longer say the same as uv.lock (compared by names and hashes)."""
    uv = (ROOT / "uv.lock").read_text()
    hashes = set(re.findall(r"sha256:[0-9a-f]{64}", uv))
    return [
        f"{name}: inneholder noe som ikke står i uv.lock"
        for name in LOCKS[1:3]
        if not set(re.findall(r"sha256:[0-9a-f]{64}", (ROOT / name).read_text())) <= hashes
    ]


def main() -> int:
    """Print what is wrong; return an exit code."""
    found = [one for name in LOCKS for one in problems(name, (ROOT / name).read_text())]
    found += exports_differ()
    listing = ["git", "ls-files", "*pip.conf", "*.npmrc"]
    tracked = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True).stdout.split()
    found += [f"{name}: hører ikke hjemme i prosjektet" for name in tracked]
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
