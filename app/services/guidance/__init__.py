"""The guidance library and its links."""
