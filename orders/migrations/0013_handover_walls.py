"""Walls round what was handed over."""

from django.db import migrations

from tenants.walls import unique_by_tenant, wall


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_prevention")]
    operations = [
        *wall("orders_handover", compensation_id="orders_compensation", by_id="tenants_member"),
        unique_by_tenant("orders_handover", "compensation_id"),
    ]
