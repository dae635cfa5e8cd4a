"""Everything that can happen to a review, at random, each act by who may do it or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from disputes.actions.claim_request import claim_request
from disputes.actions.reply_to_request import reply_to_request
from disputes.jobs.replay_policy import replay_next
from disputes.models import RemovalRequest
from feedback.actions.edit_review import edit_review
from feedback.actions.post_review import post_review
from feedback.actions.put_response import put_response
from feedback.actions.withdraw_review import withdraw_review
from feedback.jobs.derive_sentiments import derive_sentiments
from feedback.models import Review
from policy.terms import Criterion, GroundKey, Outcome
from tenants.actions.ask_replay import ask_replay
from tenants.actions.draft_policy import draft_policy
from tenants.actions.publish_policy import publish_policy
from tests.cast import finished_order
from tests.properties.case_acts import CaseActs
from tests.properties.marketplace import COMMENTS, GROUNDS, document
from tests.properties.side_acts import SideActs

WAITS = (timedelta(hours=1), timedelta(hours=30), timedelta(days=4), timedelta(days=25))


@dataclass(frozen=True)
class Chance:
    """What chance decided for one act: which of the things there are, who of two, and the rest."""

    which: int
    who: int
    yes: bool
    days: int
    stars: tuple[int, int, int]
    grounds: frozenset[GroundKey]
    outcome: Outcome
    instead: Outcome | None


chances = st.builds(
    Chance,
    which=st.integers(0, 20),
    who=st.integers(0, 1),
    yes=st.booleans(),
    days=st.integers(-1, 4),
    stars=st.tuples(*[st.integers(1, 5)] * 3),
    grounds=st.frozensets(st.sampled_from(GROUNDS), min_size=1, max_size=3),
    outcome=st.sampled_from(Outcome),
    instead=st.sampled_from([None, *Outcome]),
)


class DueProcess(CaseActs, SideActs):
    """Every act is done or refused. A refusal changes nothing; what was done is counted, to say what was reached."""

    # How often each happens, beside the others.
    ACTS: dict[str, tuple[int, Callable[[DueProcess, Chance], None]]] = {
        "time": (4, lambda self, by: self.time_passes(WAITS[by.which % len(WAITS)])),
        "sweeps": (3, lambda self, by: self.sweeps_run()),
        **{
            kind: (times, lambda self, by, kind=kind: self.review(kind, by.which, by.stars))
            for kind, times in {"post": 2, "edit": 1, "withdraw": 1, "respond": 1}.items()
        },
        **{
            kind: (times, lambda self, by, kind=kind: self.case(kind, by.which, by.who, by.grounds))
            for kind, times in {"file": 4, "notice": 2, "reply": 2, "take back": 2, "ask": 3, "answer": 4}.items()
        },
        "decide": (
            10,
            lambda self, by: self.decide(
                by.which, by.who, by.outcome, afresh=by.yes, patient=by.days > 0, met=by.days != 1, good_faith=by.yes
            ),
        ),
        "twice": (2, lambda self, by: self.twice(by.which, by.who)),
        "persist": (3, lambda self, by: self.persist(by.which)),
        **{
            kind: (times, lambda self, by, kind=kind: self.aftermath(kind, by.which, by.who, by.instead))
            for kind, times in {
                "approve": 3,
                "send back": 2,
                "appeal": 5,
                "uphold": 3,
                "reject": 2,
            }.items()
        },
        **{
            f"{kind} step": (times, lambda self, by, kind=kind: self.misuse(kind, by.which, by.who))
            for kind, times in {"confirm": 3, "dismiss": 1, "lift": 1, "appeal": 1}.items()
        },
        **{
            kind: (1, lambda self, by, kind=kind: self.misuse(kind, by.which, by.who))
            for kind in ("uphold step", "reject step")
        },
        **{
            f"{kind} settlement": (times, lambda self, by, kind=kind: self.settlement(kind, by.which, by.days))
            for kind, times in {"propose": 2, "accept": 2, "decline": 1, "perform": 2}.items()
        },
        "agree": (2, lambda self, by: self.agree(by.which, by.yes)),
        **{
            f"{kind} documents": (
                times,
                lambda self, by, kind=kind: self.documents(
                    kind, by.which, ("wrong_item", "poor_packaging", "mistake")[by.which % 3]
                ),
            )
            for kind, times in {"type": 1, "ask for": 2, "give": 2, "judge": 2}.items()
        },
        "publish": (
            1,
            lambda self, by: self.publish(
                by.who,
                cutoff=30 if by.yes else 365,
                caps="neutral" if by.days > 1 else "none",
                formula="positive_of_all" if by.stars[0] > 3 else "positive_share",
            ),
        ),
        "meddle": (2, lambda self, by: self.meddle(by.which % 9, by.which)),
    }

    # One rule, because Hypothesis leaves some of many rules out of each history.
    @rule(act=st.sampled_from([name for name, (times, _) in ACTS.items() for _ in range(times)]), by=chances)
    def something_happens(self, act, by):
        self.ACTS[act][1](self, by)

    # Time, and what it does.

    def time_passes(self, wait):
        self.now += wait

    # Reviews.

    @initialize(stars=st.lists(st.integers(1, 5), min_size=4, max_size=4))
    def some_are_there(self, stars):
        for number, each in enumerate(stars):
            self.post(number, (each, each, each))

    def review(self, kind, which, stars):
        if kind == "post":
            self.post(which, stars)
            return
        with self.act(kind) as at:
            review = self.pick(Review.objects.all(), which)
            if kind == "edit":
                given = dict(zip(Criterion, stars, strict=True))
                words = COMMENTS[which % len(COMMENTS)]
                edit_review(by=review.buyer, review=review, version=review.version, stars=given, comment=words, **at)
            elif kind == "withdraw":
                withdraw_review(by=review.buyer, review=review, **at)
            else:
                put_response(by=self.seller_of(review), review=review, body="We are sorry.", **at)

    def post(self, which, stars):
        with self.act("post") as at:
            buyer = [self.cast.alice, self.ann][which % 2]
            fulfilled = {"fulfilled_by": "partner", "partner": self.partner} if which % 3 else {}
            order = finished_order(
                self.cast,
                buyer=buyer,
                seller=self.sellers[which // 2 % 2],
                offer=None,
                closed_at=self.now - timedelta(days=2),
                **fulfilled,
            )
            given = dict(zip(Criterion, stars, strict=True))
            post_review(by=buyer, order=order, stars=given, comment=COMMENTS[which % len(COMMENTS)], **at)

    # Policy.

    def publish(self, lead, cutoff, caps, formula):
        with self.act("publish") as at:
            changed = document()
            changed["removal"]["cutoff_days"] = cutoff
            changed["feedback"] |= {"one_star_caps": caps, "rate_formula": formula}
            by = self.leads[lead]
            draft = draft_policy(by=by, document=changed, **at)
            ask_replay(by=by, draft=draft, days=100, **at)
            replay_next(tenant=self.cast.tenant, clock=lambda: self.now)
            draft.refresh_from_db()
            publish_policy(by=by, draft=draft, version=draft.version, effective_from=None, **at)
        derive_sentiments(tenant=self.cast.tenant, clock=lambda: self.now)

    def meddle(self, who, which):
        """Somebody who has no part in it presses the button all the same."""
        by = self.everyone[who]
        with self.act("meddle") as at:
            case = self.pick(RemovalRequest.objects.all(), which)
            if by in self.leads or by in self.agents:
                reply_to_request(by=by, request=case, body="Let me say something.", **at)
            else:
                claim_request(by=by, request=case, **at)
