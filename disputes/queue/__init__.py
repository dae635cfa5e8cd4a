"""How open cases are found in the queue: the words that stand for each, in the order of deadlines."""
