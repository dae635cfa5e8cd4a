"""Marketplaces, their members, and their policy as numbered versions."""

from tenants.models.base import TenantModel
from tenants.models.fingerprint import Fingerprint
from tenants.models.member import DESK_ROLES, Member, Role
from tenants.models.policy_draft import PolicyDraft, PolicyReplay
from tenants.models.policy_version import PolicyVersion
from tenants.models.tenant import Tenant

__all__ = [
    "DESK_ROLES",
    "Fingerprint",
    "Member",
    "PolicyDraft",
    "PolicyReplay",
    "PolicyVersion",
    "Role",
    "Tenant",
    "TenantModel",
]
