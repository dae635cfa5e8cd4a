"""What sellers offer, at what price, and how it is held while it changes."""
