"""Walls round remedies."""

from django.db import migrations

from tenants.walls import wall


class Migration(migrations.Migration):
    dependencies = [("feedback", "0012_remedies")]
    operations = [
        *wall(
            "feedback_remedy",
            seller_id="orders_seller",
            order_id="orders_order",
            offer_id="orders_offer",
            taken_by_id="tenants_member",
        )
    ]
