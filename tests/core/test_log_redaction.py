"""No log holds an address that opens something, whatever is asked of it and whatever is broken."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.log_redaction import SECRET_AFTER, has_secret, hide
from tests import database
from tests.database import ROOT
from tests.test_permissions import ROUTES

SECRET = "sKxV3rYs3cr3tT0k3n"
NAME = "Olabert"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND")
WORDS = {"token", "key", "uidb36", "uidb64", "code", "signed"}


def test_every_route_with_a_secret_is_known() -> None:
    with_secret = {
        "/" + where.split("<")[0].split("(")[0].replace("^", "")
        for where, _space, _name, words in ROUTES
        if WORDS & set(words)
    }
    assert with_secret == set(SECRET_AFTER)


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("Not Found: /k/abc", "Not Found: /k/…"),
        ("/nn/k/abc/more", "/nn/k/…"),
        ("//k//abc", "//k//…"),
        ("GET /%6b/abc", "GET /%6b/…"),
        ("/m%69n%2Fkalender/%2fabc.ics", "/m%69n%2Fkalender/%2f…"),
        ("GET /min/kalender/abc.ics?x=1 200", "GET /min/kalender/…?… 200"),
        ("/staff/folk/?finn=Ola", "/staff/folk/?…"),
        ('DETAIL:  Key (name)=(Ola) is there.\nCONTEXT: "x"', 'DETAIL:  …\nCONTEXT: "x"'),
        ("Not Found: /K/abc", "Not Found: /K/…"),
        ("GET /%4b/abc", "GET /%4b/…"),
        ("/Min/Kalender/abc.ics", "/Min/Kalender/…"),
        ("Not Found: /k/<abc>", "Not Found: /k/…>"),
        ('Not Found: /k/ "abc"', 'Not Found: /k/…"'),
        ("Not Found: /k/\tabc", "Not Found: /k/…"),
        ('"GET /sok/?q="Ola" HTTP/1.1" 200', '"GET /sok/?…" HTTP/1.1" 200'),
        ("/sok/?q=<Ola>'s 200", "/sok/?… 200"),
        ("DETAIL:  Row (1, Ola\nNordmann,\n\nAlna).\nCONTEXT: x", "DETAIL:  …\nCONTEXT: x"),
        ("DETAIL:  Row (Ola\nNordmann).\n\nThe above exc", "DETAIL:  …\n\nThe above exc"),
        ("DETAIL:  Row (Ola\nNordmann).", "DETAIL:  …"),
        ("/kalender/ 200", "/kalender/ 200"),
        ("Hva? Ingenting.", "Hva? Ingenting."),
    ],
)
def test_what_is_said_and_what_is_logged(said: str, logged: str) -> None:
    assert hide(said) == logged


def test_a_page_without_a_secret_has_none() -> None:
    assert [has_secret(path) for path in ("/k/abc", "/k/", "/kalender/", "/min/")] == [
        True, False, False, False,
    ]  # fmt: skip


@contextmanager
def served(url: str, log: Path) -> Iterator[int]:
    """Serve with gunicorn on `url`, its access log on; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi", "--access-logfile", "-"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "1"),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "REIR_READ_ENV_FILE": "no",
                "REIR_VAR": str(log.parent / "var"),
            },
            stdout=stream,
            stderr=stream,
        )
        try:
            for _try in range(1200):
                assert server.poll() is None, log.read_text()[-4000:]
                try:
                    ask(port, "GET", "/healthz")
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=120)


def ask(port: int, method: str, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, address, headers={"Cookie": "sessionid=unknown"})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("state", ["as it should be", "without its database"])
def test_no_log_holds_a_secret_address_or_a_searched_name(state: str, tmp_path: Path) -> None:
    server = database.chosen()
    url = server.copy() if state == "as it should be" else f"sqlite:///{tmp_path}/gone/gone.sqlite3"
    log = tmp_path / "log"
    addresses = [f"{prefix}{SECRET}" for prefix in SECRET_AFTER]
    addresses += [f"{address}{end}" for address in addresses for end in (".ics", "/", "/more/")]
    addresses += [f"/staff/folk/?finn={NAME}", f"/sok/?sok={NAME}", f"/api/v1/x/?q={NAME}"]
    with served(url, log) as port:
        answers = {ask(port, method, address) for address in addresses for method in METHODS}
    if state == "as it should be":
        server.drop(url)
    text = log.read_text()
    assert "/k/…" in text  # it was written down, and hidden
    assert (500 in answers) is (state == "without its database")
    found = [line for line in text.splitlines() if SECRET in line or NAME in line]
    assert found == []
