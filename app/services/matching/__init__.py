"""Finding the organisation and the statements of a supplier by its names and numbers."""
