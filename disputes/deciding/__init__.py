"""How a decision is read, kept, held, brought into effect, and put in the place of another."""
