"""Turns whatever rises from a view into a problem document (RFC 9457)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, transaction
from django.http import Http404
from psycopg2.extensions import TRANSACTION_STATUS_INERROR
from rest_framework import exceptions as rest
from rest_framework.response import Response

from policy.problems import Problem
from wire.bodies import problems_in
from wire.problem_documents import MEDIA_TYPE, problem_document, status_of
from wire.refusals import NotPermitted, NotThere, Refused

logger = logging.getLogger("django.request")

# What PostgreSQL says when transactions wait for each other, or may not wait: one of them has to come again.
GETS_IN_THE_WAY = frozenset({"40001", "40P01", "55P03"})


@dataclass(frozen=True)
class Reading:
    """What an error says: its code, a sentence ("" for the usual one), places in the body, headers."""

    code: str
    detail: str = ""
    problems: tuple[Problem, ...] = ()
    headers: dict[str, str] | None = None


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to `error`. What nobody foresaw is logged whole; its 500 tells nothing."""
    if isinstance(error, DatabaseError) and _transaction_is_broken():
        transaction.set_rollback(True)
    reading = _read(error)
    if reading.code == "error":
        request = context["request"]
        logger.error("unexpected_error %s %s", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request)
    return Response(
        problem_document(reading.code, reading.detail, reading.problems),
        status=status_of(reading.code),
        headers=reading.headers,
        content_type=MEDIA_TYPE,
    )


def _transaction_is_broken() -> bool:
    """Whether the database takes nothing more before a rollback: the error came outside a savepoint."""
    raw = connection.connection
    return raw is not None and raw.get_transaction_status() == TRANSACTION_STATUS_INERROR


def _read(error: Exception) -> Reading:
    match error:
        case Refused():
            wait = {"Retry-After": str(max(1, error.retry_after or 60))} if error.code == "rate_limited" else None
            return Reading(error.code, str(error), error.problems, wait)
        case NotThere() | Http404() | rest.NotFound():
            # Always the same words: a better sentence would tell what is there from what is not.
            return Reading("not_found")
        case NotPermitted():
            return Reading("permission_denied", error.detail)
        case rest.APIException():
            return _of_the_framework(error)
        case PermissionDenied():
            return Reading("permission_denied")
        case SuspiciousOperation():
            return Reading("malformed")
        case IntegrityError():
            return Reading("conflict")
        case DataError():
            return Reading("validation_failed", "A value is too long, too large or not of its kind.")
        case OperationalError() if getattr(error.__cause__, "pgcode", None) in GETS_IN_THE_WAY:
            return Reading("conflict", "Somebody is changing this at the same moment. Please try again.")
    return Reading("error")


def _of_the_framework(error: rest.APIException) -> Reading:
    match error:
        case rest.NotAuthenticated() | rest.AuthenticationFailed():
            return Reading("not_authenticated", str(error.detail), headers={"WWW-Authenticate": "Bearer"})
        case rest.PermissionDenied():
            return Reading("permission_denied", str(error.detail))
        case rest.MethodNotAllowed():
            return Reading("method_not_allowed")
        case rest.UnsupportedMediaType():
            return Reading("malformed", "Send application/json, or the form that this address takes.")
        case rest.ParseError():
            return Reading("malformed", str(error.detail))
        case rest.Throttled():
            wait = str(max(1, round(error.wait or 60)))
            detail = f"Please wait {wait} seconds and try again."
            return Reading("rate_limited", detail, headers={"Retry-After": wait})
        case rest.ValidationError():
            return Reading("validation_failed", problems=tuple(problems_in(error.detail)))
    return Reading("error")
