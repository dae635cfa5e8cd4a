"""Orders: sellers, offers, purchases and what buyer and seller wrote to each other."""
