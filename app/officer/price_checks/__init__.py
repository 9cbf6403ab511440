"""Prices of labour-heavy tenders against the wage floor."""
