"""What an export of a marketplace holds: a kind for each of its tables, and what is left out with the reason.

The export reads tables, not meanings: it names models by their label and asks Django for them, so that a new table
fails a test until somebody says here where it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: the file's name, the table, what one row is, and columns that stay behind with the reason."""

    name: str
    label: str
    what: str
    secret: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that go out, as the database calls them."""
        fields: Any = self.model._meta.concrete_fields
        return tuple(each.attname for each in fields if each.attname not in self.secret)


_LINK = "opens the page of whoever holds it"

KINDS: Final[tuple[Kind, ...]] = (
    Kind("members", "tenants.Member", "A person's place in the marketplace, with roles."),
    Kind("policy_versions", "tenants.PolicyVersion", "A published policy, whole."),
    Kind("policy_drafts", "tenants.PolicyDraft", "A policy that is or was worked on."),
    Kind("policy_replays", "tenants.PolicyReplay", "What a draft would have changed."),
    Kind("sellers", "orders.Seller", "A shop."),
    Kind("seller_seats", "orders.SellerSeat", "Which member runs which shop."),
    Kind("partners", "orders.Partner", "A fulfilment partner."),
    Kind("partner_seats", "orders.PartnerSeat", "Which member acts for which partner."),
    Kind("offers", "orders.Offer", "Something that is sold."),
    Kind("orders", "orders.Order", "A purchase, with its times and parties."),
    Kind("custom_orders", "orders.CustomOrder", "A private offer to one buyer.", {"token": _LINK}),
    Kind(
        "payments",
        "orders.Payment",
        "An attempt to pay for an order.",
        {"token": "names the payment to its provider", "extra_data": "belongs to the provider and may hold secrets"},
    ),
    Kind("refunds", "orders.Refund", "Money that went back."),
    Kind("messages", "orders.Message", "A message of an order's chat."),
    Kind("attachments", "orders.Attachment", "Which file came with which message."),
    Kind("files", "orders.Upload", "A file that somebody sent in; `file` is its name under files/."),
    Kind("compensations", "orders.Compensation", "What a seller gave to make something good."),
    Kind("handovers", "orders.Handover", "That a compensation was handed over."),
    Kind("discounts", "orders.Discount", "A code that a compensation came with."),
    Kind("settlements", "orders.Settlement", "What seller and buyer agreed on."),
    Kind("settlement_proofs", "orders.SettlementProof", "Which file shows that a settlement was kept."),
    Kind("mutes", "orders.SellerMute", "A buyer who does not want to hear of a seller."),
    Kind("seller_reports", "orders.SellerReport", "A buyer's complaint about a seller's messages."),
    Kind("conduct_warnings", "orders.ConductWarning", "A rule that a seller was shown before sending."),
    Kind("reviews", "feedback.Review", "A review as it stands."),
    Kind("review_revisions", "feedback.Revision", "What a review was from each change on."),
    Kind("responses", "feedback.Response", "A seller's public answer to a review."),
    Kind("response_revisions", "feedback.ResponseRevision", "What an answer was before."),
    Kind("remedies", "feedback.Remedy", "What a seller did about an order or offer at risk."),
    Kind("rates", "feedback.SellerRate", "A seller's rate as last counted."),
    Kind("requests", "disputes.RemovalRequest", "A case about a review."),
    Kind("claims", "disputes.Claim", "A ground that a case names, and why."),
    Kind("evidence", "disputes.Evidence", "Something shown in a case."),
    Kind("findings", "disputes.Finding", "What programs found for a claim, from which facts."),
    Kind("replies", "disputes.Reply", "What a review's author answered in a case."),
    Kind("information_requests", "disputes.InformationRequest", "What an agent asked, and the answer."),
    Kind("hand_overs", "disputes.HandOver", "A case passed on within the desk."),
    Kind("readings", "disputes.Reading", "Who of the desk opened a case."),
    Kind("decisions", "disputes.Decision", "An outcome, with facts, findings and reasons."),
    Kind("judged_findings", "disputes.JudgedFinding", "Whether an agent followed a program."),
    Kind("approvals", "disputes.Approval", "A lead's answer to a held decision."),
    Kind("prepared_decisions", "disputes.PreparedDecision", "A decision that has not taken effect yet."),
    Kind("second_looks", "disputes.SecondLook", "A case decided once more, blind."),
    Kind("group_cases", "disputes.GroupCase", "Reviews that belong together."),
    Kind("group_reviews", "disputes.GroupReview", "Which review belongs to which group."),
    Kind("statements", "disputes.Statement", "What a side was told of a decision."),
    Kind(
        "reporting",
        "disputes.Reporting",
        "Whether statements go to the EU's database.",
        {"sealed_token": "opens the account with the database"},
    ),
    Kind("reports", "disputes.Report", "How far a statement is on its way to that database."),
    Kind("appeals", "disputes.Appeal", "A complaint against a decision, and its answer."),
    Kind("misuse_steps", "disputes.MisuseStep", "A caution or suspension."),
    Kind("step_appeals", "disputes.StepAppeal", "A complaint against such a step."),
    Kind("notices", "disputes.Notice", "A notice of illegal content.", {"token_hash": _LINK}),
    Kind("letters", "disputes.Letter", "An e-mail that had to reach somebody."),
    Kind("causes", "disputes.FeedbackCause", "Which type of feedback a review is."),
    Kind("document_requests", "disputes.DocumentRequest", "What a partner was asked to show."),
    Kind("partner_documents", "disputes.PartnerDocument", "Which file answered such a request."),
    Kind("saved_views", "disputes.SavedView", "A view of the queue that somebody keeps."),
    Kind("saved_replies", "disputes.SavedReply", "Words that the desk uses again."),
    Kind("saved_reply_versions", "disputes.SavedReplyVersion", "Those words, version by version."),
    Kind("notifications", "notifications.Notification", "What a member was told in the app."),
    Kind("notification_preferences", "notifications.Preference", "How a member wants to be told."),
    Kind(
        "api_keys",
        "accounts.ApiKey",
        "A key for the API.",
        {"digest": "a secret: whoever reads it could try keys against it"},
    ),
    Kind(
        "webhook_endpoints",
        "integrations.WebhookEndpoint",
        "An address outside that hears of events.",
        {"secret": "signs what is sent", "former_secret": "signed what was sent"},
    ),
    Kind("audit_entries", "audit.Entry", "Who did what, when."),
    Kind("audit_links", "audit.Link", "An entry's place in the chain of hashes."),
    Kind("audit_heads", "audit.Head", "Where the chain ends."),
)

_COUNTED = "counted from the reviews; another installation counts them anew"
_READ = "found by programs; another installation reads the texts anew"
_WORK = "work that waits for a moment; it means nothing elsewhere"

LEFT_OUT: Final[Mapping[str, str]] = {
    "tenants.Fingerprint": "salted hashes with this installation's key: they say nothing elsewhere, and soon end",
    "notifications.Announcement": _WORK,
    "orders.SellerWord": "the words of sellers' names, for searching",
    "feedback.DayTally": _COUNTED,
    "feedback.StaleDay": _WORK,
    "feedback.RateAlert": _COUNTED,
    "feedback.Derivation": _COUNTED,
    "feedback.WordingBand": _READ,
    "disputes.QueueMark": _READ,
    "integrations.WebhookMessage": "what was sent to addresses outside; a log that is soon forgotten",
    "integrations.WebhookDelivery": "how it went; a log that is soon forgotten",
    "integrations.WebhookAttempt": "how it went; a log that is soon forgotten",
    "integrations.StoredAnswer": "answers to calls of the API, kept for a day",
}
"""Tables of marketplaces that no export holds, by label, with the reason; the README of an export says them."""

ACCOUNTS: Final = (
    "Accounts (passwords, second factors, sessions) belong to people and not to a marketplace: they are left out."
)


def tables_of_marketplaces() -> set[str]:
    """The label of every table whose rows belong to one marketplace."""
    models = apps.get_models()
    return {each._meta.label for each in models if any(f.attname == "tenant_id" for f in each._meta.concrete_fields)}
