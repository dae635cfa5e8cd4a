"""Makes the account behind an e-mail address, or finds it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from policy.problems import Problem
from policy.terms import ProblemCode
from wire.refusals import Refused


class UnableToEnsureUser(Refused):
    """The address is none, or its account is closed."""


@transaction.atomic
def ensure_user(
    *, email: str, name: str = "", password: str | None = None, verified: bool = False, operator: bool = False
) -> User:
    """The account of `email`, made without a usable password where there is none.

    `verified` takes the address as proven; without it the owner proves it at the first password reset. `password`
    and `operator`, where given, also change an account that exists.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        detail = f"{email!r} is not an e-mail address."
        raise UnableToEnsureUser(Problem(ProblemCode.VALIDATION_FAILED, "/email", detail)) from None
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user, _ = User.objects.get_or_create(email=email, defaults={"name": name, "password": _no_password()})
    if not user.is_active:
        raise UnableToEnsureUser(Problem(ProblemCode.VALIDATION_FAILED, "/email", "That account is closed."))
    changed = []
    if password is not None:
        user.set_password(password)
        changed.append("password")
    if name and not user.name:
        user.name = name
        changed.append("name")
    if operator and not user.is_operator:
        user.is_operator = True
        changed.append("is_operator")
    if changed:
        user.save(update_fields=changed)
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": True, "verified": verified}
    )
    if verified and not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])
    return user


def _no_password() -> str:
    blank = User()
    blank.set_unusable_password()
    return blank.password
