"""Words of a form that met an ended session or a stale page: kept until their writer is back, for nobody else."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac

from wire.text import is_showable

SESSION_KEY = "kept_words"
WRITER_COOKIE = "writer"
KEPT_FOR = 3600
"""Seconds from sending the form to giving its words back."""
LARGEST = 64 * 1024
"""Bytes of names and texts together; a form with more is shown back at once and not kept."""
# Outlives the session, which ends two weeks after signing in.
_COOKIE_AGE = 90 * 24 * 3600
_SALT = "wire.kept.writer"

_NEVER_KEPT = re.compile(r"csrf|passw|passphrase|secret|token|(^|_)(otp|pin|cvc|cvv|code|card_number|iban)(_|$)", re.I)
# What programs put into forms: ids, numbers, names of buttons. People's words have blanks or other signs.
_LIKE_AN_ID = re.compile(r"[\w:.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, in `fields`; `texts` are the words in it, to be copied where the form cannot take them."""

    fields: QueryDict
    texts: list[str] = field(default_factory=list)


def note_writer(request: HttpRequest, response: HttpResponseBase) -> None:
    """Leave a mark of who is signed in with the browser, by which words are known to be theirs after the session."""
    mark = _mark(request.user)
    if writer_of(request) != mark:
        response.set_signed_cookie(
            WRITER_COOKIE,
            mark,
            salt=_SALT,
            max_age=_COOKIE_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def writer_of(request: HttpRequest) -> str:
    """The mark of who was signed in last with this browser; "" where nobody knows."""
    return request.get_signed_cookie(WRITER_COOKIE, default="", salt=_SALT, max_age=_COOKIE_AGE)


def came_from(request: HttpRequest) -> str:
    """Path and query of the page whose form was sent: the referring page of this site, else the form's own address."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    here = referrer.netloc == request.get_host() and referrer.scheme == request.scheme
    if not here or referrer.path.startswith("//"):
        return request.get_full_path()
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


def sent_from_here(request: HttpRequest) -> bool:
    """Whether a browser says that the form was on a page of this site; a forged one comes from elsewhere."""
    if origin := request.headers.get("Origin", ""):
        return origin == f"{request.scheme}://{request.get_host()}"
    referrer = urlsplit(request.headers.get("Referer", ""))
    return referrer.netloc == request.get_host() and referrer.scheme == request.scheme


def words_in(request: HttpRequest) -> list[str]:
    """The texts of the form that somebody wrote, as they are read back to whoever sent them."""
    return _texts(_fields(request.POST))


def keep_words(request: HttpRequest) -> bool:
    """Keep the form's fields in the session for whoever wrote them. False where nobody knows who, or they are too much.

    Files are not kept, nor what is a secret.
    """
    writer = _mark(request.user) if request.user.is_authenticated else writer_of(request)
    fields = _fields(request.POST)
    if not writer or not _texts(fields) or _size(fields) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "writer": writer,
        "host": request.get_host(),
        "page": came_from(request),
        "fields": fields,
        "at": time.time(),
    }
    return True


def give_back(request: HttpRequest) -> Kept | None:
    """What the signed-in reader had written into the form of this page, if it is kept.

    On reading the page it stands in `request.POST`, where forms look for what was typed. Words of somebody else, and
    words of more than an hour ago, are thrown away. `forget_words` ends it, once the page has shown them.
    """
    if request.method != "GET" or SESSION_KEY not in request.session:
        return None
    kept = request.session[SESSION_KEY]
    mine = constant_time_compare(kept["writer"], _mark(request.user)) and kept["host"] == request.get_host()
    if not mine or time.time() - kept["at"] > KEPT_FOR:
        forget_words(request)
        return None
    if kept["page"] != request.get_full_path():
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        typed.setlist(name, values)
    typed._mutable = False
    request.POST = typed
    return Kept(typed, _texts(kept["fields"]))


def forget_words(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def _mark(user: Any) -> str:
    """Who it is, in a form that tells nobody else."""
    return salted_hmac(_SALT, str(user.pk)).hexdigest()


def _fields(post: QueryDict) -> dict[str, list[str]]:
    return {
        name: [value for value in values if "\x00" not in value]
        for name, values in post.lists()
        if not _NEVER_KEPT.search(name)
    }


def _texts(fields: dict[str, list[str]]) -> list[str]:
    return [
        value
        for values in fields.values()
        for value in values
        if value.strip() and is_showable(value) and not _LIKE_AN_ID.fullmatch(value)
    ]


def _size(fields: dict[str, list[str]]) -> int:
    return sum(len(text.encode(errors="replace")) for name, values in fields.items() for text in (name, *values))
