"""Disputes: removal requests, evidence, decisions, statements of reasons, appeals."""
