"""An environment of its own for each peer, and its adapter run in it on one core.

Peers contradict one another (emm wants rapidfuzz below 3 and scikit-learn below 1.6), so each gets a virtual
environment from its pinned `peers/PEER.txt`. It is made on first use and again when the pins change.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT"),
    "1",
)


class PeerError(Exception):
    """A peer could not be installed or its adapter failed; the last line of its output says why."""


def run(peer: str, environments: Path, arguments: Sequence[str | Path], seconds: float) -> dict[str, Any]:
    """The adapter's report: see `peers/common.py` for its arguments."""
    python = _python(peer, environments)
    # -P keeps `peers/splink.py` from standing in for the package of that name.
    command: list[str | Path] = [python, "-P", "-m", f"peers.{peer}", *map(str, arguments)]
    setting = os.environ | ONE_THREAD | {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    output = _output(command, setting, seconds)
    report: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return report


def _python(peer: str, environments: Path) -> Path:
    """The Python of a peer's environment, which is made unless it holds what is pinned."""
    pins = HERE / "peers" / f"{peer}.txt"
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    folder = environments / peer
    python, made = folder / "bin" / "python", folder / "pins.sha256"
    if not made.exists() or made.read_text(encoding="ascii") != wanted:
        print(f"installing {peer} into {folder}", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        _output([python, "-m", "pip", "install", "--quiet", "--requirement", pins], dict(os.environ), 1800)
        made.write_text(wanted, encoding="ascii")
    return python


def _output(command: Sequence[str | Path], setting: dict[str, str], seconds: float) -> str:
    try:
        done = subprocess.run(
            command, env=setting, cwd=HERE, timeout=seconds, capture_output=True, text=True, check=True
        )
    except subprocess.TimeoutExpired:
        raise PeerError(f"stopped after {seconds:.0f} seconds") from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().splitlines() or ["no output"]
        raise PeerError(said[-1][:200]) from error
    return done.stdout
