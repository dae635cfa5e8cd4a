"""How allauth behaves here: counted sign-ins, who may sign in where, what counts as a recent sign-in."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.actions.enrol_demo_factor import is_demo_factor
from accounts.address import client_address
from accounts.attempts import count_by_address, count_by_email
from accounts.models import User
from policy.saying import say, say_number

# Somebody who signed in this many seconds ago need not do so again to change how the account is protected.
RECENT = 300

# Words of allauth's and Django's that their own catalogues say in another tone than ours (du, usted): named here,
# ours go first.
SAID_IN_OUR_TONE = (
    say("Forgot your password?"),
    say("Please type your current password."),
    say("The email address and/or password you specified are not correct."),
    say("The new value must be different from the current one."),
    say("Use authenticator app or code"),
    say("Use your password"),
    say("You cannot activate two-factor authentication until you have verified your email address."),
    say("You cannot add an email address to an account protected by two-factor authentication."),
    say("You cannot add more than %d email addresses."),
    say("You cannot remove your primary email address (%(email)s)."),
    say("You cannot remove your primary email address."),
    say("You have confirmed %(email)s."),
    say("You must type the same password each time."),
    say("Your password can’t be a commonly used password."),
    say("Your password can’t be entirely numeric."),
    say("Your password can’t be too similar to your other personal information."),
    say_number(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        0,
    ),
    say("Your primary email address must be verified."),
)


class AccountAdapter(DefaultAccountAdapter):
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count before the password is looked at; an address that tries too often locks nobody else out."""
        count_by_address(request, "sign-in")
        count_by_email(request, "sign-in", credentials.get("email") or "")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None and request.tenant is None and not user.is_operator:
            raise ValidationError(
                say("You sign in on your marketplace's own address; this one is for those who run the platform."),
                code="other_address",
            )
        return user

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join marketplaces; nobody joins the platform by a form."""
        return request.tenant is not None

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        request = context.request
        records = get_authentication_records(request, request.user)
        recent = any(time.time() - record["at"] < RECENT for record in records)
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Messages speak for the marketplace on whose address they were asked for."""
        super().send_mail(template_prefix, email, {**context, "marketplace_name": _marketplace_name()})


def must_sign_in_again(request: HttpRequest) -> bool:
    """Whether whoever asks should prove once more who they are before something weighty."""
    return is_reauthentication_required(request, app="")


class MFAAdapter(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The demo's visitors share its accounts, so none may lock the others out."""
        return not is_demo_factor(authenticator)


def _marketplace_name() -> str:
    tenant = getattr(context.request, "tenant", None) or SimpleNamespace(name="Touchstone")
    return tenant.name
