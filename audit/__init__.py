"""Audit: the append-only, chained log of each marketplace, and its verifier."""
