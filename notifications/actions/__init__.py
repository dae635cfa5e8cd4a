"""Writes: telling members, what they have read, and how they want to be told."""
