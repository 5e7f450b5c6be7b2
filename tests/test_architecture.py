"""What the shape of the code promises (rules.md#layers), read from the source itself.

import-linter keeps who may import whom; here stands what an import cannot show.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "accounts", "activities", "api", "cms", "config", "core", "demo", "leasing", "ledger",
    "notices", "participants", "payouts", "pictures", "portals",
)  # fmt: skip
MOST_LINES = 400
MOST_MODULES_IN_CORE = 19

STATE_FIELDS = {"state", "status"}
STATE_WRITERS = {
    "activities/taking_part/ideas.py",
    "activities/works/jobs.py",
    "activities/planning/sessions.py",
    "activities/taking_part/signups.py",
    "activities/works/works.py",
    "leasing/leases.py",
    "notices/outbox.py",
    "payouts/bank/statuses.py",
    "payouts/bank/batches.py",
    "payouts/earnings/funding.py",
    "payouts/earnings/approval.py",
    "payouts/over_the_table/receipt_mistakes.py",
    "payouts/earnings/promises.py",
    "payouts/over_the_table/gift_cards.py",
    "payouts/over_the_table/handover.py",
    "payouts/stripe/transfers.py",
    "payouts/losses.py",
}
"""The verbs that decide about a state. Nobody else assigns one, models aside."""

PAST_WRITERS = {
    "demo/builders/sessions/coming_sessions.py",
    "demo/builders/sessions/past_sessions.py",
}
"""The demonstration makes a past, with messages sent long ago, that no verb can make."""

STRIPE_MODULES = {"core/stripe_api.py"}
SIGNAL_MODULES = {
    "participants/signals.py",
    "cms/receivers.py",
    "core/saving.py",
    "portals/card_cookie.py",
}
"""Where the one family of signals is declared and heard, where every saved row is cleaned, and
where a sign-out, which Django and allauth do, takes a card off the phone."""


def app_files() -> list[Path]:
    """Return every module of the apps, migrations aside."""
    return sorted(
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in app_files():
        yield name_of(path), ast.parse(path.read_text())


def is_model(name: str) -> bool:
    return "/models/" in name or name.endswith("/models.py")


def writes_state(node: ast.AST) -> bool:
    """Tell whether `node` gives a row a state: `row.state = …`, `rows.update(state=…)`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            isinstance(part, ast.Attribute) and part.attr in STATE_FIELDS
            for target in targets
            for part in ast.walk(target)
        )
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name) and node.func.id == "setattr":
        return any(
            isinstance(word, ast.Constant) and word.value in STATE_FIELDS for word in node.args
        )
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in ("update", "create", "get_or_create", "update_or_create")
        and any(keyword.arg in STATE_FIELDS for keyword in node.keywords)
    )


def imported(tree: ast.Module) -> set[str]:
    """Return the modules that `tree` imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_reader_of_states_knows_each_way_to_write_one():
    def found(source: str) -> list[bool]:
        return [any(writes_state(node) for node in ast.walk(ast.parse(source)))]

    assert [
        *found("row.state = 'open'"),
        *found("a.state, b = 1, 2"),
        *found("rows.filter(pk=1).update(state='open')"),
        *found("rows.create(state='open')"),
        *found("setattr(row, 'state', 'open')"),
        *found("row.title = other.state"),
        *found("rows.filter(state='open')"),
        *found("rows.update(changed_at=now)"),
    ] == [True, True, True, True, True, False, False, False]


def test_only_the_verbs_assign_a_state():
    writers = {
        name
        for name, tree in trees()
        if not is_model(name) and any(writes_state(node) for node in ast.walk(tree))
    }

    assert writers == STATE_WRITERS | PAST_WRITERS


def test_who_begins_in_a_team_begins_in_one_place():
    """Else their shifts as a substitute, the gaps and the tasks do not follow."""
    begins = {"activities/staffing/colleagues.py", "demo/builders/teams.py"}
    users = {name for name, tree in trees() if "accounts.roles.memberships" in imported(tree)}

    assert users == begins


def test_stripe_stands_behind_one_file():
    users = {
        name
        for name, tree in trees()
        if any(module.split(".")[0] == "stripe" for module in imported(tree))
    }

    assert users == STRIPE_MODULES


def test_a_team_is_locked_without_its_key():
    """Else whoever makes a row that points at the team waits, and two can wait for each other."""
    locked = re.compile(r"Team\.objects\.[^\n]*select_for_update\((?!no_key=True)")
    found = [name_of(path) for path in app_files() if locked.search(path.read_text())]
    assert found == []


def test_there_is_one_family_of_signals():
    users = {
        name
        for name, tree in trees()
        if any(
            module.startswith(("django.dispatch", "django.db.models.signals"))
            for module in imported(tree)
        )
    }

    assert users == SIGNAL_MODULES


def test_a_file_holds_one_concept():
    long = {
        name_of(path): lines
        for path in app_files()
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }

    assert long == {}


def test_core_stays_a_handful_of_files():
    modules = sorted(path.stem for path in (ROOT / "core").glob("*.py") if path.stem != "__init__")

    assert len(modules) <= MOST_MODULES_IN_CORE, modules


def test_every_public_function_says_what_a_caller_must_know():
    silent = [
        f"{name}: {node.name}"
        for name, tree in trees()
        if not name.endswith("/apps.py")
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []
