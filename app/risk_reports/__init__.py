"""Risk reports in the reader's words: of one supplier, and of all suppliers of a council.

`supplier` and `portfolio` tell what was gathered (`app.services.supplier_reports`, `app.services.portfolio`)
as `app.documents.risk_report.RiskReport`; `files` makes files of that.
"""
