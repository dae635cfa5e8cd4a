"""A message's external id is the marketplace's, an offer's that of its seller in the marketplace."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_walls")]
    operations = [
        migrations.RemoveConstraint(model_name="message", name="one_message_an_external_id"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=["tenant", "external_id"],
                condition=~Q(external_id=""),
                name="one_message_an_external_id",
            ),
        ),
        migrations.RemoveConstraint(model_name="offer", name="one_offer_an_external_id"),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=["tenant", "seller", "external_id"], name="one_offer_a_seller_and_external_id"
            ),
        ),
    ]
