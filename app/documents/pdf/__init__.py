"""The PDF room: accessible PDF files (PDF/UA-1 and PDF/A-2a) from Typst templates and plain data.

A document is a template of `templates/`, which uses the parts of `house.typ`, and data that JSON can hold.
Data never becomes markup. The same input gives the same bytes.
"""

from app.documents.pdf.rendering import Cover, picture, render

__all__ = ["Cover", "picture", "render"]
