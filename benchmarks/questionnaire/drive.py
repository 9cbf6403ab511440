"""The second process: all suppliers at once. Reads `links.json` of a folder, writes `told.json` into it."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from supplier import Supplier

from browser import Log


async def drive(port: int, links: list[dict[str, object]], seconds: float, think: float) -> dict[str, object]:
    """Let everybody answer for so many seconds; what is under way at the end is waited for."""
    log = Log()
    begin = time.monotonic()
    suppliers = [
        Supplier(port, number, str(row["link"]), log, think, begin + seconds, row["answered"])
        for number, row in enumerate(links)
    ]
    await asyncio.gather(*(supplier.answer() for supplier in suppliers))
    return {
        "seconds": time.monotonic() - begin,
        "pages": log.seconds,
        "statuses": dict(log.statuses),
        "wrong": log.wrong,
        "told": {row["invitation"]: asdict(one.told) for row, one in zip(links, suppliers, strict=True)},
        "driver_cpu": sum(resource.getrusage(resource.RUSAGE_SELF)[:2]),
    }


def main() -> None:
    """Arguments: folder, port, seconds, think time, the first supplier and how many."""
    folder, port, seconds, think, first, count = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    links = json.loads((Path(folder) / "links.json").read_text(encoding="utf-8"))
    chosen = links[int(first) : int(first) + int(count)]
    told = asyncio.run(drive(int(port), chosen, float(seconds), float(think)))
    (Path(folder) / "told.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
