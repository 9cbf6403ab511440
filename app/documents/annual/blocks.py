"""From light Markdown to blocks: paragraphs, lists and small headings, as plain text with its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(slots=True)
class Block:
    """A paragraph ("p"), a heading ("h"), or a list ("ul", "ol") with its items.

    Texts are without any markup; a link has its address after it in brackets.
    """

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)


@cache
def parser() -> MarkdownIt:
    """CommonMark without HTML: tags are shown as they were typed, and no script can come in by a link."""
    return MarkdownIt("commonmark", {"html": False}).disable(["html_block", "html_inline", "image"])


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order. Lists inside lists become items of the outer one."""
    found: list[Block] = []
    lists: list[Block] = []
    heading = False
    for token in parser().parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            block = Block("ul" if token.type.startswith("bullet") else "ol")
            if not lists:
                found.append(block)
            lists.append(lists[0] if lists else block)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            heading = True
        elif token.type == "inline":
            words = plain(token.children or [])
            if lists:
                lists[0].items.append(words)
            else:
                found.append(Block("h" if heading else "p", words))
            heading = False
        elif token.type in ("fence", "code_block"):
            found.append(Block("p", token.content.strip()))
    return tuple(block for block in found if block.text or block.items)


def plain(children: Sequence[Token]) -> str:
    """The words of a line, without marks of emphasis; a link's address follows its words."""
    parts: list[str] = []
    addresses: list[str] = []
    for token in children:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "link_open":
            addresses.append(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            address = addresses.pop()
            if address and address not in parts[-1:]:
                parts.append(f" ({address})")
    return "".join(parts).strip()
