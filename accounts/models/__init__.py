"""What is kept of people and their keys."""

from accounts.models.api_key import ApiKey, Scope
from accounts.models.attempt import Attempt
from accounts.models.user import User

__all__ = ["ApiKey", "Attempt", "Scope", "User"]
