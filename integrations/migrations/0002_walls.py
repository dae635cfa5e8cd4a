"""A wall round stored answers."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("integrations", "0001_initial"), ("tenants", "0002_walls")]
    operations = [*wall("integrations_storedanswer")]
