"""What WCAG 2.2 asks of a page that axe does not look at, measured in the page itself."""

from __future__ import annotations

from playwright.sync_api import Page

from support.hostile import CAUGHT

#: What can be pressed, chosen or typed into.
_CONTROLS = "const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary';"

#: WCAG 1.4.12: nothing may be lost when a reader sets the space of text like this.
_SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
_WITH_STYLE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
}"""
#: WCAG 1.4.10: by how many pixels the page has to be scrolled sideways.
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

_CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
    const style = getComputedStyle(one);
    return one.checkVisibility() && one.clientHeight > 1 && one.innerText && style.overflowY === 'hidden'
        && one.scrollHeight > one.clientHeight + 1;
}).map(one => one.outerHTML.slice(0, 150))"""

# WCAG 2.5.8: 24 by 24, or nothing else within the circle of 24 around its middle; links in a sentence and
# boxes that the browser draws are excepted. A label is part of the target of its box.
_SMALL = (
    f"() => {{{_CONTROLS}"
    + """
    const all = [...document.querySelectorAll(CONTROLS)]
        .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: false}));
    const box = one => {
        const parts = [one, ...(one.labels || [])].flatMap(part => [...part.getClientRects()]);
        return parts.sort((a, b) => b.width * b.height - a.width * a.height)[0];
    };
    const sized = all.map(one => [one, box(one)]).filter(([one, at]) => at && at.width > 1 && at.height > 1);
    const inText = one => getComputedStyle(one).display === 'inline'
        && one.parentElement.innerText.trim().length > one.innerText.trim().length;
    const near = (one, at) => sized.some(([other, there]) => {
        if (other === one || other.contains(one) || one.contains(other)) return false;
        const x = at.x + at.width / 2, y = at.y + at.height / 2;
        const dx = Math.max(there.x - x, 0, x - there.x - there.width);
        const dy = Math.max(there.y - y, 0, y - there.y - there.height);
        return Math.hypot(dx, dy) < 12;
    });
    return sized.filter(([one, at]) => (at.width < 24 || at.height < 24) && !inText(one) && near(one, at))
        .map(([one, at]) => [Math.round(at.width), 'x', Math.round(at.height), one.outerHTML.slice(0, 150)])
        .map(parts => parts.join(' '));
}"""
)

# WCAG 2.4.7 and 2.4.11: what has the focus shows it, and nothing that stays put on the screen lies over it.
_FOCUS = (
    f"most => {{{_CONTROLS}"
    + """
    const look = one => {
        const style = getComputedStyle(one), near = one.nextElementSibling;
        const beside = near ? getComputedStyle(near, '::before') : null;
        const own = [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor];
        const drawn = beside ? [beside.boxShadow, beside.outlineStyle, beside.outlineWidth] : [];
        return [...own, style.borderColor, ...drawn].join();
    };
    const found = [];
    const all = [...document.querySelectorAll(CONTROLS)]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled);
    for (const one of all.slice(0, most)) {
        document.activeElement.blur();
        const before = look(one);
        one.focus({focusVisible: true});
        if (document.activeElement !== one) continue;
        if (look(one) === before) found.push('shows no focus: ' + one.outerHTML.slice(0, 150));
        const at = one.getBoundingClientRect();
        const over = document.elementFromPoint(at.x + at.width / 2, at.y + Math.min(at.height / 2, 12));
        const fixed = over && over.closest('*') && (() => {
            for (let up = over; up; up = up.parentElement) {
                if (up.contains(one)) return null;
                if (['fixed', 'sticky'].includes(getComputedStyle(up).position)) return up;
            }
            return null;
        })();
        if (fixed) found.push('covered: ' + one.outerHTML.slice(0, 150));
    }
    document.activeElement.blur();
    window.scrollTo(0, 0);
    return found;
}"""
)


# In one go, since each question to the browser costs as much time as its answer.
_ALL = f"""([caught, spaced, most]) => {{
    const styled = {_WITH_STYLE}, found = [];
    if (window[caught] !== undefined) found.push('ran a script that somebody wrote into a form');
    const wider = ({_WIDER})();
    if (wider > 0) found.push(wider + ' pixels wider than the screen');
    found.push(...({_SMALL})().map(one => 'small: ' + one));
    found.push(...({_FOCUS})(most));
    styled(spaced);
    found.push(...({_CUT_OFF})().map(one => 'cut off with spaced text: ' + one));
    styled('');
    return found;
}}"""


def what_phones_show(page: Page, most_focused: int = 25) -> list[str]:
    """Everything that is wrong on a page beside what axe finds."""
    return [str(one) for one in page.evaluate(_ALL, [CAUGHT, _SPACED, most_focused])]
