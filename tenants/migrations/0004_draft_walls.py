"""Walls round drafts and their replays."""

from django.db import migrations

from tenants.walls import target, wall


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_drafts_and_replays")]
    operations = [
        target("tenants_policydraft"),
        *wall(
            "tenants_policydraft",
            based_on_id="tenants_policyversion",
            made_by_id="tenants_member",
            published_as_id="tenants_policyversion",
        ),
        *wall("tenants_policyreplay", draft_id="tenants_policydraft", asked_by_id="tenants_member"),
    ]
