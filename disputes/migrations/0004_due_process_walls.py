"""Walls round notices, steps against misuse, partners' documents and penalties."""

from django.db import migrations

from tenants.walls import same_tenant, target, unique_by_tenant, wall


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0003_due_process"),
        ("orders", "0005_settlement_walls"),
        ("feedback", "0004_partner_walls"),
    ]
    operations = [
        *[target(table) for table in ("disputes_notice", "disputes_misusestep", "disputes_documentrequest")],
        *wall(
            "disputes_notice",
            author_id="tenants_member",
            review_id="feedback_review",
            answered_by_id="tenants_member",
        ),
        *wall(
            "disputes_misusestep",
            seller_id="orders_seller",
            member_id="tenants_member",
            policy_version_id="tenants_policyversion",
            confirmed_by_id="tenants_member",
            closed_by_id="tenants_member",
        ),
        *wall(
            "disputes_stepappeal",
            step_id="disputes_misusestep",
            lodged_by_id="tenants_member",
            decided_by_id="tenants_member",
        ),
        *wall("disputes_feedbackcause", review_id="feedback_review", typed_by_id="tenants_member"),
        *wall(
            "disputes_documentrequest",
            partner_id="orders_partner",
            order_id="orders_order",
            review_id="feedback_review",
            asked_by_id="tenants_member",
            given_by_id="tenants_member",
            judged_by_id="tenants_member",
        ),
        *wall("disputes_partnerdocument", request_id="disputes_documentrequest", upload_id="orders_upload"),
        same_tenant("disputes_removalrequest", "notice_id", "disputes_notice"),
        same_tenant("disputes_removalrequest", "settlement_id", "orders_settlement"),
        same_tenant("disputes_letter", "notice_id", "disputes_notice"),
        same_tenant("disputes_letter", "step_id", "disputes_misusestep"),
        same_tenant("disputes_letter", "documents_id", "disputes_documentrequest"),
        unique_by_tenant("disputes_stepappeal", "step_id"),
    ]
