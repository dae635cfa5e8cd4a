"""Walls round what is reported to the Transparency Database."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("disputes", "0011_reporting")]
    operations = [
        *wall("disputes_reporting"),
        *wall("disputes_report", statement_id="disputes_statement"),
    ]
