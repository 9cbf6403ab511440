"""Hostile texts through every field of every form, by everybody who may: no error of ours, nothing runs, and
what is kept is kept and shown exactly.

The forms are those that people come to who follow the links of the site (`support/filler.py`), and are held
against the routes of the application: a new form is filled in by itself, and one that nobody comes to fails
this until it is excused here with the test that fills it in.
"""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from support.filler import Record
from support.walks import Walking

NOT_REACHED = {
    "public.sign_out": "would end the work; test_pages.py of the public",
    "council.enter_registry": "stands at the end of a whole entry; test_registry_pages.py",
    "council.open_registry": "stands behind that",
    "council.put_figure": "only where a figure is missing; test_figure_pages.py",
    "council.settle_comment": "only beside somebody's comment; test_section_pages.py",
    "officer.bulk_ask": "a second step; test_bulk_pages.py",
    "officer.correction": "only once a supplier objects; test_correction_pages.py",
    "officer.decision": "only while a decision waits for this person; care/test_decision_pages.py",
    "officer.make_portfolio_file": "only with very many suppliers; test_portfolio_pages.py",
    "officer.more_time": "only while a tenderer may explain; test_price_check_pages.py",
    "officer.next_questionnaire": "only of a published one; test_own_questionnaire_pages.py",
    "officer.own_condition": "a second step; test_own_questionnaire_pages.py",
    "officer.own_question": "a second step; test_own_questionnaire_pages.py",
    "officer.reopen_duplicate": "no words; test_duplicate_pages.py",
    "officer.retire_questionnaire": "only of a published one; test_own_questionnaire_pages.py",
    "officer.statement_may_exist": "no words; test_statements_by_hand.py",
    "officer.take_back_facts": "no words; test_contract_pages.py",
    "supplier.catch_up": "no words; test_catching_up_pages.py",
    "supplier.correction": "only while an objection is answered; corrections/",
    "supplier.keep_answer": "only from last year's answers; test_proposal_pages.py",
    "supplier.marked_workbook": "a workbook that is wrong; test_workbook_pages.py",
    "supplier.renew_colleague_link": "only where a link has ended; test_contact_pages.py",
    "supplier.renew_link": "only where a link has ended; test_contact_pages.py",
    "supplier.workbook_choices": "a workbook that is behind; test_workbook_pages.py",
}
"""Forms that people who follow links do not come to here, why, and which test sends them."""

#: How many fields kept a hostile text, and how many of the texts some field kept, at the least.
FIELDS_KEPT, TEXTS_KEPT = 60, 25


@pytest.fixture
def records(walk: Walking) -> dict[str, Record]:
    """What everybody found who filled in everything."""
    return walk("en").records


def test_every_form_takes_hostile_words_or_says_what_is_wrong(app: Flask, records: dict[str, Record]) -> None:
    wrong = [f"{who}: {one}" for who, record in records.items() for one in record.problems]
    sent = Counter[str]()
    kept, texts = Counter[tuple[str, str]](), Counter[str]()
    for record in records.values():
        sent.update(record.sent.keys())
        kept.update(record.kept)
        texts.update(record.texts)
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    missed = {one for one in posted if not one.startswith("api.")} - set(sent)
    wrong += [f"nobody comes to the form of {one}" for one in sorted(missed - set(NOT_REACHED))]
    # What no browser can send of a text, or what is nothing once it is made safe, is the rest.
    assert len(kept) >= FIELDS_KEPT and len(texts) >= TEXTS_KEPT, (len(kept), sorted(texts))
    print(len(kept), "fields,", len(texts), "texts")
    assert not wrong, f"{len(wrong)} things:\n" + "\n".join(wrong)
