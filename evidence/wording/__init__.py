"""The same words again: how alike two texts are, which passages they share, and keys to find copies by."""

from evidence.wording.aligning import passages, share_in
from evidence.wording.banding import band_keys
from evidence.wording.comparing import THRESHOLD, likeness
from evidence.wording.gathering import GATHERER

__all__ = ["GATHERER", "THRESHOLD", "band_keys", "likeness", "passages", "share_in"]
