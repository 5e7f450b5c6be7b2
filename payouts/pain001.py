"""A file that asks a bank to pay: ISO 20022 pain.001.001.09, in kroner.

A pure function from facts to bytes: the same facts give the same bytes. Nothing in it is changed
to suit a bank; `unsupported` says what a bank would not take, `spelling` what could stand instead.
Source: the XSD pain.001.001.09 and the Norwegian guide's use of BBAN (reference/money.md 4). What a
bank wants stands in its profile.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from core.text import for_machines, plain

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_NAME = 70
"""The XSD takes 140 letters, banks between themselves 70."""
LONGEST_ID = 35
LONGEST_TEXT = 140

_BASIC = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
_NORWEGIAN = "æøåáäçđéíóöúüý"
LETTERS = {
    "basic": _BASIC,
    "norwegian": _BASIC | frozenset(f"{_NORWEGIAN}{_NORWEGIAN.upper()}ß%&=@§"),
}
"""By `BankProfile.Letters`: SEPA's basic set, and what Norwegian banks take among themselves."""
_SPELLED = {
    "æ": "ae", "ø": "oe", "å": "aa", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "œ": "oe", "ł": "l",
    "ħ": "h", "ŋ": "n", "ŧ": "t", "ı": "i", "ə": "e", "ǥ": "g", "ĸ": "k", "&": "+", "_": "-",
    "ʻ": "'", "ʼ": "'", "ʽ": "'", "ʾ": "'", "ʿ": "'", "ʹ": "'",
}  # fmt: skip
"""Letters that are no letter with a mark; the first three as passports spell them (ICAO 9303)."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment: øre to `name` on `account` (eleven digits or an IBAN)."""

    end_to_end_id: str
    name: str
    account: str
    ore: int
    text: str


@dataclass(frozen=True)
class Order:
    """Who asks, from where, when and for which payments. Empty codes leave their element out."""

    message_id: str
    made_at: datetime
    execution_on: date
    initiating_party: str
    debtor_account: str
    transfers: Sequence[Transfer]
    initiating_party_id: str = ""
    debtor_bic: str = ""
    service_level: str = ""
    charge_bearer: str = ""
    category_purpose: str = ""
    debtor_clearing_system: str = ""
    debtor_clearing_number: str = ""
    batch_booking: bool | None = None


def unsupported(text: str, *, letters: str) -> list[str]:
    """Return the characters of `text` that the letters of a profile do not hold, each once."""
    return sorted(set(for_machines(text)) - LETTERS[letters])


def spelling(text: str, *, letters: str) -> str:
    """Propose `text` in the letters of a profile: «Šárka Łuczak» → «Sárka Luczak».

    Empty when one of its letters is of another script: then only a person knows.
    """
    spelled = []
    for sign in plain(text):
        found = _spelled(sign, LETTERS[letters])
        if not found and unicodedata.category(sign)[0] == "L":
            return ""
        spelled.append(found)
    return " ".join("".join(spelled).split())[:LONGEST_NAME].strip()


def _spelled(sign: str, taken: frozenset[str]) -> str:
    """Return the nearest to `sign` that is `taken`, or "": itself, without marks, or in words."""
    if sign in taken:
        return sign
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", sign)
        if not unicodedata.category(part).startswith("M")
    )
    named = _SPELLED.get(sign.lower(), "")
    if sign != sign.lower():
        named = named.capitalize()
    # A ring is a mark by Unicode, and å is no a: the last mark goes first.
    parts = unicodedata.normalize("NFC", unicodedata.normalize("NFD", sign)[:-1])
    nearer = _spelled(parts, taken) if len(parts) == 1 and parts != sign else ""
    tries = (named, nearer, bare, "".join(_SPELLED.get(part, part) for part in bare))
    return next((one for one in tries if one and set(one) <= taken), "")


def document(order: Order) -> bytes:
    """Return the file. Raises ValueError for what no bank takes: an empty or too long value."""
    _must_fit(order)
    return b"".join(line.encode() + b"\n" for line in _lines(order))


def amount(ore: int) -> str:
    """Return øre as the file writes kroner: 15000 → «150.00»."""
    return f"{ore // 100}.{ore % 100:02d}"


def _must_fit(order: Order) -> None:
    if not order.transfers:
        raise ValueError("no transfers")
    names = [order.initiating_party, *(transfer.name for transfer in order.transfers)]
    ids = [order.message_id, *(transfer.end_to_end_id for transfer in order.transfers)]
    texts = [transfer.text for transfer in order.transfers]
    for values, longest in ((names, LONGEST_NAME), (ids, LONGEST_ID), (texts, LONGEST_TEXT)):
        if not all(0 < len(for_machines(value)) <= longest for value in values):
            raise ValueError("an empty or too long value")
    if any(transfer.ore <= 0 for transfer in order.transfers):
        raise ValueError("a payment of nothing")
    if len(set(ids)) != len(ids):
        raise ValueError("the same id twice")


def _lines(order: Order) -> Iterator[str]:
    """Yield the file a line at a time, each element in the order of the XSD."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<Document xmlns="{NAMESPACE}">'
    yield "<CstmrCdtTrfInitn>"
    yield f"<GrpHdr>{''.join(_group_header(order))}</GrpHdr>"
    yield "<PmtInf>"
    yield from _payment_head(order)
    yield from map(_payment, order.transfers)
    yield "</PmtInf>"
    yield "</CstmrCdtTrfInitn>"
    yield "</Document>"


def _group_header(order: Order) -> Iterator[str]:
    yield _leaf("MsgId", order.message_id)
    yield _leaf("CreDtTm", order.made_at.isoformat(timespec="seconds"))
    yield from _totals(order)
    party = _leaf("Nm", order.initiating_party)
    if order.initiating_party_id:
        number = _leaf("Id", order.initiating_party_id) + "<SchmeNm><Cd>CUST</Cd></SchmeNm>"
        party += f"<Id><OrgId><Othr>{number}</Othr></OrgId></Id>"
    yield f"<InitgPty>{party}</InitgPty>"


def _payment_head(order: Order) -> Iterator[str]:
    """Yield what stands in PmtInf before its payments."""
    yield _leaf("PmtInfId", order.message_id)
    yield _leaf("PmtMtd", "TRF")
    if order.batch_booking is not None:
        yield _leaf("BtchBookg", "true" if order.batch_booking else "false")
    yield from _totals(order)
    codes = {"SvcLvl": order.service_level, "CtgyPurp": order.category_purpose}
    if any(codes.values()):
        kinds = (f"<{name}>{_leaf('Cd', code)}</{name}>" for name, code in codes.items() if code)
        yield f"<PmtTpInf>{''.join(kinds)}</PmtTpInf>"
    yield f"<ReqdExctnDt>{_leaf('Dt', order.execution_on.isoformat())}</ReqdExctnDt>"
    yield f"<Dbtr>{_leaf('Nm', order.initiating_party)}</Dbtr>"
    yield f"<DbtrAcct>{_account(order.debtor_account)}<Ccy>NOK</Ccy></DbtrAcct>"
    yield f"<DbtrAgt><FinInstnId>{_our_bank(order)}</FinInstnId></DbtrAgt>"
    if order.charge_bearer:
        yield _leaf("ChrgBr", order.charge_bearer)


def _our_bank(order: Order) -> str:
    named = _leaf("BICFI", order.debtor_bic) if order.debtor_bic else ""
    if order.debtor_clearing_number:
        system = order.debtor_clearing_system
        register = f"<ClrSysId>{_leaf('Cd', system)}</ClrSysId>" if system else ""
        number = _leaf("MmbId", order.debtor_clearing_number)
        named += f"<ClrSysMmbId>{register}{number}</ClrSysMmbId>"
    return named or "<Othr><Id>NOTPROVIDED</Id></Othr>"


def _payment(transfer: Transfer) -> str:
    return (
        f"<CdtTrfTxInf><PmtId>{_leaf('EndToEndId', transfer.end_to_end_id)}</PmtId>"
        f'<Amt><InstdAmt Ccy="NOK">{amount(transfer.ore)}</InstdAmt></Amt>'
        f"<Cdtr>{_leaf('Nm', transfer.name)}</Cdtr>"
        f"<CdtrAcct>{_account(transfer.account)}</CdtrAcct>"
        f"<RmtInf>{_leaf('Ustrd', transfer.text)}</RmtInf></CdtTrfTxInf>"
    )


def _totals(order: Order) -> Iterator[str]:
    yield _leaf("NbOfTxs", str(len(order.transfers)))
    yield _leaf("CtrlSum", amount(sum(transfer.ore for transfer in order.transfers)))


def _account(account: str) -> str:
    if account[:2].isalpha():
        return f"<Id>{_leaf('IBAN', account)}</Id>"
    return f"<Id><Othr>{_leaf('Id', account)}<SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id>"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(for_machines(text))}</{name}>"
