"""Chains entries as their transaction commits (docs/decisions/0005)."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION audit_canonical(entry audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT convert_to(concat_ws('|',
        entry.id, entry.tenant_id, (extract(epoch FROM entry.at) * 1000000)::bigint,
        coalesce(entry.actor_id::text, ''), entry.actor, entry.action,
        entry.subject_type, entry.subject_id, entry.data::text), 'UTF8')
$$;

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    outer_tenant text := coalesce(current_setting('app.tenant_id', true), '');
    before text;
    place bigint;
    now_hash text;
BEGIN
    PERFORM set_config('app.tenant_id', NEW.tenant_id::text, true);
    INSERT INTO audit_head (tenant_id, number, hash) VALUES (NEW.tenant_id, 0, '') ON CONFLICT DO NOTHING;
    SELECT number, hash INTO place, before FROM audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
    now_hash := encode(sha256(convert_to(before, 'UTF8') || audit_canonical(NEW)), 'hex');
    INSERT INTO audit_link (id, tenant_id, number, entry_id, previous, hash)
        VALUES (gen_random_uuid(), NEW.tenant_id, place + 1, NEW.id, before, now_hash);
    UPDATE audit_head SET number = place + 1, hash = now_hash WHERE tenant_id = NEW.tenant_id;
    PERFORM set_config('app.tenant_id', outer_tenant, true);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""

UNCHAIN = """
DROP TRIGGER audit_chain ON audit_entry;
DROP FUNCTION audit_chain();
DROP FUNCTION audit_canonical(audit_entry);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
