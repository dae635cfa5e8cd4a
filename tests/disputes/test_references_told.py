"""What a finding rests on is told to both sides, but not what links the accounts of other buyers."""

from __future__ import annotations

from types import SimpleNamespace

from disputes.telling.disclosure import Disclosure, references_told
from policy.terms import Party

CASE = SimpleNamespace(review_id="mine")
OWN = {"kind": "review", "ref": "mine", "start": 0, "end": 5, "note": "phone"}
ANOTHERS = {"kind": "review", "ref": "other", "start": None, "end": None, "note": "same device as the review of 3 May"}
MESSAGE = {"kind": "message", "ref": "m-1", "start": 0, "end": 9, "note": "demand"}


def test_a_side_is_not_told_what_links_other_buyers():
    told = references_told([OWN, ANOTHERS, MESSAGE], CASE, Disclosure(Party.REQUESTER, at_the_desk=False))

    assert told == [OWN, ANOTHERS | {"note": ""}, MESSAGE]


def test_the_desk_is_told_everything():
    assert references_told([OWN, ANOTHERS], CASE, Disclosure(None, at_the_desk=True)) == [OWN, ANOTHERS]
