"""Who sells, what was bought, and what was said about it."""

from orders.models.compensation import Compensation
from orders.models.message import Attachment, Message
from orders.models.offer import Offer
from orders.models.order import FulfilledBy, Order
from orders.models.seller import Partner, PartnerSeat, Seller, SellerSeat
from orders.models.settlement import RUNNING, Settlement, SettlementProof
from orders.models.upload import Upload

__all__ = [
    "RUNNING",
    "Attachment",
    "Compensation",
    "FulfilledBy",
    "Message",
    "Offer",
    "Order",
    "Partner",
    "PartnerSeat",
    "Seller",
    "SellerSeat",
    "Settlement",
    "SettlementProof",
    "Upload",
]
