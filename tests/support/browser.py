"""Whether the browser tests can run here, and with which Chromium."""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@functools.cache
def find_browser() -> str | None:
    """The path of the system's Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@functools.cache
def why_no_browser() -> str | None:
    """What is missing for the browser tests, as the reason of a skip; None when they can run."""
    if find_browser() is None:
        return "Chromium is not installed here (apt-get install chromium)"
    package = importlib.util.find_spec("playwright")
    if package is None or package.origin is None:
        return "the package playwright is not installed"
    driver = Path(package.origin).parent / "driver" / "node"
    if subprocess.run([driver, "--version"], capture_output=True).returncode:
        return "Playwright's driver does not start here (apt-get install libatomic1)"
    return None
