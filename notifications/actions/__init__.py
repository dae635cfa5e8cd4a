"""Writes of this app: one action a file."""
