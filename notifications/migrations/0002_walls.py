"""Walls round notifications."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]
    operations = [
        *wall("notifications_notification", member_id="tenants_member"),
        *wall("notifications_preference", member_id="tenants_member"),
    ]
