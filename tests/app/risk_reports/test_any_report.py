"""Any result can be reported: whatever the suppliers and their contracts are called, in both languages."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import screening
from app.documents.risk_report import report_docx, report_pdf, report_xlsx
from app.documents.risk_report.content import legible
from app.risk_reports import supplier
from app.services.reports.supplier_report_facts import SupplierReportFacts
from screening.types import Case, Use
from support.cases import cases
from support.naughty import NAUGHTY
from support.world import NOW


def facts(case: Case, use: Use) -> SupplierReportFacts:
    """What is known of a case without anybody having done anything."""
    return SupplierReportFacts(
        use=use,
        made_at=NOW,
        today=NOW.date(),
        council="Anytown Council",
        council_cy="Cyngor Trefawr",
        supplier_id=1,
        vendor_id="",
        case=case,
        report=screening.screen(case, use),
        report_sha256="0" * 64,
        reference_versions=screening.reference_versions(),
    )


short = st.one_of(st.text(max_size=60), st.sampled_from([text[:300] for text in NAUGHTY.values()]))


@settings(max_examples=12)
@given(
    case=cases,
    name=short,
    title=short,
    use=st.sampled_from([Use.CONTRACT_MANAGEMENT, Use.EVALUATION]),
    language=st.sampled_from(["en", "cy"]),
)
def test_any_result_can_be_reported(
    any_app: Flask, case: Case, name: str, title: str, use: Use, language: str
) -> None:
    plain = str(name.encode("utf-8", "replace"), "utf-8"), str(title.encode("utf-8", "replace"), "utf-8")
    contracts = tuple(replace(one, title=plain[1], reference=plain[0]) for one in case.contracts)
    named = replace(case, name=plain[0], contracts=contracts)
    with any_app.test_request_context(), force_locale(language):
        told = supplier.told(facts(named, use))
        assert report_pdf(told).startswith(b"%PDF-1.7")
        word = docx.Document(io.BytesIO(report_docx(told)))
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(told))).sheet_names
    assert word.paragraphs[0].text == legible(told.title)
    assert told.summary in sheets and len(sheets) == 1 + len(list(told.tables()))


@pytest.fixture(scope="module")
def any_app() -> Flask:
    """A site without a database, for its words."""
    from app import create_app
    from app.settings import Settings

    return create_app(
        Settings(
            mode="embedded",
            secret_key="a key for tests, of forty characters or so",
            database_url="sqlite://",
            broker_url="memory://",
            base_url="http://localhost",
        )
    )
