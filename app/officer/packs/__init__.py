"""Packs of contract clauses and their documents."""
