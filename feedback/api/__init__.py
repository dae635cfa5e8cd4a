"""The API of reviews, responses and ratings."""
