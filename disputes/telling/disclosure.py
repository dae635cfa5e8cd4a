"""What each side of a case may read of it, and what stays with the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from disputes.models import Evidence, Origin, RemovalRequest
from disputes.progress import deadline_passed
from disputes.queries import CaseStory, party_of
from feedback.queries import Sight, sight_of
from policy.terms import EvidenceKind, Party, RequestStatus
from tenants.models import Member


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`party` is the reader's side, None for the desk and the marketplace's own programs."""

    party: Party | None
    at_the_desk: bool

    @property
    def findings(self) -> bool:
        """What programs found; the author reads it in the statement of reasons, as far as it was followed."""
        return self.party is not Party.AUTHOR

    @property
    def questions(self) -> bool:
        """What agents and the requester asked and answered."""
        return self.at_the_desk or self.party is Party.REQUESTER

    @property
    def evidence(self) -> bool:
        """All that was shown; others see what `disclosed` leaves."""
        return self.at_the_desk or self.party is Party.REQUESTER

    def requesters_words(self, case: RemovalRequest) -> bool:
        """What the requester wrote; a notice may tell who sent it, so nobody else outside the desk reads it."""
        return case.origin != Origin.NOTICE or self.at_the_desk or self.party is Party.REQUESTER


def disclosure_to(member: Member, case: RemovalRequest) -> Disclosure:
    """A member on one side of the case is told what that side is told, whatever their roles."""
    party = party_of(member, case)
    return Disclosure(party, party is None and member.at_the_desk)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence; `shown` is False where the reader learns its kind alone."""

    evidence: Evidence
    shown: bool

    @property
    def ref(self) -> str | None:
        row = self.evidence
        found = row.message_id or row.upload_id or row.order_id or row.review_id
        return str(found) if found and self.shown else None


def disclosed(story: CaseStory, to: Disclosure) -> list[Piece]:
    """The evidence as that reader may see it: none is left out, some are only named."""
    return list(_pieces(story.evidence, story.case, to))


def references_told(references: Iterable[dict[str, Any]], case: RemovalRequest, to: Disclosure) -> list[dict[str, Any]]:
    """What a finding rests on. What links the accounts of other buyers is no side's business, so no side is told it."""
    own = str(case.review_id)
    return [
        each | {"note": ""} if to.party and each["kind"] == EvidenceKind.REVIEW and each["ref"] != own else each
        for each in references
    ]


def status_at(case: RemovalRequest, now: datetime) -> RequestStatus:
    """Where the case stands at `now`: a deadline that has passed counts, whether or not the sweep came by."""
    return RequestStatus.IN_REVIEW if deadline_passed(case, now) else RequestStatus(case.status)


def _pieces(evidence: Iterable[Evidence], case: RemovalRequest, to: Disclosure) -> Iterable[Piece]:
    for row in evidence:
        hidden = row.added_by_id == case.filed_by_id and not to.requesters_words(case)
        yield Piece(row, to.evidence or (not hidden and _plain_to_author(row, case)))


def _plain_to_author(row: Evidence, case: RemovalRequest) -> bool:
    """What the author knows already or anybody may read: their order and chat, public reviews, words."""
    match EvidenceKind(row.kind):
        case EvidenceKind.TEXT:
            return True
        case EvidenceKind.MESSAGE:
            return row.message.order_id == case.review.order_id
        case EvidenceKind.ORDER:
            return row.order.buyer_id == case.review.buyer_id
        case EvidenceKind.REVIEW:
            return row.review.buyer_id == case.review.buyer_id or sight_of(None, row.review) is Sight.PUBLIC
        case _:
            return False
