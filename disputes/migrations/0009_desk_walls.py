"""Walls round what agents keep for their work."""

from django.db import migrations

from tenants.walls import target, unique_by_tenant, wall


class Migration(migrations.Migration):
    dependencies = [("disputes", "0008_desk")]
    operations = [
        target("disputes_savedreply"),
        *wall("disputes_queuemark", request_id="disputes_removalrequest"),
        *wall(
            "disputes_handover",
            request_id="disputes_removalrequest",
            by_id="tenants_member",
            to_id="tenants_member",
        ),
        *wall("disputes_reading", request_id="disputes_removalrequest", by_id="tenants_member"),
        *wall("disputes_savedview", member_id="tenants_member"),
        *wall("disputes_savedreply"),
        *wall("disputes_savedreplyversion", reply_id="disputes_savedreply", by_id="tenants_member"),
        *wall(
            "disputes_prepareddecision",
            request_id="disputes_removalrequest",
            group_id="disputes_groupcase",
            by_id="tenants_member",
        ),
        *wall(
            "disputes_secondlook",
            decision_id="disputes_decision",
            claimed_by_id="tenants_member",
            by_id="tenants_member",
        ),
        unique_by_tenant("disputes_prepareddecision", "request_id"),
        unique_by_tenant("disputes_secondlook", "decision_id"),
    ]
