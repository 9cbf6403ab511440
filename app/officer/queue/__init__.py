"""The queue of suppliers, its views and filters, acts on many rows, and the overview of all."""
