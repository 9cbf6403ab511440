"""The rules of axe on one page after another, without looking again at colours that were looked at."""

from __future__ import annotations

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
#: Where a site that shows many pages may have the script, so that the browser keeps it compiled.
ADDRESS = "/axe.js"

# Comparing colours takes more than half of the time of axe. What it says of a text is decided by its own
# colour, size and weight and by all that lies behind it, so of the texts of which these are the same one is
# looked at, on whichever page; what is positioned may lie over something else, and is always looked at.
_RULES = """async () => {
    const KEPT = 'colours that were looked at', STILL = ['static', 'relative'];
    const kept = self.origin === 'null' ? {} : localStorage;  // a page without an address keeps nothing
    const known = new Set(JSON.parse(kept[KEPT] || '[]')), behind = new Map();
    const below = one => {
        if (!one) return '';
        if (!behind.has(one)) {
            const style = getComputedStyle(one), far = below(one.parentElement);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity].join();
            const lies = STILL.includes(style.position) ? '' : ' placed ' + style.position;
            behind.set(one, own === 'rgba(0, 0, 0, 0),none,1' && !lies ? far : own + lies + '/' + far);
        }
        return behind.get(one);
    };
    const written = one => one.matches('input, select, textarea')
        || [...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
    for (const one of document.body.querySelectorAll('*')) {
        if (!written(one) || !one.checkVisibility()) continue;
        const style = getComputedStyle(one);
        const own = [style.color, style.fontSize, style.fontWeight, style.textShadow, one.disabled];
        const look = [...own, below(one)].join();
        if (known.has(look) && !look.includes(' placed ')) continue;
        known.add(look);
        one.dataset.colours = '';
    }
    kept[KEPT] = JSON.stringify([...known]);
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-colours]'}]});
    return axe.run(document, {resultTypes: ['violations']});
}"""


def what_axe_finds(page: Page, script_at: str | None = None) -> list[str]:
    """The violations of all rules that axe has on; its script is taken from the site, if it is there."""
    if script_at is None:
        page.evaluate(f"{SCRIPT};0")
    else:
        page.add_script_tag(url=script_at)
    found = AxeResults(page.evaluate(_RULES))
    return [str(found.generate_report())] if found.violations_count else []
