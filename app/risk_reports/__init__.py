"""Risk reports in the reader's words: of one supplier, and of all suppliers of a council.

`supplier` and `portfolio` tell what was gathered (their namesakes in `app.services.reports`) as
`app.documents.risk_report.RiskReport`; `files` makes files of that.
"""
