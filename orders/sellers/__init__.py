"""Sellers: how they are found, named, and who runs them."""
