"""Fitting the numbers of the name matcher and of the text model of sectors. Offline; never writes a pickle.

    python -m screening.training queries TARGETS.csv QUERIES.csv [--write]
    python -m screening.training pairs PAIRS.csv [--write]
    python -m screening.training sectors NOTICES.csv [--write]

The files hold real names and stay outside the project; only the fitted numbers are kept, in `screening/data`.
"""
