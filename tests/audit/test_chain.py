"""Whatever is altered in the log, or cut from it, is found and named."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.actions.record_entry import record_entry
from audit.models import Entry, Head
from audit.queries import entries_of
from audit.verify import verify_chain
from tenants.scope import tenant_scope
from tests.cast import NOW, make_cast
from tests.plugin import SERVERS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def tamper(sql: str) -> None:
    """What somebody with the superuser's rights could do, triggers and foreign keys switched off."""
    url = SERVERS.superuser_url.rsplit("/", 1)[0] + "/touchstone"
    db = psycopg2.connect(url)
    try:
        with db, db.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql)
            assert cursor.rowcount > 0
    finally:
        db.close()


def verdict(cast):
    with cast.inside():
        return verify_chain(cast.tenant.pk)


class TestVerifyChain:
    def test_finds_nothing_in_an_untouched_log(self, cast):
        result = verdict(cast)
        assert result and result.entries >= 7

    def test_names_an_altered_entry(self, cast):
        tamper("UPDATE audit_entry SET data = '{\"preset\": \"retail\"}' WHERE action = 'tenant.created'")
        result = verdict(cast)
        assert not result and "link 1 and entry" in result.first_break
        assert "tenant.created" in result.first_break and result.entries == 0

    @pytest.mark.parametrize("column", ["at = at + interval '1 second'", "actor = 'lead'", "action = 'x'"])
    def test_sees_every_part_of_an_entry(self, cast, column):
        tamper(f"UPDATE audit_entry SET {column} WHERE action = 'policy.published'")
        assert "link 2 and entry" in verdict(cast).first_break

    def test_names_an_altered_link(self, cast):
        tamper("UPDATE audit_link SET hash = repeat('0', 64) WHERE number = 3")
        assert verdict(cast).first_break.startswith("link 3 and entry")

    def test_names_a_link_forged_to_fit_its_own_entry(self, cast):
        tamper(
            "UPDATE audit_link SET previous = repeat('0', 64), hash = encode(sha256(convert_to(repeat('0', 64),"
            " 'UTF8') || (SELECT audit_canonical(e) FROM audit_entry e WHERE e.id = entry_id)), 'hex')"
            " WHERE number = 3"
        )
        assert "link 3 does not continue" in verdict(cast).first_break

    def test_names_a_gap(self, cast):
        tamper("DELETE FROM audit_link WHERE number = 2")
        assert "link 2 is missing" in verdict(cast).first_break

    def test_names_a_deleted_entry(self, cast):
        tamper("DELETE FROM audit_entry WHERE action = 'tenant.created'")
        assert "which is gone" in verdict(cast).first_break

    def test_names_a_cut_tail(self, cast):
        tamper("DELETE FROM audit_link WHERE number = (SELECT max(number) FROM audit_link)")
        assert "the tail is cut" in verdict(cast).first_break

    def test_names_a_log_that_was_emptied(self, cast):
        tamper("DELETE FROM audit_link")
        assert "the tail is cut" in verdict(cast).first_break

    def test_names_an_altered_or_lost_head(self, cast):
        tamper("UPDATE audit_head SET number = number - 1")
        assert "head was altered" in verdict(cast).first_break
        tamper("DELETE FROM audit_head")
        assert "head of the chain is gone" in verdict(cast).first_break

    def test_names_an_entry_that_was_slipped_past_the_chain(self, cast):
        tamper(
            "INSERT INTO audit_entry SELECT gen_random_uuid(), tenant_id, at, actor_id, actor, 'slipped.in',"
            " subject_type, subject_id, data FROM audit_entry WHERE action = 'tenant.created'"
        )
        assert "slipped.in" in verdict(cast).first_break and "no link" in verdict(cast).first_break


class TestVerifyAuditCommand:
    def test_passes_over_all_marketplaces(self, cast):
        make_cast(slug="retail", preset="retail")
        out = StringIO()
        call_command("verify_audit", stdout=out)
        assert "game-goods: " in out.getvalue() and "retail: " in out.getvalue()

    def test_exits_1_and_names_the_first_break(self, cast):
        make_cast(slug="retail", preset="retail")
        tamper("UPDATE audit_entry SET actor = 'nobody' WHERE action = 'tenant.created'")
        out = StringIO()
        with pytest.raises(CommandError) as refusal:
            call_command("verify_audit", tenant="retail", stdout=out)
        assert refusal.value.returncode == 1
        assert "retail: broken after 0: link 1" in out.getvalue()


class TestTheLog:
    def test_refuses_change_and_deletion(self, cast):
        for statement in (
            "DELETE FROM audit_entry",
            "DELETE FROM audit_link",
            "UPDATE audit_entry SET actor = 'nobody'",
            "UPDATE audit_link SET number = number + 1",
        ):
            with pytest.raises(DatabaseError, match="append_only"), cast.inside(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_shows_nothing_of_another_marketplace(self, cast):
        other = make_cast(slug="retail", preset="retail")
        with other.inside():
            assert not Entry.objects.filter(tenant_id=cast.tenant.pk).exists()
            assert not Head.objects.filter(tenant_id=cast.tenant.pk).exists()

    def test_keeps_nothing_of_what_was_rolled_back(self, cast):
        with cast.inside():
            record_entry(tenant=cast.tenant, by=cast.laura, action="nothing.happened", subject=cast.alice, now=NOW)
            transaction.set_rollback(True)
        with cast.inside():
            assert "nothing.happened" not in entries_of(cast.alice).values_list("action", flat=True)
        assert verdict(cast)

    def test_tells_what_happened_to_one_thing_in_order(self, cast):
        for action in ("first", "second"):
            with cast.inside():
                record_entry(tenant=cast.tenant, by=cast.laura, action=action, subject=cast.alice, now=NOW)
        with cast.inside():
            assert [e.action for e in entries_of(cast.alice)] == ["member.joined", "first", "second"]

    def test_stays_one_chain_when_eight_write_at_once(self, cast):
        before = verdict(cast).entries

        def writer(number: int) -> None:
            try:
                for turn in range(20):
                    with tenant_scope(cast.tenant):
                        record_entry(
                            tenant=cast.tenant,
                            by=None,
                            action=f"turn.{turn}",
                            subject=cast.alice,
                            now=NOW,
                            data={"writer": number},
                        )
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(writer, range(8)))
        result = verdict(cast)
        assert result and result.entries == before + 160
