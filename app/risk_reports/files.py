"""Files of a risk report: which forms there are, and what each is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import force_locale

from app.documents.risk_report import RiskReport, report_docx, report_pdf, report_xlsx
from app.risk_reports import portfolio
from app.services.reports.portfolio_facts import PortfolioFacts

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form of file: its ending, its media type, and who writes it."""

    ending: str
    media_type: str
    write: Callable[[RiskReport], bytes]


FORMS: Final = {
    "pdf": FileForm("pdf", "application/pdf", report_pdf),
    "docx": FileForm("docx", f"{_OFFICE}wordprocessingml.document", report_docx),
    "xlsx": FileForm("xlsx", f"{_OFFICE}spreadsheetml.sheet", report_xlsx),
}
"""By their endings, in the order in which they are offered."""


def portfolio_file(facts: PortfolioFacts, form: str, language: str) -> bytes:
    """The report on all suppliers as a file, in a language. KeyError for another form."""
    with force_locale(language):
        return FORMS[form].write(portfolio.told(facts))
