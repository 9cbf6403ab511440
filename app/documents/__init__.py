"""Files for people and for their spreadsheets: the queue as CSV, XLSX and HTML, and the record of a run.

The writers know `screening.types` and `documents.run_facts`, nothing of files read, the database or the web.
Each takes finished results and gives bytes or writes one file; the same results give the same bytes.
"""
