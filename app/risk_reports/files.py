"""Files of a risk report: which forms there are, and what each is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.documents.risk_report import RiskReport, report_docx, report_pdf, report_xlsx

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
