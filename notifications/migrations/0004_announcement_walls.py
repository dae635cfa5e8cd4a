"""A wall round announcements."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_announcements")]
    operations = [*wall("notifications_announcement")]
