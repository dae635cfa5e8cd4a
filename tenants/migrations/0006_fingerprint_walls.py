"""Walls round fingerprints."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("tenants", "0005_fingerprints")]
    operations = [*wall("tenants_fingerprint", member_id="tenants_member")]
