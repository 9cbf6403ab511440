"""How far Fairhand's country figures agree with a council's own copy of an outside index.

    .venv/bin/python benchmarks/agreement.py FILE [--kind gsi|tip]

Prints Spearman's rank correlation for each figure of the index, and the countries that are ranked far apart.
The list is there to be read: the figures are not tuned to it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.intake.country_index import IndexKind, read_country_index
from app.services.judgement.country_indices import agreements
from screening import reference
from screening.agreement import Agreement


def report(field: str, result: Agreement) -> None:
    """Print the agreement with one figure of the index."""
    print(f"{field}: rank correlation {result.correlation:.2f} over {result.countries} countries")
    if result.home:
        print(
            f"  United Kingdom (its own figure): rank {result.home.ours:.2f}, index {result.home.theirs:.2f}"
        )
    for row in result.disagreements:
        name = reference.country_name(row.country)
        side = "higher here" if row.difference > 0 else "lower here"
        part = "" if row.complete else " (part of our sources has nothing on it)"
        print(f"  {name}: rank {row.ours:.2f}, index {row.theirs:.2f}, {side}{part}")


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=list(IndexKind), default=IndexKind.GSI, type=IndexKind)
    options = parser.parse_args()
    index = read_country_index(options.file, options.kind)
    print(f"{index.name}: {len(index.rows)} countries read, {len(index.skipped)} rows left out")
    for field, result in agreements(index).items():
        report(field, result)


if __name__ == "__main__":
    main()
