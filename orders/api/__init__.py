"""The API of orders, messages and files."""
