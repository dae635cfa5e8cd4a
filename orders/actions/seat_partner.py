"""Lets a member act for a fulfilment partner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Partner, PartnerSeat
from tenants.actions.ensure_member import ensure_member
from tenants.models import Member, Role, Tenant


@transaction.atomic
def seat_partner(
    *, tenant: Tenant, by: Member | None = None, partner: Partner, member: Member, now: datetime
) -> PartnerSeat:
    """Seat `member` at `partner` and give them the partner's role. Doing it again changes nothing."""
    if Role.PARTNER not in member.roles:
        known = {"user": member.user} if member.user_id else {"external_id": member.external_id}
        member.roles = ensure_member(tenant=tenant, by=by, roles=[Role.PARTNER], now=now, **known).roles
    seat, made = PartnerSeat.objects.get_or_create(tenant=tenant, partner=partner, member=member)
    if made:
        data = {"partner": str(partner.pk)}
        record_entry(tenant=tenant, by=by, action="partner.member_seated", subject=member, now=now, data=data)
    return seat
