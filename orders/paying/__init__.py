"""Money for orders: payments, what comes back, and the providers that carry both."""
