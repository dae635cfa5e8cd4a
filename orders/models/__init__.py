"""Who sells, what was bought, and what was said about it."""

from orders.models.message import Attachment, Message
from orders.models.offer import Offer
from orders.models.order import FulfilledBy, Order
from orders.models.seller import Partner, PartnerSeat, Seller, SellerSeat
from orders.models.upload import Upload

__all__ = [
    "Attachment",
    "FulfilledBy",
    "Message",
    "Offer",
    "Order",
    "Partner",
    "PartnerSeat",
    "Seller",
    "SellerSeat",
    "Upload",
]
