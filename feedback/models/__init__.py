"""Reviews and their history, responses, and the figures counted from them."""

from feedback.models.alert import RateAlert
from feedback.models.derivation import Derivation
from feedback.models.rate import DayTally, SellerRate, StaleDay
from feedback.models.remedy import Remedy
from feedback.models.response import Response, ResponseRevision
from feedback.models.review import Review
from feedback.models.revision import Revision
from feedback.models.wording import WordingBand

__all__ = [
    "DayTally",
    "Derivation",
    "RateAlert",
    "Remedy",
    "Response",
    "ResponseRevision",
    "Review",
    "Revision",
    "SellerRate",
    "StaleDay",
    "WordingBand",
]
