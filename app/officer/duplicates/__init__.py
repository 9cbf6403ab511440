"""Suppliers that may be one organisation: looked at, merged, taken apart again."""
