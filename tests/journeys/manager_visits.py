"""The visits of a seller's Feedback Manager, its what-if and its team."""

from __future__ import annotations

from tests.journeys.visit import Visit

WHAT_IF = "/selling/feedback/<uuid:review_id>/what-if"

MANAGER_VISITS = (
    Visit("/selling/feedback", "feedback", "seller"),
    Visit("/selling/feedback", "feedback-search", "seller", start="/selling/feedback?q=arrows&sentiment=negative"),
    Visit("/selling/feedback", "feedback-none", "seller", start="/selling/feedback?q=zzzz"),
    Visit("/selling/feedback", "feedback-retail", "seller", "retail"),
    Visit(WHAT_IF, "what-if", "seller", start="/selling/feedback?sentiment=negative", follow=(WHAT_IF,)),
    Visit("/selling/team", "team", "seller"),
)
