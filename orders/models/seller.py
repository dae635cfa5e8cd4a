"""Storefronts and fulfilment partners, and the members who run them."""

from __future__ import annotations

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel


class Party(TenantModel):
    external_id = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Seller(Party):
    """The storefront that orders, reviews and rates belong to."""

    # The name in small letters without accents (orders.naming); compared by code points, as the index is.
    sorted_as = models.CharField(max_length=200, blank=True, default="", db_default="", db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["tenant", "sorted_as", "id"], name="sellers_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "external_id"], name="one_seller_an_external_id"),
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_seller_a_slug"),
        ]


class SellerWord(TenantModel):
    """A word of a seller's name, so that a search by its beginning is a range of an index."""

    seller = TenantForeignKey(Seller, related_name="words")
    word = models.CharField(max_length=60, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "seller", "word"], name="one_word_a_seller")]
        indexes = [models.Index(fields=["tenant", "word", "seller"], name="sellers_of_a_word")]

    def __str__(self) -> str:
        return self.word


class Partner(Party):
    """Ships orders for sellers and answers for what went wrong on the way."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "external_id"], name="one_partner_an_external_id"),
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_partner_a_slug"),
        ]


class SellerSeat(TenantModel):
    """A member who runs a seller. Nobody runs a seller they bought from: the database refuses."""

    seller = TenantForeignKey(Seller, related_name="seats")
    member = TenantForeignKey("tenants.Member", related_name="seller_seats")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "seller", "member"], name="one_seat_a_seller")]
        indexes = [models.Index(fields=["tenant", "member"], name="seats_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member} at {self.seller}"


class PartnerSeat(TenantModel):
    partner = TenantForeignKey(Partner, related_name="seats")
    member = TenantForeignKey("tenants.Member", related_name="partner_seats")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "partner", "member"], name="one_seat_a_partner")]
        indexes = [models.Index(fields=["tenant", "member"], name="partner_seats_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member} at {self.partner}"
