"""Random acts on cases: filed, noticed, answered, decided, held, appealed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from disputes.actions.approve_decision import approve_decision
from disputes.actions.ask_information import ask_information
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.decide_request import decide_request
from disputes.actions.file_request import file_request
from disputes.actions.give_information import give_information
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.send_back_decision import send_back_decision
from disputes.actions.submit_notice import submit_notice
from disputes.actions.withdraw_request import withdraw_request
from disputes.models import Appeal, Decision, Letter, RemovalRequest
from feedback.models import Review
from policy.eligibility import Claim, Evidence
from policy.terms import Criterion, GroundKey, Outcome
from tests.properties.marketplace import Marketplace, document


class CaseActs(Marketplace):
    def case(self, kind, which, agent, grounds):
        with self.act(kind) as at:
            match kind:
                case "file":
                    self.file(which, grounds, at)
                case "notice":
                    self.notice(which, at)
                case "reply":
                    case = self.pick(RemovalRequest.objects.filter(status="awaiting_buyer"), which)
                    reply_to_request(by=case.review.buyer, request=case, body="It was just so.", **at)
                case "take back":
                    case = self.pick(RemovalRequest.objects.all(), which)
                    withdraw_request(by=self.seller_of(case.review), request=case, **at)
                case "ask":
                    case = claim_request(by=self.agents[agent], request=self.pick(self.open(), which), **at)
                    self.wait_for_the_reply(case, at)
                    question = {"version": case.version, "question": "Which message?"}
                    ask_information(by=self.agents[agent], request=case, **question, **at)
                case "answer":
                    case = self.pick(RemovalRequest.objects.filter(status="more_information"), which)
                    give_information(by=case.filed_by, request=case, answer="The second one.", **at)

    def open(self):
        return RemovalRequest.objects.exclude(status__in=["decided", "withdrawn", "awaiting_approval"])

    def file(self, which: int, grounds: Collection[GroundKey], at: dict[str, Any]) -> RemovalRequest:
        review = self.pick(Review.objects.filter(status__in=["published", "struck"]), which)
        claims = [
            Claim(
                ground,
                "The chat and the order show it.",
                feedback_type="wrong_item" if ground == GroundKey.PARTNER_AT_FAULT else None,
            )
            for ground in sorted(grounds)
        ]
        shown = [Evidence("text", text="See the chat.")]
        return file_request(by=self.seller_of(review), review=review, claims=claims, evidence=shown, **at)

    def notice(self, which: int, at: dict[str, Any]) -> None:
        review = self.pick(Review.objects.all(), which)
        submit_notice(
            url=f"/reviews/{review.pk}",
            explanation="This says of me what a court has forbidden to say.",
            name="Zoe Stranger",
            email=f"zoe{which % 2}@example.org",
            good_faith=True,
            address=f"198.51.100.{which}",
            about=[GroundKey.ILLEGAL_CONTENT, GroundKey.PERSONAL_INFORMATION][which % 2],
            **at,
        )

    def wait_for_the_reply(self, case: RemovalRequest, at: dict[str, Any]) -> None:
        if case.status == "awaiting_buyer":
            self.now = at["now"] = max(self.now, case.buyer_reply_due_at)
            claim_request(by=case.claimed_by, request=case, **at)
            case.refresh_from_db()

    def decide(self, which, agent, outcome, afresh, patient, met, good_faith):
        with self.act(f"decide {outcome}") as at:
            allowing = document()["removal"]["grounds"].items()
            fitting = [key for key, ground in allowing if outcome in (Outcome.KEEP, *ground["outcomes"])]
            case = self.file(which, {fitting[which % len(fitting)]}, at) if afresh else self.pick(self.open(), which)
            case = claim_request(by=self.agents[agent], request=case, **at)
            if patient:
                self.wait_for_the_reply(case, at)
            verdict = "met" if met and outcome is not Outcome.KEEP else "not_met"
            decision = decide_request(
                by=self.agents[agent],
                request=case,
                version=case.version,
                outcome=outcome,
                findings=dict.fromkeys(case.claims.values_list("ground", flat=True), verdict),
                reason="I read everything.",
                departure_reason="The words say so.",
                spans=[[0, 4]] if outcome is Outcome.REDACT else (),
                # Of a strike now and then one criterion or two.
                criteria=list(Criterion)[which % 4 : 2] if outcome is Outcome.STRIKE else (),
                good_faith=good_faith,
                **at,
            )
            self.done["hold" if decision.held else "take effect"] += 1

    def twice(self, which, who):
        """Two cases about one review are decided, and the author is right about the first."""
        with self.act("twice") as at:
            review = self.pick(Review.objects.filter(status="published").exclude(comment=""), which)
            first = self.decided_on(review, "obscene_language", Outcome.REDACT, who, at)
            self.decided_on(review, "unrelated", Outcome.REMOVE if which % 2 else Outcome.STRIKE, who, at)
            Letter.objects.filter(state="waiting").update(state="sent", sent_at=self.now)
            appeal = lodge_appeal(by=review.buyer, decision=first, body="They are no such words.", **at)
            right = {"version": appeal.version, "outcome": "upheld", "reason": "They are not."}
            decide_appeal(by=self.agents[1 - who], appeal=appeal, **right, **at)

    def decided_on(self, review, ground: str, outcome: Outcome, who: int, at: dict[str, Any]) -> Decision:
        claims, shown = [Claim(ground, "The comment shows it plainly.")], [Evidence("text", text="See there.")]
        case = file_request(by=self.seller_of(review), review=review, claims=claims, evidence=shown, **at)
        case = claim_request(by=self.agents[who], request=case, **at)
        self.wait_for_the_reply(case, at)
        return decide_request(
            by=self.agents[who],
            request=case,
            version=case.version,
            outcome=outcome,
            findings={ground: "met"},
            reason="I read everything.",
            departure_reason="The words say so.",
            spans=[[0, 4]] if outcome is Outcome.REDACT else (),
            **at,
        )

    def persist(self, which):
        """A seller asks without a ground, and not in good faith."""
        self.decide(which, which % 2, Outcome.KEEP, afresh=True, patient=True, met=False, good_faith=False)

    def aftermath(self, kind, which, who, new_outcome):
        with self.act(kind) as at:
            match kind:
                case "approve" | "send back":
                    case = self.pick(RemovalRequest.objects.filter(status="awaiting_approval"), which)
                    act = approve_decision if kind == "approve" else send_back_decision
                    act(by=self.leads[who], request=case, version=case.version, reason="So I see it.", **at)
                case "appeal":
                    Letter.objects.filter(state="waiting").update(state="sent", sent_at=self.now)
                    decision = self.pick(Decision.objects.all(), which)
                    by = decision.review.buyer if decision.outcome != Outcome.KEEP else decision.request.filed_by
                    lodge_appeal(by=by, decision=decision, body="Please look again.", **at)
                case _:
                    appeal = self.pick(Appeal.objects.filter(status__in=["lodged", "in_review"]), which)
                    upheld = kind == "uphold"
                    decide_appeal(
                        by=self.agents[who],
                        appeal=appeal,
                        version=appeal.version,
                        outcome="upheld" if upheld else "rejected",
                        new_outcome=new_outcome if upheld else None,
                        spans=[[0, 4]] if new_outcome is Outcome.REDACT else (),
                        reason="I looked again.",
                        **at,
                    )
