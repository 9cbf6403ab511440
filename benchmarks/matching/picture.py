"""The reliability of our probabilities as a picture: what was said against the share that was right."""

from __future__ import annotations

from collections.abc import Sequence

SIDE = 360
MARGIN = 48
TICKS = 5
# Bubbles by number of answers: the largest bin has this radius.
LARGEST = 14.0


def reliability(bins: Sequence[dict[str, float]], title: str) -> str:
    """An SVG drawing; every point carries its figures as a tooltip."""
    most = max(row["answers"] for row in bins)
    points = [
        f'<circle cx="{_x(row["said"]):.1f}" cy="{_y(row["right"]):.1f}" '
        f'r="{max(3.0, LARGEST * (row["answers"] / most) ** 0.5):.1f}" fill="#1d70b8" fill-opacity="0.75">'
        f"<title>{row['answers']:.0f} answers: {row['said']:.3f} said, {row['right']:.3f} right</title>"
        "</circle>"
        for row in bins
    ]
    line = " ".join(f"{_x(row['said']):.1f},{_y(row['right']):.1f}" for row in bins)
    width = SIDE + 2 * MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" '
            f'viewBox="0 0 {width} {width}" font-family="sans-serif" font-size="12" role="img">',
            f"<title>{title}</title>",
            f'<rect width="{width}" height="{width}" fill="#ffffff"/>',
            f'<text x="{MARGIN}" y="{MARGIN - 20}" font-size="14" font-weight="bold">{title}</text>',
            *(mark for number in range(TICKS + 1) for mark in _tick(number / TICKS)),
            f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#505a5f" '
            'stroke-dasharray="5 4"/>',
            f'<polyline points="{line}" fill="none" stroke="#1d70b8"/>',
            *points,
            f'<text x="{_x(0.5)}" y="{width - 10}" text-anchor="middle">probability said</text>',
            f'<text transform="translate(14 {_y(0.5)}) rotate(-90)" text-anchor="middle">share right</text>',
            "</svg>\n",
        ]
    )


def _tick(value: float) -> list[str]:
    return [
        f'<path d="M{_x(value)} {_y(0)}V{_y(1)}M{_x(0)} {_y(value)}H{_x(1)}" stroke="#d8dcde" fill="none"/>',
        f'<text x="{_x(value)}" y="{_y(0) + 16}" text-anchor="middle">{value:.1f}</text>',
        f'<text x="{_x(0) - 6}" y="{_y(value) + 4}" text-anchor="end">{value:.1f}</text>',
    ]


def _x(share: float) -> float:
    return MARGIN + share * SIDE


def _y(share: float) -> float:
    return MARGIN + (1 - share) * SIDE
