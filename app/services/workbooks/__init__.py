"""Answers away from the web: a workbook out, and back."""
