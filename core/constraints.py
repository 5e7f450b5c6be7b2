"""Rules that the database itself keeps on SQLite and PostgreSQL, as constraint classes.

They are members of `Meta.constraints` because SQLite loses a trigger whenever a later migration
rebuilds its table; a constraint is written again with the table (docs/decisions/003).
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
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

    def sqlite_create(self, model: type[models.Model], table: str) -> list[str]:
        """Return the statements that make the rule on SQLite; `table` is the final name."""
        raise NotImplementedError

    def sqlite_names(self) -> list[str]:
        """Return the names of the triggers that `sqlite_create` makes."""
        raise NotImplementedError

    def postgresql_create(self, model: type[models.Model], table: str) -> list[str]:
        """Return the statements that make the rule on PostgreSQL."""
        raise NotImplementedError

    def postgresql_remove(self, model: type[models.Model], table: str) -> list[str]:
        """Return the statements that take the rule away on PostgreSQL."""
        raise NotImplementedError

    # What the database has, to compare with what it should have -----------------
    def sqlite_wanted(self, model: type[models.Model]) -> dict[str, str]:
        """Return each trigger's statement by name, as SQLite keeps it."""
        statements = self.sqlite_create(model, model._meta.db_table)
        return {
            name: statement.replace(" IF NOT EXISTS", "", 1)
            for name, statement in zip(self.sqlite_names(), statements, strict=True)
        }

    def sqlite_found(self, model: type[models.Model], cursor: Any) -> dict[str, str]:
        """Return the statements of the triggers that the table has."""
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [model._meta.db_table],
        )
        return dict(cursor.fetchall())

    def postgresql_wanted(self, model: type[models.Model]) -> dict[str, Any]:
        """Return what makes each part of the rule on PostgreSQL, by name."""
        raise NotImplementedError

    def postgresql_found(self, model: type[models.Model], cursor: Any) -> dict[str, Any]:
        """Return the same of what the table has."""
        raise NotImplementedError

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
        return ";\n".join(self.postgresql_remove(model, model._meta.db_table))

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Leave the deciding to the database: a check before the write would only be a guess."""

    def _create(self, model: type[models.Model], schema_editor: Any) -> list[str]:
        table = model._meta.db_table
        if schema_editor.connection.vendor == "sqlite":
            # While SQLite's schema editor rebuilds a table it is called new__<table>.
            return self.sqlite_create(model, table.removeprefix("new__"))
        return self.postgresql_create(model, table)

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

    def __init__(
        self,
        *,
        name: str,
        unique: tuple[tuple[str, ...], ...] = (),
        forgets: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.unique = tuple(tuple(names) for names in unique)
        self.forgets = tuple(forgets)

    def deconstruct(self) -> Any:
        """Return what a migration writes down."""
        path, arguments, keywords = super().deconstruct()
        if self.unique:
            keywords["unique"] = self.unique
        if self.forgets:
            keywords["forgets"] = self.forgets
        return path, arguments, keywords

    def sqlite_names(self) -> list[str]:
        """Return the three triggers' names."""
        return [f"{self.name}_{act}" for act in ("update", "delete", "replace")]

    def sqlite_create(self, model: type[models.Model], table: str) -> list[str]:
        """Return three triggers that raise ABORT."""
        body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        keys = [_columns(model, "pk"), *(_columns(model, *names) for names in self.unique)]
        clash = " OR ".join(
            "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")"
            for key in keys
        )
        taken = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {clash})'
        update, delete, replace = self.sqlite_names()
        return [
            _sqlite_trigger(
                update, f"BEFORE UPDATE ON {table}", f"{self._unless_it_forgets(model)}{body}"
            ),
            _sqlite_trigger(delete, f"BEFORE DELETE ON {table}", body),
            _sqlite_trigger(replace, f"BEFORE INSERT ON {table}", f"{taken} {body}"),
        ]

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

    def postgresql_create(self, model: type[models.Model], table: str) -> list[str]:
        """Return a function and two triggers, one a row and one a statement."""
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
        create = self.postgresql_create(model, model._meta.db_table)[0]
        source = create.split(" AS '", 1)[1].removesuffix("'").replace("''", "'")
        return {
            f"{self.name}_row": (_BEFORE_ROW_CHANGES, source),
            f"{self.name}_truncate": (_BEFORE_TRUNCATE, source),
        }

    def postgresql_found(self, model: type[models.Model], cursor: Any) -> dict[str, Any]:
        """Return the same of the triggers that are in force, always and for every row."""
        cursor.execute(
            "SELECT t.tgname, t.tgtype, p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = %s::regclass AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL",
            [model._meta.db_table],
        )
        return {name: (kind, source) for name, kind, source in cursor.fetchall()}

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

    def postgresql_remove(self, model: type[models.Model], table: str) -> list[str]:
        """Return the statements that drop what `postgresql_create` made."""
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
        keywords |= {
            "group": self.group,
            "starts": self.starts,
            "ends": self.ends,
            "state_field": self.state_field,
            "states": self.states,
        }
        return path, arguments, keywords

    def _parts(self, model: type[models.Model]) -> tuple[list[str], str]:
        names = (self.group, self.starts, self.ends, self.state_field)
        return _columns(model, *names), ", ".join(f"'{value}'" for value in self.states)

    def sqlite_names(self) -> list[str]:
        """Return the two triggers' names."""
        return [f"{self.name}_insert", f"{self.name}_update"]

    def sqlite_create(self, model: type[models.Model], table: str) -> list[str]:
        """Return two triggers that look for another row in the way."""
        (group, starts, ends, state), states = self._parts(model)
        (key,) = _columns(model, "pk")
        body = (
            f'FOR EACH ROW WHEN NEW."{state}" IN ({states}) AND EXISTS ('
            f'SELECT 1 FROM "{table}" AS other WHERE other."{key}" <> NEW."{key}"'
            f' AND other."{group}" = NEW."{group}" AND other."{state}" IN ({states})'
            f' AND (NEW."{ends}" IS NULL OR other."{starts}" < NEW."{ends}")'
            f' AND (other."{ends}" IS NULL OR NEW."{starts}" < other."{ends}"))'
            f" BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        )
        insert, update = self.sqlite_names()
        return [
            _sqlite_trigger(insert, f"AFTER INSERT ON {table}", body),
            _sqlite_trigger(update, f"AFTER UPDATE ON {table}", body),
        ]

    def postgresql_create(self, model: type[models.Model], table: str) -> list[str]:
        """Return an exclusion constraint."""
        (group, starts, ends, state), states = self._parts(model)
        return [
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist ('
            f"""int8range("{group}", "{group}", '[]') WITH &&,"""
            f""" daterange("{starts}", "{ends}", '[)') WITH &&)"""
            f' WHERE ("{state}" IN ({states}))'
        ]

    def postgresql_remove(self, model: type[models.Model], table: str) -> list[str]:
        """Return the statement that drops the exclusion constraint."""
        return [f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{self.name}"']

    def postgresql_wanted(self, model: type[models.Model]) -> dict[str, Any]:
        """Return that there is an exclusion constraint which holds for all rows."""
        return {self.name: ("x", True)}

    def postgresql_found(self, model: type[models.Model], cursor: Any) -> dict[str, Any]:
        """Return the table's constraints: which kind, and whether they hold."""
        cursor.execute(
            "SELECT conname, contype::text, convalidated FROM pg_constraint"
            " WHERE conrelid = %s::regclass",
            [model._meta.db_table],
        )
        return {name: (kind, holds) for name, kind, holds in cursor.fetchall()}


def _columns(model: type[models.Model], *names: str) -> list[str]:
    """Return the database columns of the fields `names` («pk» for the primary key)."""
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    # Not for relations without a column of their own.
    return [field.column for field in fields]  # type: ignore[union-attr,misc]


def _sqlite_trigger(name: str, moment: str, body: str) -> str:
    """Return a statement; «if not exists» because a migration may defer the same one twice."""
    return f'CREATE TRIGGER IF NOT EXISTS "{name}" {moment} {body}'
