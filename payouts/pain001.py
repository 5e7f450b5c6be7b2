"""A file that asks a bank to pay: ISO 20022 pain.001.001.09, in kroner.

A pure function from facts to bytes: the same facts give the same bytes. Nothing in it is changed
to suit a bank; `unsupported` says what a bank would not take. Source: the XSD pain.001.001.09 and
the Norwegian guide's use of BBAN (reference/money.md 4). What a bank wants stands in its profile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_NAME = 70
"""The XSD takes 140 letters, banks between themselves 70."""
LONGEST_ID = 35
LONGEST_TEXT = 140

_BASIC = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
LETTERS = {"basic": _BASIC, "norwegian": _BASIC | frozenset("æøåÆØÅ")}
"""By `BankProfile.Letters`: SEPA's basic set, and the same with the Norwegian letters."""


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


def unsupported(text: str, *, letters: str) -> list[str]:
    """Return the characters of `text` that the letters of a profile do not hold, each once."""
    return sorted(set(text) - LETTERS[letters])


def document(order: Order) -> bytes:
    """Return the file. Raises ValueError for what no bank takes: an empty or too long value.

    It is put together a payment at a time, so that a hundred thousand fit in memory.
    """
    _must_fit(order)
    return b"".join(
        (
            b'<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<Document xmlns="{NAMESPACE}">\n<CstmrCdtTrfInitn>\n'.encode(),
            _bytes(_group_header(order)),
            b"<PmtInf>\n",
            *(_bytes(element) for element in _payment_head(order)),
            *(_bytes(_payment(transfer)) for transfer in order.transfers),
            b"</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n",
        )
    )


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
        if not all(0 < len(value) <= longest for value in values):
            raise ValueError("an empty or too long value")
    if any(transfer.ore <= 0 for transfer in order.transfers):
        raise ValueError("a payment of nothing")
    if len(set(ids)) != len(ids):
        raise ValueError("the same id twice")


def _group_header(order: Order) -> Element:
    header = Element("GrpHdr")
    _leaf(header, "MsgId", order.message_id)
    _leaf(header, "CreDtTm", order.made_at.isoformat(timespec="seconds"))
    _totals(header, order)
    party = _party(SubElement(header, "InitgPty"), order.initiating_party)
    if order.initiating_party_id:
        other = _path(party, "Id", "OrgId", "Othr")
        _leaf(other, "Id", order.initiating_party_id)
        _leaf(_path(other, "SchmeNm"), "Cd", "CUST")
    return header


def _payment_head(order: Order) -> Iterator[Element]:
    """Yield what stands in PmtInf before its payments, in the order of the XSD."""
    head = Element("PmtInf")
    _leaf(head, "PmtInfId", order.message_id)
    _leaf(head, "PmtMtd", "TRF")
    _totals(head, order)
    if order.service_level:
        _leaf(_path(head, "PmtTpInf", "SvcLvl"), "Cd", order.service_level)
    _leaf(_path(head, "ReqdExctnDt"), "Dt", order.execution_on.isoformat())
    _party(SubElement(head, "Dbtr"), order.initiating_party)
    _account(SubElement(head, "DbtrAcct"), order.debtor_account, currency="NOK")
    institution = _path(head, "DbtrAgt", "FinInstnId")
    if order.debtor_bic:
        _leaf(institution, "BICFI", order.debtor_bic)
    else:
        _leaf(_path(institution, "Othr"), "Id", "NOTPROVIDED")
    if order.charge_bearer:
        _leaf(head, "ChrgBr", order.charge_bearer)
    yield from head


def _payment(transfer: Transfer) -> Element:
    payment = Element("CdtTrfTxInf")
    _leaf(_path(payment, "PmtId"), "EndToEndId", transfer.end_to_end_id)
    sum_of_it = SubElement(_path(payment, "Amt"), "InstdAmt", Ccy="NOK")
    sum_of_it.text = amount(transfer.ore)
    _party(SubElement(payment, "Cdtr"), transfer.name)
    _account(SubElement(payment, "CdtrAcct"), transfer.account)
    _leaf(_path(payment, "RmtInf"), "Ustrd", transfer.text)
    return payment


def _totals(parent: Element, order: Order) -> None:
    _leaf(parent, "NbOfTxs", str(len(order.transfers)))
    _leaf(parent, "CtrlSum", amount(sum(transfer.ore for transfer in order.transfers)))


def _party(parent: Element, name: str) -> Element:
    _leaf(parent, "Nm", name)
    return parent


def _account(parent: Element, account: str, *, currency: str = "") -> None:
    if account[:2].isalpha():
        _leaf(_path(parent, "Id"), "IBAN", account)
    else:
        other = _path(parent, "Id", "Othr")
        _leaf(other, "Id", account)
        _leaf(_path(other, "SchmeNm"), "Cd", "BBAN")
    if currency:
        _leaf(parent, "Ccy", currency)


def _path(parent: Element, *names: str) -> Element:
    """Return the innermost of new elements, one in the other."""
    for name in names:
        parent = SubElement(parent, name)
    return parent


def _leaf(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _bytes(element: Element) -> bytes:
    return tostring(element, encoding="unicode").encode() + b"\n"
