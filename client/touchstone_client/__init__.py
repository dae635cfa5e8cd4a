"""A small typed client of Touchstone: `Client(address, key)`, problems as exceptions, lists as iterators."""

from touchstone_client.client import Client, Resources
from touchstone_client.problems import (
    Conflict,
    FieldError,
    Invalid,
    Malformed,
    NotAuthenticated,
    NotFound,
    PermissionDenied,
    Problem,
    RateLimited,
    StaleVersion,
    TouchstoneError,
    Unreachable,
)
from touchstone_client.webhooks import NotGenuine, verify_webhook

__all__ = [
    "Client",
    "Conflict",
    "FieldError",
    "Invalid",
    "Malformed",
    "NotAuthenticated",
    "NotFound",
    "NotGenuine",
    "PermissionDenied",
    "Problem",
    "RateLimited",
    "Resources",
    "StaleVersion",
    "TouchstoneError",
    "Unreachable",
    "verify_webhook",
]
