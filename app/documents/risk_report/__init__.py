"""Risk reports as files: one content, told in the reader's words, as an accessible PDF, as Word and as Excel.

The content (`content.RiskReport`) is built above this room, where the languages are; the writers decide
nothing and compute nothing, so that every file has the same figures.
"""

from app.documents.risk_report.content import RiskReport
from app.documents.risk_report.pdf_file import report_pdf
from app.documents.risk_report.word_file import report_docx
from app.documents.risk_report.xlsx_file import report_xlsx

__all__ = ["RiskReport", "report_docx", "report_pdf", "report_xlsx"]
