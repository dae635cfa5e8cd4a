"""A case in the words of one side: where it stands, what happens next, and what happened so far."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from disputes.finding.retelling import told
from disputes.models import Decision, Origin, RemovalRequest, Statement
from disputes.pages import voices
from disputes.pages.voices import Who
from disputes.queries import CaseStory, ClaimWithFinding
from disputes.telling.asked import documents_asked
from disputes.telling.disclosure import Disclosure, Piece, disclosed, status_at
from disputes.telling.opened import claim_told, evidence_told
from disputes.telling.statements import measure_in_words
from policy.grounds import GROUNDS
from policy.responsibility import RESPONSIBILITIES
from policy.saying import say
from policy.terms import FeedbackType, GroundKey, Party, RequestStatus

_UNKNOWN = say("No program has an answer to this; an agent decides it.")
_BEGINNINGS = {
    Origin.SETTLEMENT: say("The time of a settlement had passed"),
    Origin.GROUP: say("The review was taken up with others of one set"),
}
_OUTCOMES = {
    "keep": say("keep"),
    "redact": say("redact"),
    "attribute": say("attribute"),
    "strike": say("strike"),
    "remove": say("remove"),
}
_ASKED_FOR_MORE = {
    Who.SELLER: say("The marketplace asked the seller for more information, and decides after that."),
    Who.SENDER: say("The marketplace asked whoever reported it for more information, and decides after that."),
}
KINDS = {
    "message": say("A message of the chat"),
    "file": say("A file"),
    "order": say("The order"),
    "review": say("Another review"),
    "text": say("In words"),
}


def stands(story: CaseStory, to: Disclosure, now: datetime) -> dict[str, Any]:
    """Where the case stands: the state, what comes next, and the deadline with what is left."""
    case = story.case
    status = status_at(case, now)
    author = to.party is Party.AUTHOR
    due: datetime | None = None
    match status:
        case RequestStatus.AWAITING_BUYER:
            due = case.buyer_reply_due_at
            sentence = (
                say("You can say your side until the date below. After a reply, or from then on, an agent decides.")
                if author
                else say("The buyer can reply until the date below. After a reply, or from then on, an agent decides.")
            )
        case RequestStatus.MORE_INFORMATION:
            due = case.more_information_due_at
            sentence = (
                _ASKED_FOR_MORE[_requester(case)]
                if author
                else say("An agent needs an answer from you. Without one by then, the case is decided as it is.")
            )
        case RequestStatus.IN_REVIEW | RequestStatus.SUBMITTED:
            due = case.due_at
            sentence = say("An agent of the marketplace looks at the review and at what both sides say.")
        case RequestStatus.AWAITING_APPROVAL:
            due = case.due_at
            sentence = say("A second person looks the decision over before it counts.")
        case RequestStatus.WITHDRAWN:
            sentence = say("The request was taken back. The review stays as it is.")
        case _:
            sentence = in_words(story.standing, to) if story.standing else ""
    return {
        "status": status,
        "sentence": sentence,
        "due": due,
        "left": due - now if due and due > now else None,
        "late": due is not None and due <= now,
        "asks_you": (author and status is RequestStatus.AWAITING_BUYER)
        or (to.party is Party.REQUESTER and status is RequestStatus.MORE_INFORMATION),
    }


def claims_shown(story: CaseStory, to: Disclosure) -> list[dict[str, Any]]:
    """What is claimed and why, and what was found, to those who may know; once decided, what the agent found."""
    resolved = story.standing.findings if story.standing else {}
    return [
        {
            "name": GROUNDS[GroundKey(each.claim.ground)].text.name,
            "meaning": GROUNDS[GroundKey(each.claim.ground)].text.meaning,
            "statement": claim_told(each.claim) if to.requesters_words(story.case) else "",
            "type": _type_name(each.claim.feedback_type),
            "by_program": story.case.origin in (Origin.SETTLEMENT, Origin.GROUP),
            "shows_finding": to.findings,
            **_found(each, resolved.get(each.claim.ground, ""), to),
        }
        for each in story.claims
    ]


def _found(each: ClaimWithFinding, resolved: str, to: Disclosure) -> dict[str, Any]:
    proposed = each.finding.verdict if each.finding else "UNKNOWN"
    verdict = resolved or proposed
    if not to.findings or (resolved and resolved.upper() != proposed):
        # The agent saw it otherwise, or answered what no program could: the decision says why.
        return {"verdict": verdict, "explanation": ""}
    return {"verdict": verdict, "explanation": told(each.finding) if each.finding else _UNKNOWN}


def _type_name(key: str) -> str:
    return RESPONSIBILITIES[FeedbackType(key)].name if key else ""


def evidence_shown(story: CaseStory, to: Disclosure) -> list[dict[str, Any]]:
    return [_piece(piece, story, to) for piece in disclosed(story, to)]


def _piece(piece: Piece, story: CaseStory, to: Disclosure) -> dict[str, Any]:
    row = piece.evidence
    shown: dict[str, Any] = {"kind": row.kind, "label": KINDS[row.kind], "shown": piece.shown}
    if not piece.shown:
        return shown
    match row.kind:
        case "message":
            by_seller = row.message.sender == "seller"
            name = story.case.seller.name if by_seller else story.case.review.buyer.name or str(say("The buyer"))
            return shown | {"by": name, "body": row.message.body, "at": row.message.sent_at}
        case "file":
            return shown | {"name": row.upload.name, "href": reverse("file", args=[row.upload_id])}
        case "order":
            href = reverse("order_page", args=[row.order.external_id])
            return shown | {"name": say("Order {number}", number=row.order.external_id), "href": href}
        case "review":
            # Of which order somebody else's review is, a buyer is not told.
            anothers = to.party is Party.AUTHOR and row.review.buyer_id != story.case.review.buyer_id
            of_this_order = say("Review of order {number}", number=row.review.order.external_id)
            name = say("Another buyer's review") if anothers else of_this_order
            return shown | {"name": name, "href": reverse("review_page", args=[row.review_id])}
        case _:
            return shown | {"body": evidence_told(row, story.case)}


def statement_for(story: CaseStory, party: Party | None) -> Statement | None:
    """What that side was told last."""
    kind = Statement.Kind.STATEMENT if party is Party.AUTHOR else Statement.Kind.NOTICE
    mine = [each for each in story.statements if each.kind == kind]
    return mine[-1] if mine and party is not None else None


def timeline(story: CaseStory, to: Disclosure, now: datetime) -> list[dict[str, Any]]:
    """What happened, oldest first, in words that this side may read: no agent's name, no held decision."""
    case, author = story.case, to.party is Party.AUTHOR
    buyer = Who.YOU if author else Who.BUYER
    seller = Who.YOU if to.party is Party.REQUESTER else _requester(case)
    lines = [_line(case.filed_at, _beginning(case, seller), "info")]
    if story.reply:
        lines.append(_line(story.reply.at, voices.REPLIED[buyer], "info"))
    elif case.buyer_reply_due_at and case.buyer_reply_due_at <= now:
        lines.append(_line(case.buyer_reply_due_at, voices.MISSED_THE_REPLY[buyer]))
    for asked in story.questions:
        lines.append(_line(asked.asked_at, say("An agent asked for more information"), "warning"))
        if asked.answered_at:
            lines.append(_line(asked.answered_at, voices.ANSWERED[seller], "info"))
    if to.questions and (to.at_the_desk or case.origin != Origin.NOTICE):
        lines += _documents(story, now)
    for decision in story.decisions:
        if at := effective_at(decision):
            lines.append(_line(at, say("Decided"), "success", in_words(decision, to)))
    for appeal in story.appeals:
        who = buyer if appeal.party == Party.AUTHOR else seller
        lines.append(_line(appeal.lodged_at, voices.APPEALED[who], "info"))
        if appeal.decided_at:
            lines.append(_line(appeal.decided_at, voices.APPEAL_WAS[appeal.status]))
        else:
            late = "" if appeal.due_at > now else say("It is late; somebody decides it next.")
            lines.append(_line(appeal.due_at, say("Somebody else decides the appeal until then"), body=late))
    if case.status == RequestStatus.WITHDRAWN:
        lines.append(_line(case.closed_at, voices.TOOK_BACK[seller]))
    lines.sort(key=lambda line: line["at"])
    for line in reversed(lines):
        if line["at"] <= now + timedelta(minutes=1):
            line["current"] = True
            break
    return lines


def _documents(story: CaseStory, now: datetime) -> list[dict[str, Any]]:
    """That the fulfilment partner was asked, and whether it answered; what it gave stays with its side and the desk."""
    lines = []
    for asked in story.documents:
        title = say("The fulfilment partner was asked for documents")
        lines.append(_line(asked.asked_at, title, "info", say("For {documents}.", documents=documents_asked(asked))))
        if asked.given_at:
            late = say("The fulfilment partner answered after the deadline")
            in_time = say("The fulfilment partner answered")
            lines.append(_line(asked.given_at, late if asked.given_late else in_time, "info"))
        elif asked.due_at <= now:
            lines.append(_line(asked.due_at, say("The fulfilment partner did not answer in time"), "warning"))
    return lines


def _beginning(case: RemovalRequest, requester: Who) -> str:
    match case.origin:
        case Origin.SELLER:
            return voices.ASKED[requester]
        case Origin.NOTICE:
            return voices.REPORTED[requester]
        case _:
            return _BEGINNINGS[case.origin]


def _requester(case: RemovalRequest) -> Who:
    """Who asked for the case; whoever sent a notice has no name here."""
    return Who.SENDER if case.origin == Origin.NOTICE else Who.SELLER


def in_words(decision: Decision, to: Disclosure) -> str:
    """What was done to the review, as the reader's side is told it."""
    if to.party is None:
        return say("The outcome is: {outcome}.", outcome=_OUTCOMES[decision.outcome])
    return measure_in_words(decision, to.party)


def effective_at(decision: Decision) -> datetime | None:
    """When it took effect; None while a lead has not agreed, or never will."""
    if not decision.held:
        return decision.decided_at
    approval = getattr(decision, "approval", None)
    return approval.at if approval is not None and approval.approved else None


def _line(at: datetime, title: str, tone: str = "neutral", body: str = "") -> dict[str, Any]:
    return {"at": at, "title": title, "tone": tone, "body": body}
