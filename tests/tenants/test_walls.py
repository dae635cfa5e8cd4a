"""Nothing of one marketplace can be read or written from another, not even by plain SQL or through an error."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django_scopes import ScopeError
from django_scopes.exceptions import ScopeError as RaisedScopeError

from audit.models import Entry
from orders.models import Order, Seller
from tenants.models import Member, PolicyVersion
from tenants.scope import tenant_scope
from tests.cast import finished_order, make_cast, make_mallory

TENANT_TABLES = (
    "SELECT table_name FROM information_schema.columns"
    " WHERE column_name = 'tenant_id' AND table_schema = 'public' ORDER BY 1"
)


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        finished_order(cast)
    return cast


def rows_of_every_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(TENANT_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.django_db(transaction=True)
class TestPlainSql:
    def test_sees_no_row_of_any_marketplace_without_one_set(self, cast):
        counts = rows_of_every_table()
        assert len(counts) > 20 and set(counts.values()) == {0}

    def test_writes_nothing_without_one_set(self, cast):
        with pytest.raises(DatabaseError, match="row-level security"), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO tenants_member (id, tenant_id, external_id, name, email, roles, joined_at)"
                " VALUES (gen_random_uuid(), %s, 'x', 'x', '', '{}', now())",
                [cast.tenant.pk],
            )

    def test_sees_only_its_own_marketplace(self, cast):
        elsewhere = make_mallory()
        with elsewhere.inside(), connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tenant_id FROM tenants_member")
            assert cursor.fetchall() == [(elsewhere.tenant.pk,)]
            cursor.execute("SELECT count(*) FROM orders_order")
            assert cursor.fetchone() == (0,)

    def test_changes_and_deletes_nothing_next_door(self, cast):
        with make_mallory().inside(), connection.cursor() as cursor:
            cursor.execute("UPDATE orders_order SET external_id = 'taken' WHERE tenant_id = %s", [cast.tenant.pk])
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM orders_sellerseat WHERE tenant_id = %s", [cast.tenant.pk])
            assert cursor.rowcount == 0

    def test_cannot_lift_the_wall(self, cast):
        for statement in (
            "ALTER TABLE orders_order DISABLE ROW LEVEL SECURITY",
            "DROP POLICY own_tenant ON orders_order",
            "SET ROLE touchstone_owner",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("SET row_security = off")
            with pytest.raises(DatabaseError, match="row-level security"):
                cursor.execute("SELECT count(*) FROM orders_order")
            cursor.execute("RESET row_security")

    def test_is_bound_in_every_role_it_can_take(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (False, False)
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname='public' AND tableowner = current_user")
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
class TestAPooledConnection:
    def test_forgets_the_marketplace_when_its_scope_ends(self, cast):
        elsewhere = make_mallory()
        for turn in range(6):
            stage = (cast, elsewhere)[turn % 2]
            with stage.inside():
                assert set(Member.objects.values_list("tenant_id", flat=True)) == {stage.tenant.pk}
            assert set(rows_of_every_table().values()) == {0}

    def test_forgets_it_after_an_error_too(self, cast):
        elsewhere = make_mallory()
        for failure in (ValueError("by the program"), None):
            with pytest.raises((ValueError, DatabaseError)), cast.inside():
                if failure:
                    raise failure
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1/0")
            assert set(rows_of_every_table().values()) == {0}
            with elsewhere.inside():
                assert set(Member.objects.values_list("tenant_id", flat=True)) == {elsewhere.tenant.pk}

    def test_comes_back_from_an_inner_marketplace_to_the_outer(self, cast):
        elsewhere = make_mallory()
        with cast.inside():
            with elsewhere.inside():
                assert Member.objects.filter(pk=elsewhere.alice.pk).exists()
            assert Member.objects.filter(pk=cast.alice.pk).exists()
            assert not Member.objects.filter(pk=elsewhere.alice.pk).exists()

    def test_comes_back_to_the_outer_one_after_an_error_within(self, cast):
        elsewhere = make_mallory()
        with cast.inside():
            with pytest.raises(IntegrityError), elsewhere.inside():
                Member.objects.create(
                    tenant=elsewhere.tenant, user=elsewhere.alice.user, roles=[], joined_at="2026-01-01T00:00Z"
                )
            assert Member.objects.filter(pk=cast.alice.pk).exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT DISTINCT tenant_id FROM tenants_member")
                assert cursor.fetchall() == [(cast.tenant.pk,)]

    def test_is_nowhere_when_nothing_was_entered_before(self, cast):
        with transaction.atomic():
            with cast.inside():
                pass
            assert set(rows_of_every_table().values()) == {0}


@pytest.mark.django_db
class TestTheOrm:
    def test_refuses_to_query_outside_a_scope(self):
        for model in (Member, Order, Seller, PolicyVersion):
            with pytest.raises(RaisedScopeError):
                model.objects.count()

    def test_knows_that_refusal_by_one_name(self):
        assert ScopeError is RaisedScopeError

    def test_finds_nothing_by_another_marketplaces_id(self, cast):
        with make_mallory().inside():
            assert not Member.objects.filter(pk=cast.alice.pk).exists()
            assert not Entry.objects.filter(subject_id=cast.alice.pk).exists()


@pytest.mark.django_db(transaction=True)
class TestReferences:
    @pytest.mark.parametrize("field", ["buyer", "seller", "offer"])
    def test_to_another_marketplaces_row_cannot_be_written(self, cast, field):
        mallory = make_mallory()
        stranger = {"buyer": cast.alice, "seller": cast.seller, "offer": cast.offer}[field]
        with pytest.raises(IntegrityError, match="same_tenant"), mallory.inside():
            finished_order(mallory, **{field: stranger})

    def test_cannot_carry_a_row_over_to_another_marketplace(self, cast):
        mallory = make_mallory()
        with pytest.raises(DatabaseError, match="row-level security"), mallory.inside():
            Seller.objects.create(
                tenant=cast.tenant, external_id="x", slug="x", name="x", created_at="2026-01-01T00:00Z"
            )
        with pytest.raises(DatabaseError), cast.inside(), connection.cursor() as cursor:
            cursor.execute("UPDATE orders_seller SET tenant_id = %s", [mallory.tenant.pk])

    def test_of_nobody_can_come_between_the_same_names(self, cast):
        mallory = make_mallory()
        with mallory.inside():
            finished_order(mallory, external_id="same")
        with cast.inside():
            finished_order(cast, external_id="same")
            assert Order.objects.filter(external_id="same").count() == 1

    def test_let_nobody_buy_from_themselves(self, cast):
        with pytest.raises(DatabaseError, match="no_self_dealing"), cast.inside():
            finished_order(cast, buyer=cast.bob)


@pytest.mark.django_db(transaction=True)
class TestTasks:
    def test_see_nothing_until_they_enter_a_marketplace(self, cast, celery_task):
        assert celery_task(None) == 0

    def test_see_only_the_marketplace_they_enter(self, cast, celery_task):
        make_mallory()
        assert celery_task(cast.tenant) == 5


@pytest.fixture
def celery_task():
    from celery import Celery

    def count(tenant) -> int:
        """What a task's job would count, run by Celery's own machinery."""
        app = Celery("walls", set_as_current=False)

        @app.task(name="walls.count_members")
        def count_members() -> int:
            with connection.cursor() as cursor:
                if tenant is None:
                    cursor.execute("SELECT count(*) FROM tenants_member")
                    return cursor.fetchone()[0]
                with tenant_scope(tenant):
                    cursor.execute("SELECT count(*) FROM tenants_member")
                    return cursor.fetchone()[0]

        return count_members.apply().get()

    return count
