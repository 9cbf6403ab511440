"""Screening a council's suppliers: their cases, runs, bands, weights and what moved."""
