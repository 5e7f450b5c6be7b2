"""`make check`: everything that can be known about the code without running the tests."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "x8!" * 20 + "only-to-look-at-the-settings",
    "ALLOWED_HOSTS": "reir.example",
    "REIR_VAULT_KEYS": "b25seSB0byBsb29rIGF0IHRoZSBzZXR0aW5ncyAuLi4=",
    "REIR_SEAL_KEYS": "only-to-look-at-the-settings-of-production",
    "REIR_READ_ENV_FILE": "no",
    "EMAIL_URL": "smtp://mail.example:25",
    "DEFAULT_FROM_EMAIL": "Reir <post@reir.example>",
    "NOTICE_SMS_BACKEND": "tests.notices.provider.Provider",
}


def python(*arguments: str) -> list[str]:
    """Return a command of this environment."""
    return [sys.executable, *arguments]


def steps(folder: Path) -> list[tuple[str, list[str], dict[str, str]]]:
    """Return (name, command, environment) of each look."""
    schema = str(folder / "schema.yml")
    scripts = Path(sys.executable).parent
    return [
        ("style", python("-m", "ruff", "check", "."), {}),
        ("format", python("-m", "ruff", "format", "--check", "."), {}),
        ("templates", python("-m", "djlint", "--lint", "--quiet", "templates"), {}),
        ("layers", [str(scripts / "lint-imports")], TEST),
        ("types", python("-m", "mypy", "."), TEST),
        ("migrations", python("manage.py", "makemigrations", "--check", "--dry-run"), TEST),
        ("translations", python("tools/catalogues.py", "check"), TEST),
        ("deploy", python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        (
            "schema",
            python("manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", schema),
            TEST,
        ),
        ("schema.yml", ["diff", "-u", "schema.yml", schema], {}),
        ("locks", python("tools/lock_guard.py"), {}),
        ("commits", python("tools/commits.py"), {}),
    ]


def main() -> int:
    """Run every look, tell what each found, and return an exit code."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="reir-check-") as folder:
        for name, command, environment in steps(Path(folder)):
            started = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env={**os.environ, "REIR_VAR": folder, **environment},
                capture_output=True,
                text=True,
            )
            good = done.returncode == 0
            print(f"{'✓' if good else '✗'} {name} ({time.monotonic() - started:.0f} s)", flush=True)
            if not good:
                failed.append(name)
                print((done.stdout + done.stderr)[-6000:], flush=True)
    if failed:
        print(f"\nDette må rettes: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
