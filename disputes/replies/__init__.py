"""Replies that the desk uses again: their variables, and the words that come of them."""
