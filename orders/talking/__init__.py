"""What buyer and seller write to each other, and what rules that."""
