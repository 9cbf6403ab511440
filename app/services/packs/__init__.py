"""Packs of contract clauses: begun from findings, changed, issued."""
