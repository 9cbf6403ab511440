"""Asking a supplier to answer: invitations, reminders, colleagues, and what a contact may say instead."""
