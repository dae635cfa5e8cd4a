"""Walls between marketplaces, also round the tables of the floors below, which know marketplaces by id."""

from django.db import migrations

from tenants.walls import target, wall


def of_a_tenant(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant FOREIGN KEY (tenant_id) REFERENCES tenants_tenant (id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_tenant;",
    )


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial"), ("audit", "0002_chain"), ("accounts", "0001_initial")]
    operations = [
        *[target(table) for table in ("tenants_member", "tenants_policyversion", "audit_entry")],
        *wall("tenants_member"),
        *wall("tenants_policyversion", published_by_id="tenants_member"),
        *[of_a_tenant(table) for table in ("audit_entry", "audit_link", "audit_head", "accounts_apikey")],
        *wall("audit_entry", actor_id="tenants_member"),
        *wall("audit_link", entry_id="audit_entry"),
        *wall("audit_head"),
        *wall("accounts_apikey"),
    ]
