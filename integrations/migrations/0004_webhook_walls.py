"""Walls round webhooks."""

from django.db import migrations

from tenants.walls import target, wall

TARGETS = ("integrations_webhookendpoint", "integrations_webhookmessage", "integrations_webhookdelivery")


class Migration(migrations.Migration):
    dependencies = [("integrations", "0003_webhooks")]
    operations = [
        *[target(table) for table in TARGETS],
        *wall("integrations_webhookendpoint", created_by_id="tenants_member"),
        *wall("integrations_webhookmessage"),
        *wall(
            "integrations_webhookdelivery",
            endpoint_id="integrations_webhookendpoint",
            message_id="integrations_webhookmessage",
        ),
        *wall("integrations_webhookattempt", delivery_id="integrations_webhookdelivery"),
    ]
