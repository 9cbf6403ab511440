#!/usr/bin/env python3
"""Set up Fairhand in this folder: the virtual environment `.venv` and all that the two commands need.

    python3 bootstrap.py              the environment, from the locked and hashed requirements
    python3 bootstrap.py --browser    and Chromium for the browser tests, if this machine lacks it

Only the standard library is used, and the syntax of Python 3.6, so that an old Python gets a sentence instead
of a SyntaxError. Whatever goes wrong is told in a sentence that says what to do, and the exit status is 1.
"""

import argparse
import contextlib
import errno
import glob
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Dict, Iterator, List, Optional, Sequence

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # asked for before use

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11")
LOCKS = ("requirements-uv.lock", "requirements-dev.lock", "pyproject.toml")
STAMP = "fairhand-setup.json"
TRANSLATIONS = os.path.join("app", "translations")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT_DRIVER = ("playwright", "driver", "node")
NEEDED_MEGABYTES = 1300
"""Room that the finished environment takes; the packages' own cache may take as much again elsewhere."""

DISK_FULL = "The disk is full. Make room ({} MB are needed) and run the same command again.".format(
    NEEDED_MEGABYTES
)

READY, OUTDATED, UNFINISHED, ABSENT = "ready", "outdated", "unfinished", "absent"

NETWORK_SIGNS = (
    "name resolution",
    "dns error",
    "failed to lookup address",
    "failed to establish a new connection",
    "could not connect",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "no route to host",
    "timed out",
    "tunnel connection failed",
    "proxyerror",
    "error sending request",
    "client error (connect)",
    "certificate verify failed",
    "invalid peer certificate",
    "no matching distribution found for uv",
)


class SetupProblem(Exception):
    """Something that the person at the terminal can put right; the message says how."""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the set-up and return the exit status: 0, 1 for a problem, 130 when interrupted."""
    parser = argparse.ArgumentParser(description="Set up Fairhand in this folder.")
    parser.add_argument("--browser", action="store_true", help="also see to Chromium for the browser tests")
    options = parser.parse_args(arguments)
    root = os.path.dirname(os.path.abspath(__file__))
    try:
        require_python()
        with one_at_a_time(root) as lock:
            Environment(root, lock).ensure()
        if options.browser:
            ensure_browser(root)
    except SetupProblem as problem:
        print("\n" + str(problem), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nThe set-up was stopped. Run the same command again and it begins anew.", file=sys.stderr)
        return 130
    except OSError as error:
        print("\n" + explain_os_error(error, root), file=sys.stderr)
        return 1
    return 0


# -- This machine --------------------------------------------------------------------------------------------


def require_python() -> None:
    """Refuse an old Python, or hand over to a newer one found on the PATH."""
    if os.name != "posix":
        raise SetupProblem(
            "Fairhand runs on Linux and macOS. On Windows, use it inside WSL or a virtual machine."
        )
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return
    here = "{}.{}.{} ({})".format(*sys.version_info[:3], sys.executable)
    for name in NEWER_PYTHONS:
        newer = shutil.which(name)
        if newer:
            print("Python is " + here + "; going on with " + newer, flush=True)
            os.execv(newer, [newer, os.path.abspath(__file__), *sys.argv[1:]])
    raise SetupProblem(
        "Fairhand needs Python 3.11 or newer and this is {}. Install python3.11 and run: "
        "python3.11 bootstrap.py (or: make PYTHON=python3.11 setup).".format(here)
    )


def base_python() -> str:
    """The interpreter to build the environment with, also when started by the environment's own one."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return getattr(sys, "_base_executable", None) or os.path.realpath(sys.executable)


def can_install() -> bool:
    """Whether system packages can be installed without asking: as root, on Debian and its like."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str]) -> bool:
    """Install system packages, where `can_install`; False when that failed."""
    apt = shutil.which("apt-get") or "apt-get"
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in ([apt, "update"], [apt, "install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode and "install" in command:
            return False
    return True


def require_venv() -> None:
    """Debian ships Python without `ensurepip`, which making a virtual environment needs."""
    if _has_venv():
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if can_install():
        with step("Installing the system package " + package):
            apt_install([package])
            importlib.invalidate_caches()
    if not _has_venv():
        raise SetupProblem(
            "This Python cannot make virtual environments. Install the missing part as an administrator with "
            "'apt-get install {}' and run the same command again.".format(package)
        )


def _has_venv() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


@contextlib.contextmanager
def one_at_a_time(root: str) -> Iterator[Optional[int]]:
    """Hold this folder's set-up lock; a second set-up waits for the first.

    The lock is on this very file, so it works in a folder that cannot be written, and the tools that are
    started inherit it: an installer that outlives a killed set-up still keeps the next one waiting.
    """
    with open(os.path.join(root, os.path.basename(__file__)), "rb") as handle:
        if fcntl is None:
            yield None
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder; waiting for it to finish ...", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            yield None
            return
        yield handle.fileno()


# -- The environment -----------------------------------------------------------------------------------------


class Environment:
    """The virtual environment of one checkout. `ensure` is the whole of its life."""

    def __init__(self, root: str, lock: Optional[int] = None) -> None:
        self.root = root
        self.folder = os.path.join(root, ".venv")
        self.stamp = os.path.join(self.folder, STAMP)
        self._inherited = () if lock is None else (lock,)

    def ensure(self) -> None:
        """Make or repair the environment; when it is in order this only reads a few small files."""
        state = self.state()
        if state == READY:
            self.compile_catalogues()
            return
        self._check_room()
        started = time.monotonic()
        if state == OUTDATED:
            print("The locked requirements have changed: bringing .venv up to date.", flush=True)
            os.remove(self.stamp)
        elif state == UNFINISHED:
            print(".venv is unfinished or was made elsewhere: making it anew.", flush=True)
            self._remove()
        if state != OUTDATED:
            self._create()
        self._install()
        self.compile_catalogues()
        self._write_stamp()
        print("The environment is ready ({:.0f} s).".format(time.monotonic() - started), flush=True)

    def state(self) -> str:
        """READY; OUTDATED: sound, but made from other locks; UNFINISHED: to be made anew; ABSENT."""
        if not os.path.lexists(self.folder):
            return ABSENT
        wanted = self._wanted_stamp()
        try:
            with open(self.stamp, encoding="utf-8") as handle:
                found = json.load(handle)
        except (OSError, ValueError):
            return UNFINISHED
        whole = all(os.path.exists(self._tool(name)) for name in ("python", "uv", "fairhand"))
        if not isinstance(found, dict) or not whole:
            return UNFINISHED
        if any(found.get(key) != wanted[key] for key in ("python", "root")):
            return UNFINISHED
        return READY if found == wanted else OUTDATED

    def compile_catalogues(self) -> None:
        """Compile the translations whose text is newer than the compiled file."""
        texts = glob.glob(os.path.join(glob.escape(self.root), TRANSLATIONS, "**", "*.po"), recursive=True)
        pairs = [(text, text[: -len(".po")] + ".mo") for text in texts]
        if any(not os.path.exists(mo) or os.path.getmtime(mo) < os.path.getmtime(po) for po, mo in pairs):
            with step("Compiling the translations"):
                self._run([self._tool("pybabel"), "compile", "-d", TRANSLATIONS])

    def _create(self) -> None:
        require_venv()
        with step("Making the virtual environment .venv"):
            self._run([base_python(), "-m", "venv", self.folder])
        with step("Installing uv, which installs the rest"):
            pip = [self._tool("python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
            self._run([*pip, "--retries", "2", "--require-hashes", "--no-deps", "-r", "requirements-uv.lock"])

    def _install(self) -> None:
        uv = [self._tool("uv"), "pip"]
        python = ["--python", self._tool("python")]
        with step("Installing the locked packages"):
            self._run([*uv, "sync", "--require-hashes", *python, "requirements-dev.lock"])
        with step("Installing Fairhand itself"):
            self._run([*uv, "install", "--no-build-isolation", "--no-deps", *python, "--editable", "."])

    def _wanted_stamp(self) -> Dict[str, str]:
        stamp = {"python": "{}.{}".format(*sys.version_info[:2]), "root": self.root}
        for name in LOCKS:
            with open(os.path.join(self.root, name), "rb") as handle:
                stamp[name] = hashlib.sha256(handle.read()).hexdigest()
        return stamp

    def _write_stamp(self) -> None:
        unfinished = self.stamp + ".new"
        with open(unfinished, "w", encoding="utf-8") as handle:
            json.dump(self._wanted_stamp(), handle, indent=1)
        os.replace(unfinished, self.stamp)

    def _check_room(self) -> None:
        with tempfile.TemporaryFile(dir=self.root):
            pass  # raises the OSError that explain_os_error puts into words
        free = shutil.disk_usage(self.root).free // 1_000_000
        if free < NEEDED_MEGABYTES:
            raise SetupProblem(
                "The disk is too full: {} has {} MB free and the set-up needs about {} MB. "
                "Make room and run the same command again.".format(self.root, free, NEEDED_MEGABYTES)
            )

    def _remove(self) -> None:
        if os.path.islink(self.folder) or os.path.isfile(self.folder):
            os.remove(self.folder)
        else:
            shutil.rmtree(self.folder)

    def _tool(self, name: str) -> str:
        return os.path.join(self.folder, "bin", name)

    def _run(self, command: List[str]) -> None:
        """Run one tool in the checkout, quietly; its failure becomes a SetupProblem."""
        environment = dict(os.environ, VIRTUAL_ENV=self.folder, PYTHONUTF8="1", NO_COLOR="1")
        environment.pop("PYTHONHOME", None)
        environment.pop("PYTHONPATH", None)
        done = subprocess.run(
            command,
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=self._inherited,
        )
        if done.returncode:
            raise SetupProblem(explain_tool_failure(done.stdout.decode("utf-8", "replace")))


# -- The browser ---------------------------------------------------------------------------------------------


def missing_for_browser(root: str) -> List[str]:
    """The system packages that the browser tests lack: Chromium, and what Playwright's own driver needs."""
    missing = []
    if not any(shutil.which(name) for name in CHROMIUM_NAMES):
        missing += ["chromium", "fonts-liberation"]
    drivers = os.path.join(glob.escape(root), ".venv", "lib", "*", "site-packages", *PLAYWRIGHT_DRIVER)
    for driver in glob.glob(drivers):
        started = subprocess.run([driver, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if started.returncode:
            missing.append("libatomic1")
    return missing


def ensure_browser(root: str) -> None:
    """Install Chromium where that is possible without asking; otherwise say which tests will be skipped."""
    missing = missing_for_browser(root)
    if missing and can_install():
        with step("Installing Chromium for the browser tests"):
            apt_install(missing)
        missing = missing_for_browser(root)
    if missing:
        print(
            "The browser cannot be started here: the tests in tests/browser will be reported as skipped. "
            "To run them, install it as an administrator with 'apt-get install {}'.".format(
                " ".join(missing)
            ),
            flush=True,
        )


# -- Telling -------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title of a step, and its seconds when it is done."""
    print("  {} ...".format(title), end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(" not done", flush=True)
        raise
    print(" {:.1f} s".format(time.monotonic() - started), flush=True)


def explain_tool_failure(output: str) -> str:
    """One sentence for the output of a tool that stopped; an unexpected output is quoted, its end only."""
    lowered = output.lower()
    if "no space left on device" in lowered or "disk quota exceeded" in lowered:
        return DISK_FULL
    if "hash mismatch" in lowered or "do not match the hashes" in lowered:
        return (
            "A downloaded package is not the one that was locked, so it was not installed. Try again; "
            "if it stays, ask whoever runs the package mirror of this machine."
        )
    if any(sign in lowered for sign in NETWORK_SIGNS):
        return (
            "The packages could not be downloaded: this machine does not reach the Python package index. "
            "Check the network connection (and HTTPS_PROXY, if there is a proxy) and run the same command "
            "again."
        )
    lines = [line for line in output.splitlines() if line.strip()]
    return "The set-up stopped in the step above. Its tool said:\n  " + "\n  ".join(lines[-12:])


def explain_os_error(error: OSError, root: str) -> str:
    """One sentence for an error of the operating system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            "{} cannot be written by this user, and the set-up makes its .venv there. Copy the checkout to "
            "a folder of your own, or have its owner changed, and run the same command again.".format(root)
        )
    if isinstance(error, FileNotFoundError) and os.path.basename(str(error.filename)) in LOCKS:
        return "{} is missing: this checkout is not complete. Clone it again.".format(error.filename)
    return "The set-up stopped: {}.".format(error)


if __name__ == "__main__":
    sys.exit(main())
