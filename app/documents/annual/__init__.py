"""The forms of an annual statement: HTML, Markdown, text, PDF, Word, open data.

Each takes a `publication.Publication` and gives the bytes or the text of a file. Texts are light Markdown:
paragraphs, lists, headings below the section's own, links, emphasis. HTML in them is shown as it was typed.
"""
