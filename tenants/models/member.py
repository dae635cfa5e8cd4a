"""A person's place in one marketplace, with roles."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from policy.saying import say
from tenants.models.base import TenantModel


class Role(models.TextChoices):
    """What a member may be; domain.md says what each may do."""

    BUYER = "buyer"
    SELLER = "seller"
    PARTNER = "partner"
    AGENT = "agent"
    LEAD = "lead"
    INTEGRATOR = "integrator"


DESK_ROLES = frozenset({Role.AGENT, Role.LEAD})


class Member(TenantModel):
    # Empty for a buyer whom the marketplace named without an account here.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    external_id = models.CharField(max_length=100, blank=True, help_text="The marketplace's own id of this person.")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    roles = ArrayField(models.CharField(max_length=16, choices=Role.choices))
    joined_at = models.DateTimeField()
    # What they chose to be spoken to in; empty until they did.
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, blank=True, default="", db_default="")
    # Since when the marketplace itself knows this person; empty where it has not said so.
    account_created_at = models.DateTimeField(null=True, blank=True)
    # A confirmed suspension after misuse; the clock ends it, a lead may end it earlier.
    reviews_suspended_until = models.DateTimeField(null=True, blank=True)
    # Since when name, address and ids are gone for good; what the person rated stays.
    erased_at = models.DateTimeField(null=True, blank=True)

    # Set for one call where an integrator's key acts for a seller (`acting_for` of api.md); never stored.
    acting_for_seller_id: UUID | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user"], name="one_member_a_user"),
            models.UniqueConstraint(
                fields=["tenant", "external_id"], condition=~Q(external_id=""), name="one_member_an_external_id"
            ),
        ]

    def __str__(self) -> str:
        # Lists read names alone: whether they are erased is asked only of whoever has none.
        named = self.name or self.email or self.external_id
        return named or (str(say("Erased account")) if self.erased_at else "")

    def has_role(self, *roles: str) -> bool:
        return not set(roles).isdisjoint(self.roles)

    @property
    def at_the_desk(self) -> bool:
        """Whether this member works on cases in the admin, and so needs a second factor."""
        return self.has_role(*DESK_ROLES)
