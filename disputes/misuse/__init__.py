"""Steps against misuse (DSA Art. 23): where one stands, what it means, whom it is told, how it is appealed."""
