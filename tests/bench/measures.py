"""What is measured. Each measure gives rows; those that compare take turns, so that a busy moment
of the machine falls on both."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench import drag, ground, load
from tests.bench.ground import Ground
from tests.bench.report import Row
from tests.bench.server import served

WARM_UP_SECONDS = 1
SECONDS = 5
ROUNDS = 3
DRAGS = 15
UPCOMING = (20, 200, 2000)
ATTENDANCES = (10_000,)
ATTENDANCES_LONG = (10_000, 1_000_000)
MOST_SLOWER = 1.5
RENDERED = {"REIR_BENCH_RENDER_EVERY_TIME": "yes"}

Say = Callable[[str], None]


def story(say: Say) -> list[Row]:
    """Measure the story page beside the two floors, under the same server. None without wrk."""
    if not load.is_there():
        say(f"left out: served pages. {load.MISSING}")
        return []
    with ground.demonstration() as here:
        pages = json.loads(here.python("-m", "tests.bench.prepare", "story"))
        say(f"served: plain view, empty Wagtail page, {pages['story']}")
        with served(here) as url:
            plain, empty, cached = _rates(
                [url + pages[name] for name in ("plain", "empty_page", "story")]
            )
        say("served: the same story, rendered every time")
        with served(here, **RENDERED) as url:
            (uncached,) = _rates([url + pages["story"]])
        queries = _inside(here, pages["story"], times=1, environment=RENDERED)["queries"]
    per_second = "requests/s"
    return [
        Row("plain_view", "plain Django view", plain, per_second),
        Row("empty_wagtail_page", "empty Wagtail page", empty, per_second),
        Row("story_cached", "story, cached", cached, per_second, detail=pages["story"]),
        Row("story_cached_to_plain", "story, cached, to plain", cached / plain, "×", at_least=0.5),
        Row(
            "story_uncached",
            "story, rendered every time",
            uncached,
            per_second,
            at_least=200,
            detail=f"{queries} queries",
        ),
        Row("story_uncached_to_plain", "story, rendered, to plain", uncached / plain, "×"),
        Row("story_uncached_to_empty", "story, rendered, to empty", uncached / empty, "×"),
    ]


def participant(say: Say) -> list[Row]:
    """Measure a participant's page with more and more sessions to come."""
    return _grown(
        say,
        part="participant",
        sizes=UPCOMING,
        name="participant_page",
        title="participant's page, {size:,} upcoming sessions",
    )


def week(say: Say, *, long: bool) -> list[Row]:
    """Measure the staff's week with more and more attendances behind it."""
    return _grown(
        say,
        part="week",
        sizes=ATTENDANCES_LONG if long else ATTENDANCES,
        name="staff_week",
        title="staff week, {size:,} attendances",
    )


def board(say: Say) -> list[Row]:
    """Ask for a large week and what its drags ask for; drag it in the system's Chromium.

    Without Chromium the server's part alone.
    """
    chromium = drag.chromium()
    with ground.empty() as here:
        made = json.loads(here.python("-m", "tests.bench.prepare", "board"))
        say("asked: the board of 40 colleagues and 120 sessions, and what its drags ask for")
        rows = _server_of_board(here, made)
        if chromium is None:
            say("left out: dragging. Needs Chromium (Debian: apt install chromium).")
            return rows
        with served(here) as url:
            say("dragged: a card and a bar, and dropped")
            found = drag.measured(chromium, url=url, made=made, times=DRAGS)
    return rows + [
        Row(f"board_{name}_{what}", f"{name} dragged, {what}", median(values), "ms", at_most=most)
        for name, times in (("card", found.cards), ("bar", found.bars))
        for what, values, most in (("shown", times.shown, 100), ("answered", times.answered, 300))
    ] + [
        Row("board_card_dropped", "card dropped, new board shown", median(found.drops), "ms"),
        Row("board_weight", "board with CSS, JS, packed", found.weight / 1000, "kB", at_most=100),
    ]  # fmt: skip


def _server_of_board(here: Ground, made: dict[str, Any]) -> list[Row]:
    """Return what each answer takes on the server: the median, and as many queries as it asks.

    The time of the processor is told beside: it does not grow when others use the machine.
    """
    pages = {"board by person": (made["address"], False)}
    pages |= {name: (address, True) for name, address in made["answers"].items()}
    rows = []
    for name, (address, part) in pages.items():
        answer = _inside(here, address, cookie=made["cookie"], part=part)
        key = f"board_server_{name.replace(' ', '_')}"
        worked, asked = median(answer["processor"]), answer["queries"]
        rows += [
            Row(
                key, f"server: {name}", median(answer["milliseconds"]), "ms", at_most=200,
                detail=f"{worked:.0f} ms of processor",
            ),
            Row(f"{key}_queries", f"server: {name}", asked, "queries", at_most=15),
        ]  # fmt: skip
    return rows


@dataclass(frozen=True)
class Subject:
    """A page on its own ground."""

    here: Ground
    address: str
    cookie: str


def profile(name: str, *, lines: int) -> str:
    """Return where the time of one row goes: 300 requests inside one process."""
    environment = RENDERED if name.startswith("story_uncached") else {}
    with ExitStack() as stack:
        if name.startswith(("participant_page", "staff_week")):
            part = "participant" if name.startswith("participant_page") else "week"
            subject = _subject(stack, part, int(name.rpartition("_")[2]))
        else:
            here = stack.enter_context(ground.demonstration())
            pages = json.loads(here.python("-m", "tests.bench.prepare", "story"))
            page = {"plain_view": "plain", "empty_wagtail_page": "empty_page"}.get(name, "story")
            subject = Subject(here, pages[page], cookie="")
        return subject.here.python(
            *("-m", "tests.bench.inside", subject.address, "--cookie", subject.cookie),
            *("--times", "300", "--profile", str(lines)),
            **environment,
        )


def _rates(urls: list[str]) -> list[float]:
    """Return the median requests a second of each address, measured in turns."""
    for url in urls:
        load.requests_per_second(url, seconds=WARM_UP_SECONDS)
    taken: list[list[float]] = [[] for _url in urls]
    for _round in range(ROUNDS):
        for rates, url in zip(taken, urls, strict=True):
            rates.append(load.requests_per_second(url, seconds=SECONDS))
    return [median(rates) for rates in taken]


def _grown(say: Say, *, part: str, sizes: tuple[int, ...], name: str, title: str) -> list[Row]:
    """Return the median time of a page at each size, and how much slower the largest is."""
    with ExitStack() as stack:
        subjects = []
        for size in sizes:
            say(f"made: {title.format(size=size)}")
            subjects.append(_subject(stack, part, size))
        taken: list[list[float]] = [[] for _subject in subjects]
        queries = [0] * len(subjects)
        for _round in range(ROUNDS):
            for number, subject in enumerate(subjects):
                answer = _inside(subject.here, subject.address, cookie=subject.cookie)
                taken[number] += answer["milliseconds"]
                queries[number] = answer["queries"]
    rows = [
        Row(
            f"{name}_{size}",
            title.format(size=size),
            median(milliseconds),
            "ms",
            detail=f"{count} queries",
        )
        for size, milliseconds, count in zip(sizes, taken, queries, strict=True)
    ]
    if len(rows) > 1:
        slower = rows[-1].value / rows[0].value
        rows.append(
            Row(
                f"{name}_slower",
                f"{title.partition(',')[0]}, {sizes[-1]:,} to {sizes[0]:,}",
                slower,
                "×",
                at_most=MOST_SLOWER,
            )
        )
    return rows


def _subject(stack: ExitStack, part: str, size: int) -> Subject:
    here = stack.enter_context(ground.empty())
    made = json.loads(here.python("-m", "tests.bench.prepare", part, str(size)))
    return Subject(here, made["address"], made["cookie"])


def _inside(
    here: Ground,
    address: str,
    *,
    cookie: str = "",
    part: bool = False,
    times: int = 40,
    environment: dict[str, str] | None = None,
) -> dict[str, Any]:
    said = here.python(
        *("-m", "tests.bench.inside", address, "--cookie", cookie, "--times", str(times)),
        *(["--part"] if part else []),
        **(environment or {}),
    )
    answer: dict[str, Any] = json.loads(said)
    return answer
