"""Gatherers: text and rows in, findings out; pure, offline, deterministic. People decide."""
