"""What is measured of money: a hundred thousand honoraria to the bank, and many hands at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

from tests import database
from tests.bench import ground
from tests.bench.report import Row

SIZES = (10_000, 100_000)
WRITERS = 32
EACH = 40
MOST_TO_PLAIN = 4.0
MOST_MEGABYTES = 400.0
MOST_GROWTH = 1.3
"""How much more than ten times as long ten times as many may take: linear, with some air."""
LEAST_TO_BARE = 0.5

Say = Callable[[str], None]


def money(say: Say) -> list[Row]:
    """Measure honoraria on their way to a file for the bank, and the same rows written plainly."""
    rows, totals = [], []
    for size in SIZES:
        say(f"approved and sealed: {size:,} honoraria")
        with ground.empty() as here:
            here.python("-m", "tests.bench.money", "prepare", str(size))
            told = json.loads(here.python("-m", "tests.bench.money"))
        total = sum(told["seconds"].values())
        totals.append(total)
        steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in told["seconds"].items())
        title = f"{size:,} honoraria"
        rows += [
            Row(f"honoraria_{size}", f"{title}, {steps}", total, "s"),
            Row(f"honoraria_{size}_plain", f"{title}, executemany", told["plain_seconds"], "s"),
            Row(
                f"honoraria_{size}_to_plain",
                f"{title}, to executemany",
                total / told["plain_seconds"],
                "×",
                at_most=MOST_TO_PLAIN,
            ),
            Row(
                f"honoraria_{size}_memory",
                f"{title}, most memory",
                told["megabytes"],
                "MB",
                at_most=MOST_MEGABYTES,
                detail=f"{told['megabytes_before']:.0f} before",
            ),
        ]
    grown = totals[-1] / totals[0] / (SIZES[-1] / SIZES[0])
    title = f"honoraria, {SIZES[-1]:,} to {SIZES[0]:,}, each"
    return [*rows, Row("honoraria_growth", title, grown, "×", at_most=MOST_GROWTH)]


def writers(say: Say) -> list[Row]:
    """Measure many processes that record attendance, on both databases."""
    rows = []
    os.environ.setdefault("REIR_TEST_PG_FOLDER", database.start_postgresql())
    for server in (database.SQLite(), database.PostgreSQL(os.environ["REIR_TEST_PG_FOLDER"])):
        say(f"recorded by {WRITERS} at once: {server.vendor}")
        server.prepare()
        url = server.copy()
        told = json.loads(_python(url, "-m", "tests.bench.writers", str(WRITERS), str(EACH)))
        server.drop(url)
        name = server.vendor
        rows += [
            Row(f"bare_{name}", f"{name}, {WRITERS} commit one row", told["bare"], "writes/s"),
            Row(
                f"plain_{name}",
                f"{name}, {WRITERS} run the same number of plain statements",
                told["plain"],
                "writes/s",
            ),
            Row(f"recorded_{name}", f"{name}, {WRITERS} record", told["recorded"], "writes/s"),
            Row(
                f"recorded_{name}_to_bare",
                f"{name}, recorded to bare",
                told["recorded"] / told["bare"],
                "×",
                at_least=LEAST_TO_BARE,
            ),
        ]
    return rows


def _python(url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=database.ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
