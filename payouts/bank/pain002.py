"""A bank's answer to a file: ISO 20022 pain.002, any version, read safely.

The bytes come from outside: a document type, an entity, a deep or a huge file is refused before
anything is made of it. Nothing here knows the database.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import RuleBroken

MOST_BYTES = 64 * 1024 * 1024
DEEPEST = 30
NAMESPACE = re.compile(r"(?:.*[:$/])?pain\.002\.\d{3}\.\d{2}(?:\.ch\.\d{2}\.xsd)?")
"""ISO's own, and those of SWIFT and of the German and Swiss banks; all name the elements alike."""
REPORT = "CstmrPmtStsRpt"
"""What stands right inside the document; the version .02 calls it by its own number."""
SUM = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,17})?")
ARRIVED = frozenset({"ACSC", "ACCC"})
"""Settled at the bank that pays, or at the receiver's: the money has gone."""
REFUSED = frozenset({"RJCT", "CANC"})
"""Anything else (ACTC, ACCP, ACSP, PDNG …) says that the bank is still at it."""

HAD_BEFORE = frozenset({"AM05", "DUPL", "DU01", "DU02", "DU03", "DU04", "DU05"})
"""What is refused so lies in the bank already: it tells nothing of what became of the first."""
WORDS = {
    **dict.fromkeys(HAD_BEFORE, gettext_lazy("banken har fått betalingen før")),
    "AC01": gettext_lazy("kontonummeret er feil"),
    "AC03": gettext_lazy("kontonummeret til mottakeren er feil"),
    "AC04": gettext_lazy("kontoen er avsluttet"),
    "AC06": gettext_lazy("kontoen er sperret"),
    "AC07": gettext_lazy("kontoen til mottakeren er avsluttet"),
    "AG01": gettext_lazy("kontoen tar ikke imot slike betalinger"),
    "AM04": gettext_lazy("ikke nok penger på kontoen vår"),
    "BE01": gettext_lazy("navnet passer ikke med kontonummeret"),
    "BE06": gettext_lazy("banken kjenner ikke mottakeren"),
    "FF01": gettext_lazy("banken kan ikke lese fila"),
    "MS03": gettext_lazy("banken sier ikke hvorfor"),
    "RC01": gettext_lazy("banken til kontonummeret er feil"),
    "RJCT": gettext_lazy("banken sier ikke hvorfor"),
}
"""The commonest of ISO 20022's external status reasons (ExternalStatusReason1Code) in words.

RJCT is a status, kept as the reason when the bank gave none.
"""
CODE = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")


def in_words(reason: str) -> str:
    """Return a stored reason with words after each code that we know; the rest stays as it is."""
    return CODE.sub(lambda found: f"{found.group()} ({WORDS[found.group()]})", reason)


def is_had_before(reason: str) -> bool:
    """Tell whether the bank refuses only because it has got the same once before."""
    return not HAD_BEFORE.isdisjoint(reason.split())


@dataclass
class Row:
    """What the bank says of one payment. `code` is its four letters, `why` its reason.

    `settled_on` is when the money moved between the banks, `accepted_on` when the bank took the
    payment on, `ore` what we asked for, each None when it is not told.
    """

    end_to_end_id: str = ""
    code: str = ""
    why: str = ""
    settled_on: date | None = None
    accepted_on: date | None = None
    ore: int | None = None


@dataclass
class Answer:
    """A whole answer. `code` is about every payment that has none of its own.

    `count` and `ore` are how many payments our file had and their sum, None when it is not told.
    """

    message_id: str = ""
    code: str = ""
    why: str = ""
    rows: list[Row] = field(default_factory=list)
    count: int | None = None
    ore: int | None = None


def read(data: bytes) -> Answer:
    """Return what `data` says. Raises RuleBroken with a sentence when it is no pain.002."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(_("Fila er for stor til å være et svar fra banken."))
    reader = _Reader()
    try:
        reader.parser.Parse(data.lstrip(b" \t\r\n"), True)
    except (expat.ExpatError, LookupError, ValueError, OverflowError):
        raise _unreadable() from None
    if not reader.answer.message_id:
        raise _unreadable()
    return reader.answer


def _unreadable() -> RuleBroken:
    return RuleBroken(_("Vi kan ikke lese fila som et svar fra banken. Velg en pain.002-fil."))


def _day(words: str) -> date:
    """Return the day in Oslo of an ISO date or moment."""
    moment = datetime.fromisoformat(words if "T" in words else words[:10])
    return timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()


def _ore(words: str) -> int | None:
    """Return a sum in kroner as øre: «150.5» is 15050. None for what is no sum."""
    kroner, _point, parts = words.partition(".")
    if not (SUM.fullmatch(words) and not parts[2:].strip("0")):
        return None
    return int(kroner) * 100 + int(parts[:2].ljust(2, "0"))


def _count(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() else None


_OF_OUR_FILE: dict[str, tuple[str, Callable[[str], Any]]] = {
    "OrgnlNbOfTxs": ("count", _count),
    "OrgnlCtrlSum": ("ore", _ore),
}
"""What the bank says of the whole file that it answers: where it is kept, and how it is read."""
_OF_A_PAYMENT: dict[str, tuple[str, Callable[[str], Any]]] = {
    "InstdAmt": ("ore", _ore),
    "OrgnlEndToEndId": ("end_to_end_id", str),
    "TxSts": ("code", str),
    "AccptncDtTm": ("accepted_on", _day),
    **dict.fromkeys(("IntrBkSttlmDt", "FctvIntrBkSttlmDt"), ("settled_on", _day)),
}
"""A day may stand in a choice right inside its element."""


class _Reader:
    """Follows the elements and keeps the few that matter."""

    def __init__(self) -> None:
        self.answer = Answer()
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        self._open: list[str] = []
        self._words = ""
        self._row: Row | None = None

    def _refuse(self, *_parts: Any) -> None:
        raise _unreadable()

    def _start(self, name: str, _attributes: Any) -> None:
        space, _gap, local = name.rpartition(" ")
        if not self._open and (local != "Document" or (space and not NAMESPACE.fullmatch(space))):
            raise _unreadable()
        if len(self._open) == 1 and local != REPORT and not NAMESPACE.fullmatch(local):
            raise _unreadable()
        self._open.append(local)
        if len(self._open) > DEEPEST:
            raise _unreadable()
        self._words = ""
        if local == "TxInfAndSts":
            self._row = Row()

    def _text(self, words: str) -> None:
        self._words += words

    def _end(self, _name: str) -> None:
        local = self._open.pop()
        words, self._words = self._words.strip()[:200], ""
        if local == "OrgnlMsgId" and not self.answer.message_id:
            self.answer.message_id = words
        elif self._open[-1:] == ["OrgnlGrpInfAndSts"] and local in _OF_OUR_FILE:
            name, read_as = _OF_OUR_FILE[local]
            setattr(self.answer, name, read_as(words))
        elif local in ("GrpSts", "PmtInfSts"):
            self.answer.code = words
        elif local in ("Cd", "Prtry") and self._open[-2:] == ["StsRsnInf", "Rsn"]:
            # Who says so, and more in the bank's words, stand beside it: they are no reason.
            about = self._row or self.answer
            about.why = f"{about.why} {words}".strip()[:200]
        elif local == "TxInfAndSts" and self._row:
            self.answer.rows.append(self._row)
            self._row = None
        elif self._row and words:
            for element in {local, self._open[-1]} & _OF_A_PAYMENT.keys():
                name, read_as = _OF_A_PAYMENT[element]
                setattr(self._row, name, read_as(words))
