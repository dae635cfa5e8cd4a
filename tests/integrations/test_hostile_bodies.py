"""Bodies that nobody sends by mistake: a clear refusal on every call that takes a body, never an error of ours."""

from __future__ import annotations

import io

import pytest

from tests.integrations.calls import assert_problem, caller

MALFORMED = 400, "malformed"
NOT_RIGHT = 422, "validation_failed"

# Caller, method, address, and a field of the body that takes text.
CALLS = [
    ("ida", "PUT", "orders/order-x", "status"),
    ("alice", "POST", "notices", "explanation"),
    ("bob", "POST", "removal-requests", "review"),
    ("bob", "POST", "compensations", "description"),
    ("laura", "POST", "policy/drafts", "title"),
]
BODIES = {
    "ten megabytes": (b'{"%s": "' + b"x" * 10_000_000 + b'"}', MALFORMED),
    "latin-1": (b'{"%s": "sch\xf6n"}', MALFORMED),
    "utf-16": ('{"%s": "x"}'.encode("utf-16"), MALFORMED),
    "half a character": (b'{"%s": "\xe2\x82"}', MALFORMED),
    "nested deeply": (b'{"%s": ' + b"[" * 200_000, MALFORMED),
    "nested in objects": (b'{"%s": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}", MALFORMED),
    "nul": (b'{"%s": "a\\u0000b"}', NOT_RIGHT),
    "a raw nul": (b'{"%s": "a\x00b"}', MALFORMED),
    "half a surrogate pair": (b'{"%s": "a\\ud800b"}', NOT_RIGHT),
    "a huge number": (b'{"%s": ' + b"9" * 4000 + b"}", NOT_RIGHT),
    "a number too long to read": (b'{"%s": ' + b"9" * 5000 + b"}", MALFORMED),
    "infinity": (b'{"%s": 1e999}', MALFORMED),
    "the same field twice": (b'{"%s": "a", "%s": "b"}', MALFORMED),
    "cut off": (b'{"%s": "a', MALFORMED),
    "two objects": (b'{"%s": "a"}{"b": 1}', MALFORMED),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(("who", "method", "path", "field"), CALLS)
def test_a_hostile_body_is_refused_plainly(cast, ida, who, method, path, field, name):
    body, (status, code) = BODIES[name]
    key = caller(ida if who == "ida" else getattr(cast, who))
    assert_problem(key(method, path, body.replace(b"%s", field.encode())), status, code)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/json; charset=utf-16", "a/b; c=\x7f", "x"]
)
@pytest.mark.parametrize(("who", "method", "path", "field"), CALLS)
def test_another_kind_of_content_is_refused_plainly(cast, ida, who, method, path, field, kind):
    client = caller(ida if who == "ida" else getattr(cast, who)).client
    answer = client.generic(method, f"/api/v1/{path}", b'{"%s": "x"}' % field.encode(), content_type=kind)
    assert_problem(answer, *MALFORMED)


@pytest.mark.parametrize(("who", "method", "path", "field"), CALLS)
def test_a_body_in_pieces_of_unknown_length_is_no_error(cast, ida, who, method, path, field):
    client = caller(ida if who == "ida" else getattr(cast, who)).client
    answer = client.generic(
        method,
        f"/api/v1/{path}",
        content_type="application/json",
        CONTENT_LENGTH="",
        HTTP_TRANSFER_ENCODING="chunked",
        **{"wsgi.input": io.BytesIO(b'{"%s": "x"}' % field.encode())},
    )
    assert answer.status_code in (400, 411, 422), answer.content


@pytest.mark.parametrize("path", ["files"])
@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n", b"\x00" * 100, b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--"]
)
def test_a_broken_form_is_refused_plainly(cast, path, body):
    client = caller(cast.bob).client
    answer = client.generic("POST", f"/api/v1/{path}", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 422), answer.content
