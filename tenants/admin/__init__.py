"""The desk where leads change the policy, and the lists of members and marketplaces."""

from tenants.admin.drafts import PolicyDraftDesk
from tenants.admin.people import MemberDesk, TenantDesk
from tenants.admin.versions import PolicyVersionDesk

__all__ = ["MemberDesk", "PolicyDraftDesk", "PolicyVersionDesk", "TenantDesk"]
