"""A file that asks a bank to pay: ISO 20022 pain.001.001.09, in kroner.

A pure function from rows to bytes: the same facts give the same bytes. Nothing in it is changed
to suit a bank; what a bank would not take, and what could stand instead, says `bank_characters`.
Source: the XSD pain.001.001.09 and the Norwegian guide's use of BBAN (reference/money.md 4). What a
bank wants stands in its profile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.utils import timezone

from core.text import for_machines
from payouts.bank_characters import LONGEST_NAME
from payouts.models import BankProfile, Batch

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_ID = 35
LONGEST_TEXT = 140


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment: øre to `name` on `account` (eleven digits or an IBAN)."""

    end_to_end_id: str
    name: str
    account: str
    ore: int
    text: str


def document(batch: Batch, profile: BankProfile, *, transfers: Sequence[Transfer]) -> bytes:
    """Return the file of `batch`, which has a day and a moment of sealing.

    An empty code of `profile` leaves its element out. Raises ValueError for what no bank takes: an
    empty or too long value.
    """
    _must_fit(batch, profile, transfers)
    return b"".join(line.encode() + b"\n" for line in _lines(batch, profile, transfers))


def amount(ore: int) -> str:
    """Return øre as the file writes kroner: 15000 → «150.00»."""
    return f"{ore // 100}.{ore % 100:02d}"


def _must_fit(batch: Batch, profile: BankProfile, transfers: Sequence[Transfer]) -> None:
    if not transfers:
        raise ValueError("no transfers")
    names = [profile.initiating_party, *(transfer.name for transfer in transfers)]
    ids = [batch.message_id, *(transfer.end_to_end_id for transfer in transfers)]
    texts = [transfer.text for transfer in transfers]
    for values, longest in ((names, LONGEST_NAME), (ids, LONGEST_ID), (texts, LONGEST_TEXT)):
        if not all(0 < len(for_machines(value)) <= longest for value in values):
            raise ValueError("an empty or too long value")
    if any(transfer.ore <= 0 for transfer in transfers):
        raise ValueError("a payment of nothing")
    if len(set(ids)) != len(ids):
        raise ValueError("the same id twice")


def _lines(batch: Batch, profile: BankProfile, transfers: Sequence[Transfer]) -> Iterator[str]:
    """Yield the file a line at a time, each element in the order of the XSD."""
    totals = _leaf("NbOfTxs", str(len(transfers)))
    totals += _leaf("CtrlSum", amount(sum(transfer.ore for transfer in transfers)))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<Document xmlns="{NAMESPACE}">'
    yield "<CstmrCdtTrfInitn>"
    yield f"<GrpHdr>{''.join(_group_header(batch, profile, totals))}</GrpHdr>"
    yield "<PmtInf>"
    yield from _payment_head(batch, profile, totals)
    yield from map(_payment, transfers)
    yield "</PmtInf>"
    yield "</CstmrCdtTrfInitn>"
    yield "</Document>"


def _group_header(batch: Batch, profile: BankProfile, totals: str) -> Iterator[str]:
    yield _leaf("MsgId", batch.message_id)
    yield _leaf("CreDtTm", timezone.localtime(batch.sealed_at).isoformat(timespec="seconds"))
    yield totals
    party = _leaf("Nm", profile.initiating_party)
    if profile.initiating_party_id:
        number = _leaf("Id", profile.initiating_party_id) + "<SchmeNm><Cd>CUST</Cd></SchmeNm>"
        party += f"<Id><OrgId><Othr>{number}</Othr></OrgId></Id>"
    yield f"<InitgPty>{party}</InitgPty>"


def _payment_head(batch: Batch, profile: BankProfile, totals: str) -> Iterator[str]:
    """Yield what stands in PmtInf before its payments."""
    yield _leaf("PmtInfId", batch.message_id)
    yield _leaf("PmtMtd", "TRF")
    if profile.batch_booking:
        is_one = profile.batch_booking == BankProfile.BatchBooking.ONE
        yield _leaf("BtchBookg", "true" if is_one else "false")
    yield totals
    codes = {"SvcLvl": profile.service_level, "CtgyPurp": profile.category_purpose}
    if any(codes.values()):
        kinds = (f"<{name}>{_leaf('Cd', code)}</{name}>" for name, code in codes.items() if code)
        yield f"<PmtTpInf>{''.join(kinds)}</PmtTpInf>"
    yield f"<ReqdExctnDt>{_leaf('Dt', str(batch.execution_on))}</ReqdExctnDt>"
    yield f"<Dbtr>{_leaf('Nm', profile.initiating_party)}</Dbtr>"
    yield f"<DbtrAcct>{_account(profile.debtor_account)}<Ccy>NOK</Ccy></DbtrAcct>"
    yield f"<DbtrAgt><FinInstnId>{_our_bank(profile)}</FinInstnId></DbtrAgt>"
    if profile.charge_bearer:
        yield _leaf("ChrgBr", profile.charge_bearer)


def _our_bank(profile: BankProfile) -> str:
    named = _leaf("BICFI", profile.debtor_bic) if profile.debtor_bic else ""
    if profile.debtor_clearing_number:
        system = profile.debtor_clearing_system
        register = f"<ClrSysId>{_leaf('Cd', system)}</ClrSysId>" if system else ""
        number = _leaf("MmbId", profile.debtor_clearing_number)
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


def _account(account: str) -> str:
    if account[:2].isalpha():
        return f"<Id>{_leaf('IBAN', account)}</Id>"
    return f"<Id><Othr>{_leaf('Id', account)}<SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id>"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(for_machines(text))}</{name}>"
