"""Walls round cases."""

from django.db import migrations

from tenants.walls import target, unique_by_tenant, wall

TARGETS = (
    "disputes_removalrequest",
    "disputes_claim",
    "disputes_decision",
    "disputes_statement",
    "disputes_appeal",
)


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial"), ("feedback", "0002_walls")]
    operations = [
        *[target(table) for table in TARGETS],
        *wall(
            "disputes_removalrequest",
            review_id="feedback_review",
            seller_id="orders_seller",
            filed_by_id="tenants_member",
            policy_version_id="tenants_policyversion",
            claimed_by_id="tenants_member",
        ),
        *wall("disputes_claim", request_id="disputes_removalrequest"),
        *wall("disputes_finding", claim_id="disputes_claim"),
        *wall(
            "disputes_evidence",
            request_id="disputes_removalrequest",
            message_id="orders_message",
            upload_id="orders_upload",
            order_id="orders_order",
            review_id="feedback_review",
            added_by_id="tenants_member",
        ),
        *wall("disputes_reply", request_id="disputes_removalrequest", by_id="tenants_member"),
        *wall(
            "disputes_informationrequest",
            request_id="disputes_removalrequest",
            asked_by_id="tenants_member",
            answered_by_id="tenants_member",
        ),
        *wall(
            "disputes_decision",
            request_id="disputes_removalrequest",
            review_id="feedback_review",
            policy_version_id="tenants_policyversion",
            decided_by_id="tenants_member",
            supersedes_id="disputes_decision",
            appeal_id="disputes_appeal",
        ),
        *wall("disputes_approval", decision_id="disputes_decision", by_id="tenants_member"),
        *wall(
            "disputes_statement",
            decision_id="disputes_decision",
            review_id="feedback_review",
            addressee_id="tenants_member",
            seller_id="orders_seller",
        ),
        *wall(
            "disputes_letter",
            addressee_id="tenants_member",
            request_id="disputes_removalrequest",
            statement_id="disputes_statement",
            appeal_id="disputes_appeal",
        ),
        *wall(
            "disputes_appeal",
            decision_id="disputes_decision",
            lodged_by_id="tenants_member",
            claimed_by_id="tenants_member",
            decided_by_id="tenants_member",
        ),
        unique_by_tenant("disputes_reply", "request_id"),
        unique_by_tenant("disputes_decision", "supersedes_id"),
        unique_by_tenant("disputes_decision", "appeal_id"),
        unique_by_tenant("disputes_approval", "decision_id"),
    ]
