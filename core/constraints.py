"""Rules that the database itself keeps on SQLite and PostgreSQL, as constraint classes.

They are members of `Meta.constraints` because SQLite loses a trigger whenever a later migration
rebuilds its table; a constraint is written again with the table (docs/decisions/003).
"""

from typing import Any

from django.db import models
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext_lazy as _

_BEFORE_ROW_CHANGES = 1 + 2 + 8 + 16
"""pg_trigger.tgtype: for each row, before, delete or update."""
_BEFORE_TRUNCATE = 2 + 32


def once(*fields: str, name: str, **options: Any) -> models.UniqueConstraint:
    """Return the rule that no two rows have the same `fields`."""
    return models.UniqueConstraint(fields=fields, name=name, **options)


class TriggerConstraint(BaseConstraint):
    """A constraint made of triggers: on SQLite always, on PostgreSQL by `postgresql_create`."""

    postgresql_has = ""
    """Asks PostgreSQL for what a table has of such rules: a name, and what is said of it."""
    _sqlite_has = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"

    def sqlite_triggers(self, model: type[models.Model]) -> dict[str, str]:
        """Return what follows CREATE TRIGGER and its name on SQLite, by that name."""
        raise NotImplementedError

    def postgresql_create(self, model: type[models.Model]) -> list[str]:
        """Return the statements that make the rule on PostgreSQL."""
        raise NotImplementedError

    def postgresql_remove(self, model: type[models.Model]) -> list[str]:
        """Return the statements that take the rule away on PostgreSQL."""
        raise NotImplementedError

    def postgresql_wanted(self, model: type[models.Model]) -> dict[str, Any]:
        """Return what `postgresql_has` finds of the rule when it is as it should be."""
        raise NotImplementedError

    def wanted(self, model: type[models.Model], vendor: str) -> dict[str, Any]:
        """Return what the table must have, each part by its name."""
        if vendor == "postgresql":
            return self.postgresql_wanted(model)
        return {
            name: (f'CREATE TRIGGER "{name}" {body}',)
            for name, body in self.sqlite_triggers(model).items()
        }

    def found(self, model: type[models.Model], vendor: str, cursor: Any) -> dict[str, Any]:
        """Return the same of what the table has."""
        asked = self._sqlite_has if vendor == "sqlite" else self.postgresql_has
        cursor.execute(asked, [model._meta.db_table])
        return {name: tuple(said) for name, *said in cursor.fetchall()}

    # Django's three hooks -----------------------------------------------------
    # The stubs let the model be None and want a string; Django gives one and takes None.
    def constraint_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: Any
    ) -> None:
        """Defer the rule until the table has its final name."""
        schema_editor.deferred_sql.extend(self._create(model, schema_editor))

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: Any
    ) -> str:
        """Return the rule's statements as one string.

        On SQLite AddConstraint rebuilds the table, which comes to `constraint_sql`; only the
        rare path of a table with parametrised defaults asks here as well.
        """
        return ";\n".join(self._create(model, schema_editor))

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: Any
    ) -> str:
        """Return the statements that drop the rule; on SQLite the rebuild already did."""
        if schema_editor.connection.vendor == "sqlite":
            return "SELECT 1"
        return ";\n".join(self.postgresql_remove(model))

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the deciding to the database: a check before the write would only be a guess."""

    def _create(self, model: type[models.Model], schema_editor: Any) -> list[str]:
        if schema_editor.connection.vendor == "postgresql":
            return self.postgresql_create(model)
        # «If not exists» because a migration may defer the same one twice.
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{name}" {body}'
            for name, body in self.sqlite_triggers(model).items()
        ]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, TriggerConstraint):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)


class AppendOnlyConstraint(TriggerConstraint):
    """Refuse UPDATE, DELETE, TRUNCATE and REPLACE of a row.

    `unique` lists the model's further unique keys, each a tuple of field names: their reuse must
    be refused before SQLite's INSERT OR REPLACE deletes the old row behind the DELETE trigger's
    back.

    `forgets` names the fields that may be emptied, once and for good: an UPDATE that sets some of
    them from a value to NULL, and touches nothing else, goes through (docs/decisions/013). On
    SQLite the rule names every column: whoever adds or removes one later takes the rule away
    before and puts it back after, in the same migration; `core.E003` says so when it was not done.
    """

    default_violation_error_message = _("Denne raden kan ikke endres eller slettes.")
    # Those that are in force, always and for every row.
    postgresql_has = (
        "SELECT t.tgname, t.tgtype, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE t.tgrelid = %s::regclass AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL"
    )

    def __init__(
        self,
        *,
        name: str,
        unique: tuple[tuple[str, ...], ...] = (),
        forgets: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.unique, self.forgets = tuple(map(tuple, unique)), tuple(forgets)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        path, arguments, keywords = super().deconstruct()
        said = {"unique": self.unique, "forgets": self.forgets}
        return path, arguments, keywords | {name: words for name, words in said.items() if words}

    def sqlite_triggers(self, model: type[models.Model]) -> dict[str, str]:
        """Return three triggers that raise ABORT."""
        table = _table(model)
        body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        keys = [_columns(model, "pk"), *(_columns(model, *names) for names in self.unique)]
        clash = " OR ".join(
            "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")"
            for key in keys
        )
        taken = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {clash})'
        unless = self._unless_it_forgets(model)
        return {
            f"{self.name}_update": f"BEFORE UPDATE ON {table} {unless}{body}",
            f"{self.name}_delete": f"BEFORE DELETE ON {table} {body}",
            f"{self.name}_replace": f"BEFORE INSERT ON {table} {taken} {body}",
        }

    def _unless_it_forgets(self, model: type[models.Model]) -> str:
        """Return the WHEN of SQLite's update trigger; none when nothing may be forgotten."""
        if not self.forgets:
            return ""
        forgotten = _columns(model, *self.forgets)
        # By name: a table that is being rebuilt has its fields in another order.
        others = sorted(str(field.column) for field in model._meta.local_concrete_fields)
        same = [f'NEW."{one}" IS OLD."{one}"' for one in others if one not in forgotten]
        same += [f'(NEW."{one}" IS OLD."{one}" OR NEW."{one}" IS NULL)' for one in forgotten]
        some = " OR ".join(f'NEW."{one}" IS NOT OLD."{one}"' for one in forgotten)
        return f"WHEN NOT ({' AND '.join(same)} AND ({some})) "

    def postgresql_create(self, model: type[models.Model]) -> list[str]:
        """Return a function and two triggers, one a row and one a statement."""
        table = _table(model)
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}_refuse"() RETURNS trigger LANGUAGE plpgsql'
            f" AS 'BEGIN {self._when_it_forgets(model)}RAISE EXCEPTION ''{table} is append-only''"
            " USING ERRCODE = ''integrity_constraint_violation''; END'",
            f'CREATE TRIGGER "{self.name}_row" BEFORE UPDATE OR DELETE ON "{table}"'
            f' FOR EACH ROW EXECUTE FUNCTION "{self.name}_refuse"()',
            f'CREATE TRIGGER "{self.name}_truncate" BEFORE TRUNCATE ON "{table}"'
            f' FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}_refuse"()',
        ]

    def postgresql_wanted(self, model: type[models.Model]) -> dict[str, Any]:
        """Return (kind of trigger, the function's source) by the trigger's name."""
        source = (
            self.postgresql_create(model)[0]
            .split(" AS '", 1)[1]
            .removesuffix("'")
            .replace("''", "'")
        )
        return {
            f"{self.name}_row": (_BEFORE_ROW_CHANGES, source),
            f"{self.name}_truncate": (_BEFORE_TRUNCATE, source),
        }

    def _when_it_forgets(self, model: type[models.Model]) -> str:
        """Return the function's way out on PostgreSQL, in doubled quotes; none without `forgets`.

        OLD and NEW are read inside the first IF: TRUNCATE has neither.
        """
        if not self.forgets:
            return ""
        forgotten = _columns(model, *self.forgets)
        names = ", ".join(f"''{one}''" for one in forgotten)
        same = [f"to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}]"]
        same += [
            f'(NEW."{one}" IS NOT DISTINCT FROM OLD."{one}" OR NEW."{one}" IS NULL)'
            for one in forgotten
        ]
        some = " OR ".join(f'NEW."{one}" IS DISTINCT FROM OLD."{one}"' for one in forgotten)
        return (
            f"IF TG_OP = ''UPDATE'' THEN IF {' AND '.join(same)} AND ({some})"
            " THEN RETURN NEW; END IF; END IF; "
        )

    def postgresql_remove(self, model: type[models.Model]) -> list[str]:
        """Return the statements that drop what `postgresql_create` made."""
        table = _table(model)
        return [
            f'DROP TRIGGER IF EXISTS "{self.name}_row" ON "{table}"',
            f'DROP TRIGGER IF EXISTS "{self.name}_truncate" ON "{table}"',
            f'DROP FUNCTION IF EXISTS "{self.name}_refuse"()',
        ]


class NoOverlapConstraint(TriggerConstraint):
    """Refuse two rows of the same `group` whose half-open periods [starts, ends) meet.

    `states` limits the rule to rows whose `state_field` holds one of them. Dates, not times.
    PostgreSQL keeps it as an exclusion constraint without extensions (the pip build has none):
    the integer is written as a one-element range.
    """

    default_violation_error_message = _("Perioden er opptatt.")
    postgresql_has = (
        "SELECT conname, contype::text, convalidated FROM pg_constraint"
        " WHERE conrelid = %s::regclass"
    )

    def __init__(
        self,
        *,
        name: str,
        group: str,
        starts: str,
        ends: str,
        state_field: str,
        states: tuple[str, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.group, self.starts, self.ends = group, starts, ends
        self.state_field, self.states = state_field, tuple(states)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        path, arguments, keywords = super().deconstruct()
        names = ("group", "starts", "ends", "state_field", "states")
        return path, arguments, keywords | {name: getattr(self, name) for name in names}

    def _parts(self, model: type[models.Model]) -> tuple[list[str], str]:
        names = (self.group, self.starts, self.ends, self.state_field)
        return _columns(model, *names), ", ".join(f"'{value}'" for value in self.states)

    def sqlite_triggers(self, model: type[models.Model]) -> dict[str, str]:
        """Return two triggers that look for another row in the way."""
        (group, starts, ends, state), states = self._parts(model)
        (key,), table = _columns(model, "pk"), _table(model)
        body = (
            f'FOR EACH ROW WHEN NEW."{state}" IN ({states}) AND EXISTS ('
            f'SELECT 1 FROM "{table}" AS other WHERE other."{key}" <> NEW."{key}"'
            f' AND other."{group}" = NEW."{group}" AND other."{state}" IN ({states})'
            f' AND (NEW."{ends}" IS NULL OR other."{starts}" < NEW."{ends}")'
            f' AND (other."{ends}" IS NULL OR NEW."{starts}" < other."{ends}"))'
            f" BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        )
        acts = ("insert", "update")
        return {f"{self.name}_{act}": f"AFTER {act.upper()} ON {table} {body}" for act in acts}

    def postgresql_create(self, model: type[models.Model]) -> list[str]:
        """Return an exclusion constraint."""
        (group, starts, ends, state), states = self._parts(model)
        return [
            f'ALTER TABLE "{_table(model)}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist ('
            f"""int8range("{group}", "{group}", '[]') WITH &&,"""
            f""" daterange("{starts}", "{ends}", '[)') WITH &&)"""
            f' WHERE ("{state}" IN ({states}))'
        ]

    def postgresql_remove(self, model: type[models.Model]) -> list[str]:
        """Return the statement that drops the exclusion constraint."""
        return [f'ALTER TABLE "{_table(model)}" DROP CONSTRAINT IF EXISTS "{self.name}"']

    def postgresql_wanted(self, model: type[models.Model]) -> dict[str, Any]:
        """Return that there is an exclusion constraint which holds for all rows."""
        return {self.name: ("x", True)}


def _table(model: type[models.Model]) -> str:
    """Return its final name: while SQLite's schema editor rebuilds a table it is new__<table>."""
    return model._meta.db_table.removeprefix("new__")


def _columns(model: type[models.Model], *names: str) -> list[str]:
    """Return the database columns of the fields `names` («pk» for the primary key)."""
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    # Not for relations without a column of their own.
    return [field.column for field in fields]  # type: ignore[union-attr,misc]
