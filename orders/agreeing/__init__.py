"""What the two sides of an order agree on: settlements and compensations."""
