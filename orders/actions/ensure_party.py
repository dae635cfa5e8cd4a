"""What `ensure_seller` and `ensure_partner` share: find by external id, rename, or make with its own slug."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from audit.actions.record_entry import record_entry
from orders.models import Partner, Seller, SellerWord
from orders.sellers.naming import sorted_as, words_of
from orders.sellers.slugs import slug_candidates
from tenants.models import Member, Tenant

AnyParty = TypeVar("AnyParty", Seller, Partner)


@transaction.atomic
def ensure_party(
    model: type[AnyParty], *, tenant: Tenant, by: Member | None, external_id: str, name: str, now: datetime
) -> AnyParty:
    """The party of that external id; a given `name` becomes its name, its slug stays. Safe in parallel."""
    party = model.objects.filter(external_id=external_id).first()
    if party is None:
        party, made = _make(model, tenant=tenant, external_id=external_id, name=name or external_id, now=now)
        if made:
            record_entry(tenant=tenant, by=by, action=f"{model._meta.model_name}.created", subject=party, now=now)
    if name and party.name != name:
        party.name = name
        if isinstance(party, Seller):
            party.sorted_as = sorted_as(name)
        party.save(update_fields=["name", *(["sorted_as"] if isinstance(party, Seller) else [])])
        keep_words(party)
        record_entry(tenant=tenant, by=by, action=f"{model._meta.model_name}.renamed", subject=party, now=now)
    return party


def ensure_parties(
    model: type[AnyParty], *, tenant: Tenant, names: Mapping[str, str], now: datetime
) -> dict[str, AnyParty]:
    """The parties of many external ids, made where missing (in a steady order); existing names stay."""
    found = {party.external_id: party for party in model.objects.filter(external_id__in=names)}
    for external_id in sorted(names.keys() - found.keys()):
        found[external_id], _made = _make(
            model, tenant=tenant, external_id=external_id, name=names[external_id] or external_id, now=now
        )
    return found


def keep_words(party: Seller | Partner) -> None:
    """The words by which a seller is found; partners have no list of their own."""
    if not isinstance(party, Seller):
        return
    words = words_of(party.name)
    SellerWord.objects.filter(seller=party).exclude(word__in=words).delete()
    rows = [SellerWord(tenant_id=party.tenant_id, seller=party, word=word) for word in words]
    SellerWord.objects.bulk_create(rows, ignore_conflicts=True)


def _make(
    model: type[AnyParty], *, tenant: Tenant, external_id: str, name: str, now: datetime
) -> tuple[AnyParty, bool]:
    for slug in slug_candidates(name, external_id, model._meta.model_name or ""):
        ours = model(tenant=tenant, external_id=external_id, slug=slug, name=name, created_at=now)
        if isinstance(ours, Seller):
            ours.sorted_as = sorted_as(name)
        model.objects.bulk_create([ours], ignore_conflicts=True)
        party = model.objects.filter(external_id=external_id).first()
        if party is not None:
            if party.pk == ours.pk:
                keep_words(party)
            return party, party.pk == ours.pk
    raise AssertionError("slug_candidates never ends")
