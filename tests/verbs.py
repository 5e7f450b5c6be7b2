"""Which entry point calls which verb, read from the source: a graph of who names whom.

A verb is a public function of a domain app that writes. An entry point is a route, command, step of
the timer, a receiver of a signal, or a hook of Wagtail, allauth or Django. What only the
demonstration or the tests call has none.
"""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "accounts",
    "participants",
    "notices",
    "pictures",
    "activities",
    "ledger",
    "payouts",
    "leasing",
    "cms",
]
ENTRIES = ("portals", "api", "config", "core")
HOOKS = {
    "adapters", "apps", "context_processors", "middleware", "receivers", "wagtail_hooks", "waits",
}  # fmt: skip
"""Modules whose functions are called by the frameworks, or by the sweep of what waits."""
CALLED_BY_WAGTAIL = ("cms.models", "cms.admin", "cms.editing")
NO_VERBS = HOOKS | {
    "admin", "checks", "due", "editing", "forms", "management", "migrations", "models",
    "permissions", "templatetags", "urls", "views",
}  # fmt: skip
"""Modules in which no verb stands (docs/architecture.md, «Layers»)."""
WRITES = {
    "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update_or_create",
}  # fmt: skip
WRITES_THROUGH_A_ROW = {"add", "clear", "remove", "set"}


class Graph:
    """`names[node]` are the nodes that a node names; a node is «module:function»."""

    def __init__(self, files: Iterable[tuple[str, str]]) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        self.functions: set[str] = set()
        self.writing: set[str] = set()
        read = {module: ast.parse(source) for module, source in files}
        for module, tree in read.items():
            known = _imported(tree, modules=set(read))
            own = {name for statement in tree.body for name in _defined(statement)}
            for statement in tree.body:
                for name in _defined(statement) or ["<module>"]:
                    node = f"{module}:{name}"
                    self.names[node] |= set(_named(statement, module, known, own)) - {node}
                    if isinstance(statement, ast.FunctionDef):
                        self.functions.add(node)
                        if any(map(_writes, ast.walk(statement))):
                            self.writing.add(node)
        self._pass_on()

    def _pass_on(self) -> None:
        """A function that calls one that writes, writes."""
        named_by = defaultdict(set)
        for node, named in self.names.items():
            for one in named:
                named_by[one].add(node)
        waiting = list(self.writing)
        while waiting:
            for node in named_by[waiting.pop()] & self.functions - self.writing:
                self.writing.add(node)
                waiting.append(node)

    def verbs(self) -> set[str]:
        """Return the public functions of the domain apps that write."""
        return {
            node
            for node in self.writing & self.functions
            if node.startswith(tuple(f"{app}." for app in APPS))
            and not node.split(":")[1].startswith("_")
            and not NO_VERBS & set(node.split(":")[0].split("."))
        }

    def reached_from(self, entry: str) -> set[str]:
        """Return all that an entry point comes to."""
        found, waiting = {entry}, [entry]
        while waiting:
            for node in self.names.get(waiting.pop(), set()) - found:
                found.add(node)
                waiting.append(node)
        return found


def _imported(tree: ast.Module, *, modules: set[str]) -> dict[str, str]:
    """Return what each imported name is: «module» or «module:name»."""
    known = {}
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module and not one.level:
            for alias in one.names:
                whole = f"{one.module}.{alias.name}"
                target = whole if whole in modules else f"{one.module}:{alias.name}"
                known[alias.asname or alias.name] = target
    return known


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [one.id for one in targets if isinstance(one, ast.Name)]


def _named(statement: ast.stmt, module: str, known: dict[str, str], own: set[str]) -> Iterator[str]:
    local = _local(statement)
    for one in ast.walk(statement):
        if isinstance(one, ast.Name) and one.id not in local:
            target = known.get(one.id, f"{module}:{one.id}" if one.id in own else "")
            if ":" in target:
                yield target
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            target = "" if one.value.id in local else known.get(one.value.id, "")
            if target and ":" not in target:
                yield f"{target}:{one.attr}"


def _local(statement: ast.stmt) -> set[str]:
    """Return the names that a function has for itself: they hide what the module knows."""
    if not isinstance(statement, ast.FunctionDef):
        return set()
    inside = list(ast.walk(statement))
    names = {one.arg for one in inside if isinstance(one, ast.arg)}
    return names | {
        one.id for one in inside if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }


def _writes(one: ast.AST) -> bool:
    if not isinstance(one, ast.Call) or not isinstance(one.func, ast.Attribute):
        return False
    name, of = one.func.attr, one.func.value
    if name == "update":  # of a queryset; of a dict it has no keywords
        return bool(one.keywords) and not one.args
    return name in WRITES or (name in WRITES_THROUGH_A_ROW and isinstance(of, ast.Attribute))


# --- The house -------------------------------------------------------------------
@cache
def house() -> Graph:
    """Return the graph of the whole source."""
    found = []
    for top in (*APPS, *ENTRIES):
        for file in sorted((ROOT / top).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if "migrations" not in parts:
                found.append((module, file.read_text(encoding="utf-8")))
    return Graph(found)


@cache
def entry_points_of_verbs() -> dict[str, set[str]]:
    """Return, for each verb, the names of the entry points that lead to it."""
    graph = house()
    found: dict[str, set[str]] = {verb: set() for verb in graph.verbs()}
    for name, node in entry_points(graph):
        for verb in graph.reached_from(node) & found.keys():
            found[verb].add(name)
    return found


def entry_points(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield the name and the node of each entry point."""
    for name, view in _routes(get_resolver()):
        yield name, _node_of(view)
    for node in list(graph.names):
        module = node.split(":")[0]
        if module.endswith(".due"):
            yield f"timer: {module}", node
        elif ".management.commands." in module:
            yield f"command: {module.rsplit('.', 1)[-1]}", node
        elif HOOKS & set(module.split(".")) or module.startswith(CALLED_BY_WAGTAIL):
            yield f"hook: {module}", node


def _routes(resolver: Any, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _routes(part, (*spaces, part.namespace) if part.namespace else spaces)
        elif isinstance(part, URLPattern):
            yield ":".join([*spaces, part.name or str(part.pattern)]), part.callback


def _node_of(callback: Any) -> str:
    view: Any = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    view = view or inspect.unwrap(callback)
    name = getattr(view, "__qualname__", type(view).__qualname__)
    return f"{view.__module__}:{name.split('.')[0]}"
