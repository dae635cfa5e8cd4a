"""Pages on which members read what they were told, and say how they want to be told."""
