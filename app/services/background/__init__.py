"""Work that a worker does: asked for, taken once, told of while it runs, begun again when it was lost."""
