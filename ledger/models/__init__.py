from ledger.models.books import AccountCode, LedgerPerson
from ledger.models.entry import Entry, EntrySeal, VoucherCounter

__all__ = ["AccountCode", "Entry", "EntrySeal", "LedgerPerson", "VoucherCounter"]
