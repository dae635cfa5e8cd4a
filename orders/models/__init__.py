"""Who sells, what was bought, and what was said about it."""

from orders.models.compensation import Compensation
from orders.models.conduct import ConductWarning, SellerMute, SellerReport
from orders.models.custom_order import CustomOrder
from orders.models.discount import Discount
from orders.models.handover import Handover
from orders.models.message import Attachment, Message
from orders.models.offer import Offer
from orders.models.order import FulfilledBy, Order
from orders.models.payment import Payment, Refund
from orders.models.seller import Partner, PartnerSeat, Seller, SellerSeat, SellerWord
from orders.models.settlement import RUNNING, Settlement, SettlementProof
from orders.models.upload import Upload

__all__ = [
    "RUNNING",
    "Attachment",
    "Compensation",
    "ConductWarning",
    "CustomOrder",
    "Discount",
    "FulfilledBy",
    "Handover",
    "Message",
    "Offer",
    "Order",
    "Partner",
    "PartnerSeat",
    "Payment",
    "Refund",
    "Seller",
    "SellerMute",
    "SellerReport",
    "SellerSeat",
    "SellerWord",
    "Settlement",
    "SettlementProof",
    "Upload",
]
