"""Tenants: marketplaces, their members and policy versions, and the wall between them."""
