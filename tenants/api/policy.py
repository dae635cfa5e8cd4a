"""The policy in force, and each version that was ever published."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.request import Request

from tenants.api.answers import PolicyAnswer
from tenants.models import PolicyVersion
from tenants.queries import policy_in_force, policy_of_number
from wire.views import ApiView

_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class Policy(ApiView):
    """The policy in force now."""

    scopes = {"GET": "policy:read"}
    answers = {"GET": PolicyAnswer}

    def get(self, request: Request) -> dict[str, Any]:
        return policy_json(policy_in_force(at=self.now))


class NumberedPolicy(ApiView):
    """One published version, by its number."""

    scopes = {"GET": "policy:read"}
    answers = {"GET": PolicyAnswer}

    def get(self, request: Request, number: str) -> dict[str, Any]:
        version = policy_of_number(int(number)) if _NUMBER.fullmatch(number) else None
        if version is None:
            self.not_there()
        return policy_json(version)


def policy_json(version: PolicyVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "effective_from": version.effective_from,
        "published_at": version.published_at,
        "note": version.note,
        "document": version.document,
    }
