"""The pages of orders: lists, one order with its chat, and files."""
