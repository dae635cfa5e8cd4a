"""Gives an account of the demo a second factor whose code the sign-in page shows."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from accounts.models import User
from policy.problems import Problem
from policy.terms import ProblemCode
from wire.refusals import Refused


class UnableToEnrolDemoFactor(Refused):
    """This is not the demo."""


@transaction.atomic
def enrol_demo_factor(*, user: User) -> Authenticator:
    """A TOTP authenticator marked as the demo's. Only in the demo; doing it again changes nothing."""
    if not settings.DEMO:
        raise UnableToEnrolDemoFactor(
            Problem(ProblemCode.NOT_ALLOWED_BY_POLICY, "", "Only the demo shows anybody's second factor.")
        )
    existing = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if existing is not None:
        return existing
    authenticator = TOTP.activate(user, generate_totp_secret()).instance
    authenticator.data["demo"] = True
    authenticator.save(update_fields=["data"])
    return authenticator


def is_demo_factor(authenticator: Authenticator) -> bool:
    """Whether it was made for the demo, and this is the demo."""
    return bool(settings.DEMO and authenticator.data.get("demo"))


def demo_code(user: User) -> str:
    """The code that the demo account's authenticator would show now, like "123 456"; '' for every other account."""
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None or not is_demo_factor(authenticator):
        return ""
    code = format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), int(time.time()) // 30))
    return f"{code[:3]} {code[3:]}"
