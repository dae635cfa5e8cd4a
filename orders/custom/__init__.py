"""Orders made for one buyer in the chat."""
