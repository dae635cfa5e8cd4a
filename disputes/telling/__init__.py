"""What is told to whom about cases, decisions and steps: statements, letters, payloads; and what is kept back."""
