"""Something a seller sells."""

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Offer(TenantModel):
    seller = TenantForeignKey("orders.Seller", related_name="offers")
    external_id = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Marketplaces give one id to what several sellers sell; each of them has an offer of it.
            models.UniqueConstraint(
                fields=["tenant", "seller", "external_id"], name="one_offer_a_seller_and_external_id"
            )
        ]

    def __str__(self) -> str:
        return self.title
