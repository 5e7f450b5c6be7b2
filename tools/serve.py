"""`make run`: prepare the demonstration, serve it as in production, end it all with one Ctrl-C.

gunicorn serves, one worker does background tasks, one timer does what is due. The processes are
children of this one and nothing else is ever ended.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = os.environ.get("PORT", "8000")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
os.environ.setdefault("REIR_BASE_URL", f"http://localhost:{PORT}")
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Prepare, serve, wait."""
    signal.signal(signal.SIGTERM, _interrupt)
    if not _port_is_free():
        sys.exit(f"Port {PORT} er opptatt. Velg en annen: PORT=8001 make run")
    is_new = prepare()
    server, *beside = commands()
    children = [subprocess.Popen(server, cwd=ROOT)]
    try:
        wait_until_served(children)
        children += [subprocess.Popen(command, cwd=ROOT) for command in beside]
        if not is_new:
            demonstrate()
        print(f"\nReir går på http://localhost:{PORT}. Stopp med Ctrl-C.", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        sys.exit("En del av Reir stoppet. Se meldingen over.")
    except KeyboardInterrupt:
        print("\nReir er stoppet.")
    finally:
        end(children)


def prepare() -> bool:
    """Migrate and fill an empty database, while the static files are gathered beside it.

    Return whether the database was empty.
    """
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    gathering = gather_static_files()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("· Lager databasen …", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from accounts.models import Team

    is_new = not Team.objects.exists()
    if is_new:
        demonstrate()
    connection.close()
    if gathering and gathering.wait() != 0:
        sys.exit("Stilene lot seg ikke samle. Se meldingen over.")
    return is_new


def demonstrate() -> None:
    """Build the demonstration, or carry it forward to today, and tell the portals."""
    from django.core.management import CommandError, call_command

    try:
        call_command("demo")
    except CommandError as told:
        print(told)


def gather_static_files() -> subprocess.Popen[bytes] | None:
    """Start collectstatic when a file has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state.update(f"{name} {storage.get_modified_time(name).timestamp()}".encode())
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name(f"{root.name}-gathered")
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return None
    print("· Samler stiler og bilder …", flush=True)
    gather = "collectstatic", "-v0", "--noinput", "--clear"
    write = f"import pathlib; pathlib.Path({str(stamp)!r}).write_text({state.hexdigest()!r})"
    code = (
        "from django.core.management import execute_from_command_line as run;"
        f"run(['manage.py', *{gather!r}]); {write}"
    )
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)


def commands() -> list[list[str]]:
    """Return what runs side by side: the server first."""
    manage = [sys.executable, "manage.py"]
    server = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    return [
        [*server, "--workers", "2", "--log-level", "warning", "--preload"],
        [*manage, "db_worker", "--interval", "2", "--verbosity", "0"],
        [*manage, "run_due", "--every", "60"],
    ]


def wait_until_served(children: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the first page answers; end when a child has ended."""
    for _try in range(1200):
        if any(child.poll() is not None for child in children):
            sys.exit("Reir startet ikke. Se meldingen over.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit("Reir svarer ikke.")


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """End our own children, kindly and then firmly."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def _port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(PORT)))
        except OSError:
            return False
    return True


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
