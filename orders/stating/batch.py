"""What one batch of an import needs and counts: those whom its rows name, made where missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from orders.actions.ensure_party import ensure_parties
from orders.models import Offer, Partner, Seller
from orders.stating.changes import PartyIds
from orders.stating.facts import Named, OrderFacts
from policy.problems import Problem
from tenants.actions.date_accounts import date_accounts
from tenants.actions.ensure_buyers import ensure_buyers
from tenants.actions.ensure_member import UnableToEnsureMember, ensure_member
from tenants.models import Member, Role, Tenant
from tenants.queries import members_of_external_ids
from wire.bulk import insert_many

Row = tuple[int, Mapping[str, str]]


@dataclass
class Taken:
    """What became of the rows of one batch."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    def reject(self, line: int, reason: str) -> None:
        self.rejected.append((line, reason))


@dataclass
class ImportCounts:
    """Rows so far: read = created + changed + unchanged + rejected."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        return self.created + self.changed + self.unchanged + self.rejected

    def add(self, taken: Taken) -> None:
        self.created += taken.created
        self.changed += taken.changed
        self.unchanged += taken.unchanged
        self.rejected += len(taken.rejected)


@dataclass
class BatchParties:
    """Rows of the database by external id; a buyer who could not be taken has problems instead."""

    buyers: dict[str, Member]
    refused: dict[str, list[Problem]]
    sellers: dict[str, Seller]
    # By the external ids of the seller and of the offer.
    offers: dict[tuple[str, str], Offer]
    partners: dict[str, Partner]

    def ids(self, facts: OrderFacts) -> tuple[PartyIds | None, list[Problem]]:
        """The ids that an order needs, or why it cannot have them."""
        if facts.buyer.external_id in self.refused:
            return None, self.refused[facts.buyer.external_id]
        seller = self.sellers[facts.seller.external_id]
        offer = self.offers[_offer_key(facts)] if facts.offer else None
        partner = self.partners[facts.partner.external_id] if facts.partner else None
        buyer = self.buyers[facts.buyer.external_id]
        return PartyIds(buyer.pk, seller.pk, offer and offer.pk, partner and partner.pk), []


def ensure_batch_parties(*, tenant: Tenant, by: Member | None, facts: list[OrderFacts], now: datetime) -> BatchParties:
    """Everyone and everything that the facts name; always in this sequence of kinds (see `put_order`)."""
    buyers, refused = _buyers(tenant, by, _first(facts, "buyer"), now)
    _date_accounts(tenant, facts, buyers, now)
    sellers = ensure_parties(Seller, tenant=tenant, names=_names(_first(facts, "seller")), now=now)
    offers = _offers(tenant, facts, sellers)
    partners = ensure_parties(Partner, tenant=tenant, names=_names(_first(facts, "partner")), now=now)
    return BatchParties(buyers, refused, sellers, offers, partners)


def _first(facts: list[OrderFacts], kind: str) -> dict[str, Named]:
    """Who is named, by external id; the first row that says more wins."""
    named: dict[str, Named] = {}
    for one in facts:
        party: Named | None = getattr(one, kind)
        if party is not None:
            known = named.get(party.external_id)
            if known is None or (party.email and not known.email) or (party.name and not known.name):
                named[party.external_id] = party
    return named


def _names(named: Mapping[str, Named]) -> dict[str, str]:
    return {external_id: party.name for external_id, party in named.items()}


def _buyers(
    tenant: Tenant, by: Member | None, named: Mapping[str, Named], now: datetime
) -> tuple[dict[str, Member], dict[str, list[Problem]]]:
    known = members_of_external_ids(external_id for external_id, party in named.items() if party.email)
    refused: dict[str, list[Problem]] = {}
    for external_id in sorted(named):
        party, member = named[external_id], known.get(external_id)
        if not party.email or (member is not None and member.user_id):
            continue
        try:
            ensure_member(
                tenant=tenant,
                by=by,
                email=party.email,
                external_id=external_id,
                name=party.name,
                roles=[Role.BUYER],
                now=now,
            )
        except UnableToEnsureMember as error:
            refused[external_id] = [
                Problem(problem.code, f"/buyer{problem.pointer}", problem.detail) for problem in error.problems
            ]
    names = {external_id: name for external_id, name in _names(named).items() if external_id not in refused}
    return ensure_buyers(tenant=tenant, by=by, names=names, now=now), refused


def _date_accounts(tenant: Tenant, facts: list[OrderFacts], buyers: Mapping[str, Member], now: datetime) -> None:
    created: dict[UUID, datetime] = {}
    for one in facts:
        member, at = buyers.get(one.buyer.external_id), one.buyer.account_created_at
        if member is not None and at is not None:
            created[member.pk] = min(at, created.get(member.pk, at))
    if created:
        date_accounts(tenant=tenant, created=created, now=now)


def _offer_key(facts: OrderFacts) -> tuple[str, str]:
    return facts.seller.external_id, facts.offer.external_id


def _offers(tenant: Tenant, facts: list[OrderFacts], sellers: Mapping[str, Seller]) -> dict[tuple[str, str], Offer]:
    named: dict[tuple[str, str], Named] = {}
    for one in facts:
        if one.offer is not None:
            known = named.get(_offer_key(one))
            if known is None or (one.offer.title and not known.title):
                named[_offer_key(one)] = one.offer
    found = _offers_of(named, sellers)
    missing = {
        key: Offer(
            tenant=tenant,
            seller=sellers[key[0]],
            external_id=said.external_id,
            title=said.title or said.external_id,
            description=said.description,
        )
        for key, said in sorted(named.items(), key=lambda item: item[0])
        if key not in found
    }
    if missing:
        if insert_many(list(missing.values()), unless_there=True) == len(missing):
            found |= missing
        else:  # somebody made one of them at the same moment
            found = _offers_of(named, sellers)
    return found


def _offers_of(named: Mapping[tuple[str, str], Named], sellers: Mapping[str, Seller]) -> dict[tuple[str, str], Offer]:
    # By pairs: where many sellers name their offers alike, sellers by offers would be nearly all there are.
    wanted = sorted((sellers[seller].pk, offer) for seller, offer in named)
    of_pairs = "(seller_id, external_id) IN (SELECT * FROM unnest(%s::uuid[], %s::text[]))"
    rows = Offer.objects.extra(where=[of_pairs], params=[[str(s) for s, _ in wanted], [o for _, o in wanted]])  # noqa: S610
    found = {(offer.seller_id, offer.external_id): offer for offer in rows}
    return {
        (seller, offer): found[sellers[seller].pk, offer]
        for seller, offer in named
        if (sellers[seller].pk, offer) in found
    }
