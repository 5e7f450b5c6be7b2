"""A later migration changes the ledger's table; then everybody tries to change what is there."""

COLUMNS = "id, voucher_number, key, debit, credit, ore, at, reason, kind, team_id"
REST = "'a', 'b', 1, '2026-01-01', '', 'buy_cards', 1"
EVERYWHERE = [
    "UPDATE ledger_entry SET ore = 1",
    "UPDATE ledger_entry SET note = 1",
    "DELETE FROM ledger_entry",
]
ONLY_ON = {
    "sqlite": [
        f"INSERT OR REPLACE INTO ledger_entry ({COLUMNS}) VALUES (1, 99, 'another', {REST})",
        f"INSERT OR REPLACE INTO ledger_entry ({COLUMNS}) VALUES (9, 1, 'another', {REST})",
        f"INSERT OR REPLACE INTO ledger_entry ({COLUMNS}) VALUES (9, 99, 'first', {REST})",
    ],
    "postgresql": ["TRUNCATE ledger_entry", "TRUNCATE ledger_entry CASCADE"],
}


def prepare() -> None:
    """Book one entry, widen a column and add another, as migrations do."""
    from django.db import connection, models

    from ledger.models import Entry
    from tests.payouts.helpers import booked

    booked(key="first")
    wider, added = models.CharField(max_length=200), models.IntegerField(null=True)
    wider.set_attributes_from_name("reason")
    wider.model = Entry
    added.set_attributes_from_name("note")
    added.model = Entry
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, Entry._meta.get_field("reason"), wider)
        editor.add_field(Entry, added)


def statements() -> list[str]:
    from django.db import connection

    return [*EVERYWHERE, *ONLY_ON[connection.vendor]]


def act(index: int, prepared: None) -> str:
    from django.db import DatabaseError, connection

    said = statements()
    try:
        with connection.cursor() as cursor:
            cursor.execute(said[index % len(said)])
    except DatabaseError as refused:
        return str(refused)
    return f"done: {said[index % len(said)]}"


def look(prepared: None) -> list[tuple[int, str, int]]:
    from ledger.models import Entry

    return list(Entry.objects.values_list("voucher_number", "key", "ore"))
