"""A council's colour as a stylesheet of its own: the content security policy allows no inline style."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Pure black, because one of black and white has 4.58 : 1 or more on every colour; a dark grey has not.
_BLACK, _WHITE = "#000000", "#ffffff"


def stylesheet(colour: str) -> str:
    """CSS that sets the colour of the header and of the accents, with text that reads well on it.

    `colour` is written as "#rrggbb". Anything else gives an empty stylesheet, so that the default colour
    stays: what a council typed never reaches the CSS unchecked.
    """
    if not _COLOUR.fullmatch(colour):
        return ""
    text = max(_WHITE, _BLACK, key=lambda candidate: contrast(candidate, colour))
    return f":root{{--govuk-brand-colour:{colour.lower()};--fh-brand-text:{text}}}\n"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", from 1 to 21, as defined by WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
