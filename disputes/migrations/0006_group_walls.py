"""Walls round group cases and what agents answered to findings."""

from django.db import migrations

from tenants.walls import target, wall


class Migration(migrations.Migration):
    dependencies = [("disputes", "0005_groups_and_judged_findings"), ("feedback", "0007_wording_walls")]
    operations = [
        target("disputes_groupcase"),
        *wall("disputes_groupcase", seller_id="orders_seller"),
        *wall("disputes_groupreview", group_id="disputes_groupcase", review_id="feedback_review"),
        *wall("disputes_judgedfinding", decision_id="disputes_decision"),
    ]
