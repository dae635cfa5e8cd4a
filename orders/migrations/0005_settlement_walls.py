"""Walls round settlements and compensations."""

from django.db import migrations

from tenants.walls import same_tenant, target, wall


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_settlements_and_compensations")]
    operations = [
        target("orders_settlement"),
        *wall("orders_settlement", order_id="orders_order", proposed_by_id="tenants_member"),
        *wall("orders_settlementproof", settlement_id="orders_settlement", upload_id="orders_upload"),
        *wall("orders_compensation", order_id="orders_order", given_by_id="tenants_member"),
        same_tenant("orders_upload", "partner_id", "orders_partner"),
    ]
