"""Walls round alerts."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("feedback", "0009_rate_alerts")]
    operations = [*wall("feedback_ratealert", seller_id="orders_seller")]
