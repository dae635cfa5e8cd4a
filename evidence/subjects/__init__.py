"""What each clause of a comment is about: product, delivery, fulfilment, service, communication, price."""

from typing import Final

from evidence.gatherer import Gatherer
from evidence.subjects.reading import Reading, read, read_comment, subjects_of

__all__ = ["GATHERER", "Reading", "read_comment", "subjects_of"]

GATHERER: Final = Gatherer("subjects", 1, read)
