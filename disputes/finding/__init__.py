"""What is known about a contested review, and what programs make of it."""
