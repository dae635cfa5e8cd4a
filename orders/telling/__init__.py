"""Tells people what happened to their orders, each thing once."""
