"""Feedback: reviews, responses, and the rates counted from them."""
