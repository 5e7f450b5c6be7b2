"""A bank's answer to a file: ISO 20022 pain.002.001 (.03, .10 and those between), read safely.

The bytes come from outside: a document type, an entity, a deep or a huge file is refused before
anything is made of it. Nothing here knows the database.
"""

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from core.errors import RuleBroken

MOST_BYTES = 64 * 1024 * 1024
DEEPEST = 30
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001."
ARRIVED = frozenset({"ACSC", "ACCC"})
"""Settled at the bank that pays, or at the receiver's: the money has gone."""
REFUSED = frozenset({"RJCT", "CANC"})
"""Anything else (ACTC, ACCP, ACSP, PDNG …) says that the bank is still at it."""


@dataclass
class Row:
    """What the bank says of one payment. `code` is its four letters, `why` its reason."""

    end_to_end_id: str = ""
    code: str = ""
    why: str = ""


@dataclass
class Answer:
    """A whole answer. `code` is about every payment that has none of its own."""

    message_id: str = ""
    code: str = ""
    why: str = ""
    rows: list[Row] = field(default_factory=list)


def read(data: bytes) -> Answer:
    """Return what `data` says. Raises RuleBroken with a sentence when it is no pain.002."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(_("Fila er for stor til å være et svar fra banken."))
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise _unreadable() from None
    if not reader.answer.message_id:
        raise _unreadable()
    return reader.answer


def _unreadable() -> RuleBroken:
    return RuleBroken(_("Vi kan ikke lese fila som et svar fra banken. Velg en pain.002-fil."))


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
        if not self._open and (local != "Document" or not space.startswith(NAMESPACE)):
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
        elif local in ("GrpSts", "PmtInfSts"):
            self.answer.code = words
        elif local == "TxInfAndSts" and self._row:
            self.answer.rows.append(self._row)
            self._row = None
        elif self._row and local == "OrgnlEndToEndId":
            self._row.end_to_end_id = words
        elif self._row and local == "TxSts":
            self._row.code = words
        elif local in ("Cd", "Prtry", "AddtlInf") and "StsRsnInf" in self._open:
            about = self._row or self.answer
            about.why = f"{about.why} {words}".strip()[:200]
