"""The file of a recipe: an activity that another team, or another installation, can do as well.

It holds no people, no sums to anybody and no team but by wish. Reading is strict: what is not just
so is refused with a sentence that says what, and nothing is made of a half of it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, NoReturn

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.handbook import written_text
from activities.models import Activity, Demand, Recipe
from activities.models.recipe import MOST_MINUTES, MOST_ORE, MOST_STAFF
from core.errors import RuleBroken
from core.money import kroner
from core.text import clean_line, clean_text, for_machines, holds_national_identity_number

FORMAT, VERSION = "reir-recipe", 1
MAX_BYTES = 600_000
"""Four texts of 10,000 letters, each letter written as two `\\uXXXX`, and some to spare."""
MOST_SENTENCES = 4
LONGEST_TEAM = 80
_SHORT = 40


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a recipe says. `cost_ore` is øre, `minutes` minutes; None is not said."""

    name: str
    kind: str
    summary: str
    bring: str = ""
    illustration: str = "work-table"
    expected_at_drop_in: int = 12
    aim: str = ""
    kit: str = ""
    risks: str = ""
    steps: str = ""
    rain_plan: str = ""
    cost_ore: int | None = None
    minutes: int | None = None
    min_staff: int | None = None
    demands: tuple[str, ...] = ()

    @property
    def demands_in_words(self) -> str:
        """Return what it asks of a body or a mind, in one line; "" for nothing."""
        return ", ".join(str(Demand(one).label) for one in self.demands)

    @property
    def aim_blocks(self) -> list[written_text.Block]:
        """Return what it is good for, as a page shows it."""
        return written_text.blocks_of(self.aim)

    @property
    def kit_lines(self) -> list[str]:
        """Return the things, one by one."""
        return written_text.lines_of(self.kit)

    @property
    def steps_lines(self) -> list[str]:
        """Return the steps, one by one."""
        return written_text.lines_of(self.steps)

    @property
    def risks_lines(self) -> list[str]:
        """Return what can go wrong, one by one."""
        return written_text.lines_of(self.risks)


NAMES = tuple(field.name for field in fields(Content))
NEEDED = ("name", "kind", "summary")
OF_THE_ACTIVITY = ("name", "kind", "summary", "bring", "illustration", "expected_at_drop_in")
NUMBERS = {
    "expected_at_drop_in": (1, 500),
    "cost_ore": (0, MOST_ORE),
    "minutes": (1, MOST_MINUTES),
    "min_staff": (1, MOST_STAFF),
}
_NEVER_EMPTY = {*NEEDED, "illustration", "expected_at_drop_in"}


def write(content: Content, *, from_team: str = "") -> str:
    """Return the text of the file; with `from_team` it says who made the recipe."""
    return json.dumps(_as_json(content, from_team), ensure_ascii=False, indent=2) + "\n"


def on_one_line(content: Content) -> str:
    """Return the same in plain letters without line breaks, as a form carries it along."""
    return json.dumps(_as_json(content, ""))


def read(data: bytes | str) -> tuple[Content, str]:
    """Return what the file says, and the team that it names ("" for none).

    Raises RuleBroken with a sentence for each thing that is wrong with it.
    """
    whole = _parsed(data)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        _is_no_recipe()
    version = whole.get("version")
    if type(version) is not int or version < 1:
        _is_no_recipe()
    if version > VERSION:
        raise RuleBroken(_("Oppskriften er laget med en nyere utgave av Reir enn denne. Spør den "
                           "som driver Reir hos dere, om å oppdatere."))  # fmt: skip
    said = whole.get("recipe")
    if not isinstance(said, dict):
        _is_no_recipe()
    team = whole.get("from_team", "")
    unknown = [*(whole.keys() - {"format", "version", "recipe", "from_team"}), *_unknown(said)]
    problems = list(_problems(said, unknown=unknown, team=team))
    if problems:
        raise RuleBroken(" ".join(problems[:MOST_SENTENCES]))
    values = {name: _kept(name, value) for name, value in said.items()}
    return Content(**values), clean_line(team)


def _as_json(content: Content, from_team: str) -> dict[str, Any]:
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if from_team:
        head["from_team"] = clean_line(from_team)
    return head | {"recipe": for_machines(asdict(content))}


# --- Reading ---------------------------------------------------------------------
def _parsed(data: bytes | str) -> Any:
    if len(data) > MAX_BYTES:
        raise RuleBroken(_("Fila er for stor til å være en oppskrift."))
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        return json.loads(text, parse_constant=_refused, object_pairs_hook=_said_once)
    except (ValueError, RecursionError):
        _is_no_recipe()


def _is_no_recipe() -> NoReturn:
    raise RuleBroken(
        _("Dette er ikke en oppskrift. Velg en fil fra «Last ned oppskrift», slik du fikk den.")
    )


def _refused(_sign: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says the same twice: which one holds is anybody's guess."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _unknown(said: dict[str, Any]) -> list[str]:
    return [name for name in said if name not in NAMES]


def _problems(said: dict[str, Any], *, unknown: list[str], team: Any) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    if unknown:
        names = ", ".join(f"«{_shortened(name)}»" for name in sorted(unknown)[:MOST_SENTENCES])
        yield _("Fila har noe vi ikke kjenner: %(names)s.") % {"names": names}
    if lacking := [_label(name) for name in NEEDED if name not in said]:
        yield _("Oppskriften mangler dette: %(names)s.") % {"names": ", ".join(lacking)}
    if not isinstance(team, str) or len(clean_line(team)) > LONGEST_TEAM:
        yield _("Navnet på teamet kan ha høyst %(most)s tegn.") % {"most": LONGEST_TEAM}
    for name, value in said.items():
        if name == "demands":
            yield from _wrong_demands(value)
        elif name in NUMBERS:
            yield from _wrong_number(name, value)
        elif name in NAMES:
            yield from _wrong_words(name, value)


def _wrong_words(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield _("%(what)s skal være tekst.") % {"what": _label(name)}
        return
    words, most = _kept(name, value), _longest(name)
    if len(words) > most:
        said = {"what": _label(name), "most": most, "found": len(words)}
        yield _("%(what)s kan ha høyst %(most)s tegn. Her er det %(found)s.") % said
    elif name in _NEVER_EMPTY and not words:
        yield _("%(what)s kan ikke stå tomt.") % {"what": _label(name)}
    elif not _is_known(name, words):
        said = {"what": _label(name), "words": _shortened(words)}
        yield _("%(what)s: «%(words)s» er ikke noe vi kjenner.") % said
    elif holds_national_identity_number(words):
        yield _("Ta bort fødselsnummeret. Reir skal ikke ha det.")


def _is_known(name: str, words: str) -> bool:
    """Tell whether a choice is one of ours; a drawing need only have a name."""
    if name == "kind":
        return words in Activity.Kind.values
    return name != "illustration" or bool(re.fullmatch(r"[-a-zA-Z0-9_]+", words))


def _wrong_number(name: str, value: Any) -> Iterator[str]:
    least, most = NUMBERS[name]
    if value is None and name not in _NEVER_EMPTY:
        return
    if type(value) is not int:
        yield _("%(what)s skal være et helt tall.") % {"what": _label(name)}
    elif not least <= value <= most:
        limits: dict[str, Any] = {"what": _label(name), "least": least, "most": most}
        if name == "cost_ore":
            limits |= {"least": kroner(least), "most": kroner(most)}
        yield _("%(what)s skal være fra %(least)s til %(most)s.") % limits


def _wrong_demands(value: Any) -> Iterator[str]:
    known = isinstance(value, list) and all(one in Demand.values for one in map(_hashable, value))
    if not known or len(set(value)) != len(value):
        yield _("%(what)s skal være en liste med det vi kjenner: %(names)s.") % {
            "what": _label("demands"),
            "names": ", ".join(Demand.values),
        }


def _hashable(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _kept(name: str, value: Any) -> Any:
    """Return a value as its column keeps it."""
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str):
        return value
    is_long = _column(name).get_internal_type() == "TextField"
    return clean_text(value) if is_long else clean_line(value)


def _column(name: str) -> Any:
    return (Activity if name in OF_THE_ACTIVITY else Recipe)._meta.get_field(name)


def _longest(name: str) -> int:
    return int(_column(name).max_length)


def _label(name: str) -> str:
    label = _("si fra på forhånd om") if name == "demands" else _column(name).verbose_name
    return capfirst(str(label))


def _shortened(words: str) -> str:
    """Return what a file said, as a sentence can hold it."""
    words = clean_line(words)
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}…"
