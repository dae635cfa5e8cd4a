"""Forms of sign-up, reset and second factor, each with its count of tries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils import timezone

from accounts.actions.count_attempt import count_attempt
from accounts.actions.enrol_demo_factor import is_demo_factor
from accounts.attempts import count_by_account, count_by_address, count_by_email
from accounts.second_factor import record_enrolment
from policy.saying import say

# A code is good for half a minute, and only once.
CODE_LIVES = timedelta(seconds=60)


class SignupForm(account_forms.SignupForm):
    def clean(self) -> dict[str, Any]:
        count_by_address(context.request, "sign-up")
        return super().clean()


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def clean_email(self) -> str:
        count_by_address(context.request, "reset")
        count_by_email(context.request, "reset", self.cleaned_data["email"])
        return super().clean_email()


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        count_by_account(context.request, "sign-in", self.user)
        return super().clean_oldpassword()


class _CountedCode:
    """Checks a code against the account's authenticators; every try counts, and no code works twice.

    allauth remembers used codes in the cache, which may be away or emptied; here the database remembers.
    """

    def clean_code(self) -> str:
        count_by_account(context.request, "second-factor", self.user)
        code = normalize_user_code(self.cleaned_data["code"])
        found = self._authenticator_of(code)
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        return code

    def _authenticator_of(self, code: str) -> Authenticator | None:
        for authenticator in Authenticator.objects.filter(user=self.user):
            if authenticator.type == Authenticator.Type.TOTP:
                right = validate_totp_code(decrypt(authenticator.data["secret"]), code)
                if right and (is_demo_factor(authenticator) or self._first_use(code)):
                    return authenticator
            elif authenticator.type == Authenticator.Type.RECOVERY_CODES:
                # Two at once must not both use up the same code.
                held = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
                if held.wrap().validate_code(code):
                    return held
        return None

    def _first_use(self, code: str) -> bool:
        used = f"used-code:{self.user.pk}:{code}"
        return bool(count_attempt(subject=used, limit=1, span=CODE_LIVES, now=timezone.now()))


class AuthenticateForm(_CountedCode, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(_CountedCode, mfa_forms.ReauthenticateForm):
    pass


class ActivateForm(ActivateTOTPForm):
    def clean_code(self) -> str:
        count_by_account(context.request, "second-factor", self.user)
        code = super().clean_code()
        record_enrolment(context.request)
        return code


class AddKeyForm(webauthn_forms.AddWebAuthnForm):
    name = forms.CharField(label=say("Name"), required=False)


class EditKeyForm(webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(label=say("Name"))
