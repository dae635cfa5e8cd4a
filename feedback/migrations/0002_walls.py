"""Walls round reviews, responses and rates."""

from django.db import migrations

from tenants.walls import target, unique_by_tenant, wall


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("orders", "0002_walls")]
    operations = [
        target("feedback_review"),
        target("feedback_response"),
        *wall(
            "feedback_review",
            order_id="orders_order",
            seller_id="orders_seller",
            buyer_id="tenants_member",
            policy_version_id="tenants_policyversion",
        ),
        *wall(
            "feedback_revision",
            review_id="feedback_review",
            seller_id="orders_seller",
            by_id="tenants_member",
            policy_version_id="tenants_policyversion",
        ),
        *wall("feedback_response", review_id="feedback_review", by_id="tenants_member"),
        *wall("feedback_responserevision", response_id="feedback_response", by_id="tenants_member"),
        *wall("feedback_daytally", seller_id="orders_seller"),
        *wall("feedback_sellerrate", seller_id="orders_seller", policy_version_id="tenants_policyversion"),
        *wall("feedback_staleday", seller_id="orders_seller"),
        unique_by_tenant("feedback_review", "order_id"),
        unique_by_tenant("feedback_response", "review_id"),
        unique_by_tenant("feedback_sellerrate", "seller_id"),
    ]
