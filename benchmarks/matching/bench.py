"""One run of the benchmark: each method alone in a process, its figures kept, the tables shown."""

from __future__ import annotations

import argparse
import time
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import environments
import figures
import pandas as pd
import results
from methods import Peer


class Benchmark:
    """One run: where its files are, and what each record says of it."""

    def __init__(self, options: argparse.Namespace, scratch: Path) -> None:
        self.results: Path = options.results
        self.environments: Path = options.environments
        self.seconds: float = options.minutes * 60
        self.peers: list[str] = options.peers
        self.without_ours: bool = options.without_ours
        self.scratch = scratch
        self.about = {
            "date": time.strftime("%Y-%m-%d"),
            "machine": results.machine(),
            "commit": results.commit(),
        }

    def ours(self, task: str, data: str, method: str, measure: Callable[[], dict[str, Any]]) -> None:
        """Keep what `measure` gives (`figures` and anything else), or why it could not."""
        if self.without_ours:
            return
        record: dict[str, Any] = {"task": task, "data": data, "method": method, **self.about}
        record["versions"] = {name: version(name) for name in ("rapidfuzz", "scikit-learn", "numpy")}
        try:
            record |= measure()
        except Exception as error:
            traceback.print_exc()
            record["error"] = f"{type(error).__name__}: {error}"
        self._keep(record)

    def search(self, task: str, data: str, chosen: Sequence[Peer], *tables: pd.DataFrame) -> None:
        """Let the peers answer queries."""
        targets, queries = tables
        given = self._write("targets", targets)
        for peer in self._wanted(chosen):
            sample = queries.iloc[:: peer.every].reset_index(drop=True)
            files = [given, self._write("queries", sample), self.scratch / "answers.csv"]
            record = self._run(peer, task, data, ["search", peer.method, *files])
            if peer.every > 1:
                record["sample"] = len(sample)
            if "error" not in record:
                ranked = figures.judged(pd.read_csv(files[-1]), targets, sample)
                record["figures"] |= figures.of_answers(ranked, sample)
            self._keep(record)

    def compare(self, task: str, data: str, chosen: Sequence[Peer], pairs: pd.DataFrame) -> None:
        """Let the peers score pairs."""
        for peer in self._wanted(chosen):
            files = [self._write("pairs", pairs), self.scratch / "scores.csv"]
            record = self._run(peer, task, data, ["pairs", peer.method, *files])
            if "error" not in record:
                record["figures"] |= figures.of_pairs(
                    pd.read_csv(files[-1])["score"].to_numpy(), pairs["label"]
                )
            self._keep(record)

    def _wanted(self, chosen: Sequence[Peer]) -> list[Peer]:
        return [peer for peer in chosen if self.peers == ["all"] or peer.adapter in self.peers]

    def _run(self, peer: Peer, task: str, data: str, arguments: list[str | Path]) -> dict[str, Any]:
        record = {"task": task, "data": data, "method": f"{peer.adapter} {peer.method}", **self.about}
        try:
            report = environments.run(peer.adapter, self.environments, arguments, self.seconds)
        except environments.PeerError as error:
            return record | {"versions": {}, "error": str(error)}
        measured = {name: report[name] for name in ("per_second", "build_seconds", "peak_mb")}
        return record | {"versions": report["versions"], "figures": measured}

    def _write(self, name: str, table: pd.DataFrame) -> Path:
        path = self.scratch / f"{name}.csv"
        table.to_csv(path, index=False)
        return path

    def _keep(self, record: dict[str, Any]) -> None:
        results.keep(self.results, record)
        print(f"{record['task']}: {record['method']} {record.get('error', 'measured')}", flush=True)
