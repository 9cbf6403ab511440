"""Who looks after a supplier, what officers decide of it, and what waits for each of them."""
