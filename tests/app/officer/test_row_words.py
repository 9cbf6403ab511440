"""What is wrong with the rows of a file is told in the reader's language, with its column and its mending."""

from __future__ import annotations

import pytest
from flask import Flask

from app.intake import council, facts, ocds
from app.officer.uploads import row_words


def row(what: str, mend: str = "", left_out: bool = False) -> dict[str, object]:
    return {"line": 2, "what": what, "value": "", "mend": mend, "left_out": left_out}


def phrases() -> list[str]:
    """Every phrase by which the readers of registers, ledgers and notices say what is wrong with a row."""
    names = ("NO_SUPPLIER", "A_TOTAL", "NO_AMOUNT", "AMOUNT_UNREADABLE", "DATE_UNREADABLE", "COUNTRY_UNKNOWN")
    of_council = [getattr(council, name) for name in (*names, "FACT_UNKNOWN", "SIC_UNKNOWN")]
    return [*of_council, ocds.NOT_AWARDED, ocds.NO_SUPPLIER, ocds.OTHER_CURRENCY, ocds.SHARED_VALUE]


def mends() -> list[str]:
    """Every phrase that says how to mend it."""
    found = [getattr(council, name) for name in vars(council) if name.startswith("WRITE_")]
    for read in (*facts.WORKFORCE.values(), facts.yes_no):
        with pytest.raises(ValueError) as problem:
            read("no such word")
        found.append(str(problem.value))
    return found


def test_every_phrase_of_the_readers_has_words_for_the_page(app: Flask) -> None:
    with app.test_request_context():
        assert set(phrases()) <= set(row_words._whats())
        assert set(mends()) == set(row_words._mends())
        # In English nothing changes but the name of the column.
        assert all(row_words.what(row(one)) == one for one in phrases())
        assert all(row_words.mend(row("x", one)) == one for one in mends())


def test_the_column_is_named_as_the_page_names_it(app: Flask) -> None:
    with app.test_request_context():
        assert row_words.what(row(f"end: {council.DATE_UNREADABLE}")) == (
            "End of the contract: the date cannot be read"
        )
        assert row_words.outcome(row("x", left_out=True)) == "left out"
        assert row_words.outcome(row("x")) == "loaded without this"
        assert row_words.what(row("a phrase of an older version")) == "a phrase of an older version"
