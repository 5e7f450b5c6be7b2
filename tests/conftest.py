"""What every test may ask for."""

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import factory
import hypothesis
import pytest
from django.middleware import csrf
from django.test import Client
from django.utils import translation

from tests import database
from tests.processes import on_the_real_day

pytest_plugins = ["tests.demo_database"]

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FIRST = (
    "tests/test_permissions.py",
    "tests/browser/test_pages.py",
    "tests/walk/test_walk.py",
    "tests/cms/admin/test_crawl.py",
    "tests/browser/test_walk.py",
    "tests/portals/test_foreign_keys.py",
    "tests/browser/test_offline.py",
    "tests/demo/",
    "tests/portals/test_never_kept.py",
    "tests/browser/",
    "tests/portals/test_sent_twice.py",
    "tests/payouts/test_every_krone.py",
    "tests/browser/test_trip.py",
    "tests/test_joins.py",
)
"""What takes longest begins first, so that no process waits for one long file at the end.

Those with a browser stand between the others, as two cores do not carry three browsers; the whole
trip comes last of them, because it changes what they look at.
"""

# A random token of 64 letters and digits holds a name or an amount that a test looks for on the
# page, now and then («Ola» in one of four thousand). No word of ours is made of these.
csrf.CSRF_ALLOWED_CHARS = "QWXZ"

# The same examples each time, so that a change is judged by what it changes; `make test-long`
# looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("new", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_finish() -> None:
    """Leave what has been loaded by now out of every later collection of garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the template once, in the process that starts the others."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if os.environ.get("REIR_TEST_DATABASE") == "postgresql":
        os.environ["REIR_TEST_PG_FOLDER"] = database.start_postgresql()
    database.chosen().prepare()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL keep those marked `both`; leave `long` to whoever names it."""
    on_postgresql = os.environ.get("REIR_TEST_DATABASE") == "postgresql"
    chosen_marks = config.option.markexpr
    kept, left = [], []
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            raise pytest.UsageError(
                f"{item.nodeid}: nothing is ever flushed here (tests/database.py)"
            )
        skip = (on_postgresql and not item.get_closest_marker("both")) or (
            "long" not in chosen_marks and item.get_closest_marker("long")
        )
        (left if skip else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
    items[:] = sorted(kept, key=_place)


def _place(item: pytest.Item) -> int:
    """Return where it stands in LONGEST_FIRST: by its file's name before its folder's."""
    named = [name for name in LONGEST_FIRST if item.nodeid.startswith(name)]
    return LONGEST_FIRST.index(max(named, key=len)) if named else len(LONGEST_FIRST)


@pytest.fixture(autouse=True)
def _bokmal() -> Iterator[None]:
    """Begin each test in bokmål: a request leaves its language behind in the process."""
    with translation.override("nb"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Point Django at this worker's own copy of the migrated template."""
    from django.db import connections

    server = database.chosen()
    url = server.copy()
    database.work_on(url)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    server.drop(url)


@pytest.fixture(autouse=True)
def _begin_anew() -> Iterator[None]:
    """Let no test see what another one kept."""
    from django.core.cache import caches

    from accounts.context_processors import forget_contacts

    for cache in caches.all():
        cache.clear()
    forget_contacts()
    yield


@pytest.fixture(autouse=True, scope="module")
def _numbers_from_nought() -> None:
    """Number what the factories make from nought in each file, whatever files ran before it.

    Otherwise a test that looks for «7» falls when a name of something else happens to hold it.
    """
    for kind in _kinds_of(factory.Factory):
        if kind._meta.model is not None:
            kind.reset_sequence(0, force=True)


def _kinds_of(parent: type[factory.Factory]) -> Iterator[type[factory.Factory]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


class Races:
    """One process that has loaded Django and forks for each race (`tests.racing`)."""

    def __init__(self, heard: IO[str]) -> None:
        self._heard = heard
        self._process: subprocess.Popen[str] | None = None

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Run a race; return what the process answered."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.racing"],
                cwd=ROOT,
                env={
                    **on_the_real_day(),
                    "DATABASE_URL": asked["url"],
                    "DJANGO_SETTINGS_MODULE": "config.settings.test",
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._heard,
                text=True,
            )
        assert self._process.stdin
        assert self._process.stdout
        self._heard.seek(0)
        self._heard.truncate()
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or "{}")
        self._heard.seek(0)
        assert "acts" in answer, f"{answer.get('error')}\n{self._heard.read()[-4000:]}"
        return answer

    def close(self) -> None:
        """End the process, if there was a race."""
        if self._process is not None:
            self._process.communicate()


class Race:
    """A thrown-away database on which many processes act at the same moment."""

    def __init__(self, url: str, races: Races) -> None:
        self.url = url
        self._races = races

    def run(self, module: str, *, processes: int, **arguments: Any) -> dict[str, Any]:
        """Run `prepare`, then `act` in `processes` forks at once, then `look`, of `module`.

        `prepare(**arguments)` returns what `act(index, prepared)` and `look(prepared)` get.
        Returns {"acts": [{"value": …} | {"error": "Type: text"}, …], "look": …}.
        """
        return self._races.ask(
            url=self.url, module=module, processes=processes, arguments=arguments
        )


@pytest.fixture(scope="session")
def races() -> Iterator[Races]:
    """Give the process that forks for each race; it begins with the first."""
    with tempfile.TemporaryFile("w+") as heard, closing(Races(heard)) as races:
        yield races


@pytest.fixture
def race(races: Races) -> Iterator[Race]:
    """Give a race on a copy of the database under test (mark the test `both`)."""
    server = database.chosen()
    url = server.copy()
    yield Race(url, races)
    server.drop(url)


@pytest.fixture(scope="session")
def signed_in() -> Callable[..., Client]:
    """Return a function: `signed_in(user)` gives a client whose session holds a second factor.

    `signed_in(user, factor=False)` gives one that came in by password alone.
    """

    def sign_in(user: Any, *, factor: bool = True) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if factor:
            session = client.session
            session["account_authentication_methods"] = [
                {"method": "password", "at": 0},
                {"method": "mfa", "type": "totp", "at": 0},
            ]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    return sign_in


@pytest.fixture
def staff_client(signed_in: Callable[..., Client]) -> Callable[..., Client]:
    """Return a function: `staff_client(role="leader", team=team)` gives a signed-in client.

    The user is `client.user`, the team `client.team`.
    """
    from tests.factories.accounts import MembershipFactory

    def make(role: str = "worker", team: Any = None) -> Client:
        membership = MembershipFactory(role=role, **({"team": team} if team else {}))
        client = signed_in(membership.user)
        client.user, client.team = membership.user, membership.team
        return client

    return make
