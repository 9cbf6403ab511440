"""The command line of the fits: `queries`, `pairs` or `sectors`, then the arguments of that fit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from screening.training import pairs, queries, sectors

_FITS: dict[str, Callable[[Sequence[str]], None]] = {
    "queries": queries.main,
    "pairs": pairs.main,
    "sectors": sectors.main,
}


def main() -> None:
    """Run the fit that the first argument names."""
    parser = argparse.ArgumentParser(prog="python -m screening.training", description="Fit the models.")
    parser.add_argument("fit", choices=_FITS)
    chosen = parser.parse_args(sys.argv[1:2])
    _FITS[chosen.fit](sys.argv[2:])


if __name__ == "__main__":
    main()
