"""WCAG 1.4.4: with text twice as large nothing is cut off and nothing lies over something else."""

from __future__ import annotations

from playwright.sync_api import Page

#: Who asks a browser for larger text changes what `rem` and `em` are measured by.
_TWICE = "html { font-size: 200% !important }"

# Boxes that hide what does not fit them, lines of text that lie over those of another text, and controls that
# lie over one another. What is there for screen readers only is a pixel in size, and is left out.
_LOST = """css => {
    const sheet = new CSSStyleSheet(), found = [];
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    const cut = one => {
        const style = getComputedStyle(one), hides = way => ['hidden', 'clip'].includes(way);
        return (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 2)
            || (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 2);
    };
    const name = one => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 150);
    const readable = one => one.checkVisibility({visibilityProperty: true, opacityProperty: false})
        && !one.closest('.govuk-visually-hidden, .govuk-skip-link, svg');
    for (const one of document.body.querySelectorAll('*'))
        if (one.clientHeight > 1 && one.clientWidth > 1 && cut(one) && readable(one) && one.innerText)
            found.push('cut off: ' + name(one));
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) found.push(wide + ' pixels wider than the screen');

    const lines = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = new Range();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (!text.data.trim() || !readable(text.parentElement)) continue;
        range.selectNodeContents(text);
        for (const at of range.getClientRects())
            if (at.width > 1 && at.height > 1) lines.push([at, text.parentElement]);
    }
    const boxes = [];
    const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    for (const one of document.querySelectorAll(CONTROLS))
        if (readable(one)) for (const at of one.getClientRects())
            if (at.width > 1 && at.height > 1) boxes.push([at, one]);
    const overlapping = (rects, part) => {
        rects.sort(([one], [other]) => one.top - other.top);
        rects.forEach(([at, one], number) => {
            for (let next = number + 1; next < rects.length && rects[next][0].top < at.bottom; next++) {
                const [there, other] = rects[next];
                if (one.contains(other) || other.contains(one)) continue;
                const x = Math.min(at.right, there.right) - Math.max(at.left, there.left);
                const y = Math.min(at.bottom, there.bottom) - there.top;
                if (x > 2 && y > part * Math.min(at.height, there.height))
                    found.push('lies over ' + name(one) + ': ' + name(other));
            }
        });
    };
    // The rectangles of lines are as high as their font and meet where lines stand close.
    overlapping(lines, 0.4);
    overlapping(boxes, 0.4);
    document.adoptedStyleSheets = [];
    return found;
}"""


def what_large_text_loses(page: Page) -> list[str]:
    """What cannot be read or used any more when the text is twice as large, on a screen 1280 pixels wide."""
    return [f"with large text {one}" for one in page.evaluate(_LOST, _TWICE)]
