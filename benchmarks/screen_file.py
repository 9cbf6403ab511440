"""How long `fairhand screen` takes, and its peak memory. The aim for a county's year: 60 seconds, 1.5 GB."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fictitious import write_spend

ROOT = Path(__file__).parents[1]
ROWS, SUPPLIERS = 141_524, 6_979


def main() -> None:
    """Measure one run as a whole process, from outside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a spend file or contracts register of your own")
    parser.add_argument("--statements", action="append", default=[], help="a copy of the statement registry")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "spend.csv"
        if given.file is None:
            write_spend(path, ROWS, SUPPLIERS)
        command = [sys.executable, "-m", "app", "screen", str(path), "--out", f"{folder}/out", "--json"]
        for statements in given.statements:
            command += ["--statements", statements]
        begin = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors")
    print(f"{path.name}: {seconds:.1f} s, peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
