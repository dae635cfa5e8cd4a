"""Builds the wall between marketplaces in the database: row-level security and composite foreign keys.

Each app's migration ends with `wall(...)` for every new tenant table; tests/architecture finds a table without one.
"""

from __future__ import annotations

from django.db import migrations

# NULLIF: an unset setting reads as '' after its first use in a session. (select …): evaluated once a statement.
_MINE = "tenant_id = (select NULLIF(current_setting('app.tenant_id', true), '')::uuid)"


def wall(table: str, **references: str) -> list[migrations.RunSQL]:
    """Operations that wall off `table`; `references` maps each column to the tenant table it points to.

    `wall("orders_order", seller_id="orders_seller")`. Nullable columns are checked when they are set.
    """
    operations = [
        migrations.RunSQL(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_tenant ON {table} USING ({_MINE}) WITH CHECK ({_MINE});
            """,
            f"""
            DROP POLICY own_tenant ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """,
        )
    ]
    return operations + [same_tenant(table, column, target) for column, target in references.items()]


def target(table: str) -> migrations.RunSQL:
    """Lets other tables point to `table` by (tenant_id, id)."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant_id_id UNIQUE (tenant_id, id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_tenant_id_id;",
    )


def same_tenant(table: str, column: str, to: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_tenant"[:63]
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (tenant_id, {column}) REFERENCES {to} (tenant_id, id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def unique_by_tenant(table: str, column: str) -> migrations.RunSQL:
    """Drops the unique key on `column` alone that Django makes; the model's own begins with the tenant."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_key;",
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_key UNIQUE ({column});",
    )
