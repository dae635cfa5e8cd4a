"""Walls round derivations, and round the partner that a review is attributed to."""

from django.db import migrations

from tenants.walls import same_tenant, wall


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_derivations_and_partners"), ("orders", "0005_settlement_walls")]
    operations = [
        *wall("feedback_derivation", policy_version_id="tenants_policyversion"),
        same_tenant("feedback_review", "attributed_to_id", "orders_partner"),
    ]
