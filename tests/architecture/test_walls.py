"""Every table of a marketplace's data stands behind the wall; what is append-only refuses change."""

from __future__ import annotations

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from tests.cast import finished_order, make_cast
from tests.plugin import SERVERS

pytestmark = pytest.mark.django_db

# Rows of these may never change. (Key values of an open case may be listed with the trigger's own rule.)
APPEND_ONLY_SUFFIXES = ("message", "revision", "entry", "link", "policyversion")


def ask(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def tenant_tables() -> list[str]:
    return [
        table
        for (table,) in ask(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind IN ('r', 'p') AND a.attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace"
            " ORDER BY 1"
        )
    ]


class TestEveryTenantTable:
    def test_has_row_level_security_enabled_and_forced(self):
        rows = ask(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = ANY(%s)", tenant_tables()
        )
        assert len(rows) > 20
        assert [row for row in rows if row[1:] != (True, True)] == []

    def test_has_one_policy_that_guards_reading_and_writing(self):
        rows = ask(
            "SELECT tablename, count(*), min(cmd), bool_and(qual LIKE '%%app.tenant_id%%'),"
            " bool_and(with_check LIKE '%%app.tenant_id%%'), bool_and(permissive = 'PERMISSIVE')"
            " FROM pg_policies WHERE schemaname = 'public' GROUP BY 1"
        )
        assert {row[0] for row in rows} == set(tenant_tables())
        assert [row for row in rows if row[1:] != (1, "ALL", True, True, True)] == []

    def test_belongs_to_a_marketplace_that_exists(self):
        for table in tenant_tables():
            points = ask(
                "SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
                " AND confrelid = 'tenants_tenant'::regclass",
                table,
            )
            assert points, f"{table}.tenant_id references nothing"

    def test_refers_to_others_together_with_the_marketplace(self):
        tables = set(tenant_tables())
        missing = []
        for model in apps.get_models():
            if model._meta.db_table not in tables:
                continue
            for field in model._meta.concrete_fields:
                target = field.related_model._meta.db_table if field.is_relation else None
                if target not in tables or field.column == "tenant_id":
                    continue
                composite = ask(
                    "SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
                    " AND confrelid = %s::regclass AND (SELECT array_agg(attname::text ORDER BY attname)"
                    " FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)) = %s",
                    model._meta.db_table,
                    target,
                    sorted(["tenant_id", field.column]),
                )
                if not composite:
                    missing.append(f"{model._meta.db_table}.{field.column} -> {target}")
        assert missing == [], "add it to wall(...) in a migration"

    def test_begins_every_unique_key_with_the_marketplace(self):
        rows = ask(
            "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indrelid"
            " WHERE i.indisunique AND NOT i.indisprimary AND c.relname = ANY(%s)"
            " AND (SELECT attname FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = i.indkey[0])"
            " IS DISTINCT FROM 'tenant_id' ORDER BY 1",
            tenant_tables(),
        )
        # A digest of 256 random bits and a link's own entry are unique over all marketplaces by what they are.
        assert [row for row in rows if row[0] not in ("accounts_apikey", "audit_link")] == []

    def test_demands_a_scope_in_the_orm_too(self):
        from django_scopes.exceptions import ScopeError

        def refuses_without_one(model) -> bool:
            try:
                model.objects.first()
            except ScopeError:
                return True
            return False

        below = {"audit", "accounts"}
        loose = [
            model.__name__
            for model in apps.get_models()
            if model._meta.db_table in set(tenant_tables())
            and model._meta.app_label not in below
            and not refuses_without_one(model)
        ]
        assert loose == []


class TestTheApplicationsRole:
    def test_owns_nothing_and_passes_no_wall(self):
        assert ask("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
            (False, False, False)
        ]
        assert ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == [(0,)]

    def test_may_not_call_what_runs_with_other_rights(self):
        assert ask("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace") == []

    def test_reads_no_view_that_would_pass_the_wall(self):
        assert ask("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == []
        assert ask("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'") == []


class TestAppendOnlyTables:
    def test_are_all_that_the_domain_names(self):
        guarded = set(guarded_tables())
        named = {t for t in tenant_tables() if t.endswith(APPEND_ONLY_SUFFIXES)}
        # What endpoints were told is never changed, and forgotten after a month.
        assert named - {"integrations_webhookmessage"} <= guarded
        assert {"disputes_decision", "disputes_statement", "orders_message", "audit_entry"} <= guarded

    @pytest.mark.django_db(transaction=True)
    def test_refuse_the_superuser_too_unless_triggers_are_switched_off(self):
        cast = make_cast()
        with cast.inside():
            from orders.models import Message

            order = finished_order(cast)
            Message.objects.create(
                tenant=cast.tenant, order=order, sender="buyer", body="hello", sent_at=order.placed_at
            )
        url = SERVERS.superuser_url.rsplit("/", 1)[0] + "/touchstone"
        for statement in (
            "UPDATE orders_message SET body = 'bye'",
            "DELETE FROM orders_message",
            "UPDATE tenants_policyversion SET number = 2",
            "DELETE FROM audit_entry",
        ):
            db = psycopg2.connect(url)
            try:
                with pytest.raises(psycopg2.Error, match="append_only"), db, db.cursor() as cursor:
                    cursor.execute(statement)
            finally:
                db.close()

    def test_refuse_the_application(self):
        cast = make_cast()
        with pytest.raises(DatabaseError, match="append_only"), cast.inside():
            ask("UPDATE tenants_policyversion SET number = 2 RETURNING id")


def guarded_tables() -> list[str]:
    """Tables with an enabled trigger that refuses both update and delete."""
    rows = ask(
        "SELECT tgrelid::regclass::text, bit_or(tgtype::int) FROM pg_trigger"
        " WHERE tgname LIKE '%%append_only%%' AND tgenabled <> 'D' GROUP BY 1"
    )
    deletes, updates = 8, 16
    return [table for table, kind in rows if kind & deletes and kind & updates]
