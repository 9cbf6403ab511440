"""The statement as HTML, as Markdown and as plain text."""

from __future__ import annotations

from html import escape

from app.documents.annual.blocks import blocks, parser
from app.documents.annual.labels import labels
from app.documents.annual.publication import Publication, PublishedSection


def html_fragment(pub: Publication, heading: int = 1) -> str:
    """Semantic HTML for a council's own site: no style, no script, no class; headings begin at a level."""
    said = labels(pub.language)
    parts = [f'<article lang="{pub.language}">']
    if pub.is_draft:
        parts.append(f"<p><strong>{escape(said.draft)}</strong></p>")
    parts.append(f"<h{heading}>{escape(pub.title)}</h{heading}>")
    parts.append(f"<p>{escape(pub.council)}</p>")
    for section in pub.sections:
        parts.append(f'<section id="{escape(section.area)}">')
        parts.append(f"<h{heading + 1}>{escape(section.title)}</h{heading + 1}>")
        parts.append(_section_html(section, pub.language, said.only_english, heading + 2))
        parts.append("</section>")
    if pub.figures:
        parts.append(_figures_html(pub, heading + 1))
    parts.append(f"<footer>{''.join(f'<p>{escape(line)}</p>' for line in pub.approval)}")
    parts.append(f"<p>{escape(said.rules)} {escape(pub.rules)}</p></footer>")
    parts.append("</article>")
    return "\n".join(parts) + "\n"


def _section_html(section: PublishedSection, language: str, only_english: str, heading: int) -> str:
    if not section.text:
        return f"<p>{escape(section.missing_because)}</p>"
    tokens = parser().parse(section.text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(heading, 6)}"  # a text cannot break the order of headings
    body = parser().renderer.render(tokens, parser().options, {})
    if section.language == language:
        return body
    return f'<p>{escape(only_english)}</p>\n<div lang="{section.language}">\n{body}</div>'


def _figures_html(pub: Publication, heading: int) -> str:
    said = labels(pub.language)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (said.figure, said.value, said.before))
    rows = "\n".join(
        f'<tr><th scope="row">{escape(one.label)}</th><td>{escape(one.words)}</td>'
        f"<td>{escape(one.before or said.none)}</td></tr>"
        for one in pub.figures
    )
    return (
        f'<section id="figures">\n<h{heading}>{escape(said.figures)}</h{heading}>\n'
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>\n</section>"
    )


def html_page(pub: Publication) -> str:
    """The same as a page of its own."""
    return (
        f'<!DOCTYPE html>\n<html lang="{pub.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(pub.title)} - {escape(pub.council)}</title>\n</head>\n<body>\n<main>\n"
        f"{html_fragment(pub)}</main>\n</body>\n</html>\n"
    )


def markdown(pub: Publication) -> str:
    """The statement as Markdown."""
    said = labels(pub.language)
    lines = [f"# {_line(pub.title)}", "", _line(pub.council), ""]
    if pub.is_draft:
        lines = [f"**{said.draft}**", "", *lines]
    for section in pub.sections:
        lines += [f"## {_line(section.title)}", ""]
        if section.text and section.language != pub.language:
            lines += [f"*{said.only_english}*", ""]
        lines += [section.text or section.missing_because, ""]
    if pub.figures:
        lines += [
            f"## {said.figures}",
            "",
            f"| {said.figure} | {said.value} | {said.before} |",
            "|---|---|---|",
        ]
        lines += [
            f"| {_cell(one.label)} | {_cell(one.words)} | {_cell(one.before or said.none)} |"
            for one in pub.figures
        ]
        lines.append("")
    lines += [*(f"{_line(line)}  " for line in pub.approval), "", f"{said.rules} {_line(pub.rules)}"]
    return "\n".join(lines).strip() + "\n"


def plain_text(pub: Publication) -> str:
    """The statement as text without any marks, to paste anywhere."""
    said = labels(pub.language)
    lines = [pub.title, pub.council, ""]
    if pub.is_draft:
        lines = [said.draft, "", *lines]
    for section in pub.sections:
        lines += [section.title, "-" * len(section.title), ""]
        if section.text and section.language != pub.language:
            lines += [said.only_english, ""]
        for block in blocks(section.text):
            marks = (f"{place}. " if block.kind == "ol" else "- " for place in range(1, len(block.items) + 1))
            lines += [f"{mark}{item}" for mark, item in zip(marks, block.items, strict=True)]
            lines += [block.text] if block.text else []
            lines.append("")
        if not section.text:
            lines += [section.missing_because, ""]
    if pub.figures:
        lines += [said.figures, "-" * len(said.figures), ""]
        lines += [
            f"{one.label}: {one.words} ({said.before}: {one.before or said.none})" for one in pub.figures
        ]
        lines.append("")
    lines += [*pub.approval, f"{said.rules} {pub.rules}"]
    return "\n".join(lines).strip() + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")
