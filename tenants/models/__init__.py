"""Marketplaces, their members, and their policy as numbered versions."""

from tenants.models.base import TenantModel
from tenants.models.member import DESK_ROLES, Member, Role
from tenants.models.policy_version import PolicyVersion
from tenants.models.tenant import Tenant

__all__ = ["DESK_ROLES", "Member", "PolicyVersion", "Role", "Tenant", "TenantModel"]
