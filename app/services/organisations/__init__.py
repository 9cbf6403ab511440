"""Which organisation a supplier is, and suppliers that are one organisation."""
