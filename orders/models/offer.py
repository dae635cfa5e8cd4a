"""Something a seller sells, with its price, what is left of it and how soon it is promised."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Offer(TenantModel):
    """An offer that a marketplace pushed in names its thing only; one that is sold here has a price, too."""

    seller = TenantForeignKey("orders.Seller", related_name="offers")
    external_id = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    listed = models.BooleanField(default=False, db_default=False, help_text="Whether it is sold on these pages.")
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    stock = models.PositiveIntegerField(null=True, blank=True, help_text="How many are left; empty: not counted.")
    start_within_hours = models.PositiveIntegerField(null=True, blank=True)
    complete_within_hours = models.PositiveIntegerField(null=True, blank=True)
    # Paused from a moment on; until another, or until the seller goes on.
    paused_from = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            # Marketplaces give one id to what several sellers sell; each of them has an offer of it.
            models.UniqueConstraint(
                fields=["tenant", "seller", "external_id"], name="one_offer_a_seller_and_external_id"
            ),
            models.CheckConstraint(
                condition=Q(listed=False) | (Q(price__gt=0) & ~Q(currency="")), name="what_is_sold_has_a_price"
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True)
                | Q(paused_from__isnull=False, paused_until__gt=F("paused_from")),
                name="a_pause_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "seller", "title"], name="offers_sold", condition=Q(listed=True)),
        ]

    def __str__(self) -> str:
        return self.title

    def is_paused(self, now: datetime) -> bool:
        if self.paused_from is None or now < self.paused_from:
            return False
        return self.paused_until is None or now < self.paused_until
