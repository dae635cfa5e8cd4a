"""How much waits, comes and is done, how long it takes, and how the backlog will go on: the figures of leads."""
