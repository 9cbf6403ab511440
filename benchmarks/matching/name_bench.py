"""How well the model of pairs does on the public company cases of OpenSanctions' nomenklatura.

    .venv/bin/python benchmarks/matching/name_bench.py CASES.csv

CASES.csv is `contrib/name_bench/cases.csv` of github.com/opensanctions/nomenklatura (MIT), with the columns
`schema`, `name1`, `name2` and `is_match`. Cases of people and ships are left out. Nothing of the file was
used to fit the model. Its labels are those of screening for sanctions, where a false alarm costs
little: names one letter apart, or funds of one series ("Partners V", "Partners VI"), are matches there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pandas as pd
from sklearn.metrics import average_precision_score

from screening.matching import Query, Target
from screening.matching.pairs import compare_names
from screening.training.common import measures

SCHEMAS = ("Company", "Organization", "LegalEntity")
# How many of the cases that are judged worst are printed with --worst.
WORST = 40


def main() -> None:
    """Compare the names of each case and print F1 at its best threshold and the area under the curve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--worst", action="store_true", help="print the cases judged worst")
    options = parser.parse_args()

    cases = pd.read_csv(options.cases, keep_default_na=False, dtype=str)
    cases = cases[cases["schema"].isin(SCHEMAS)].reset_index(drop=True)
    labels = cases["is_match"].str.lower() == "true"
    pairs = [
        (Query("q", left), Target("t", right))
        for left, right in zip(cases["name1"], cases["name2"], strict=True)
    ]
    scores = pd.Series([match.probability for match in compare_names(pairs)])
    found = measures(list(zip(scores, labels, strict=True)), int(labels.sum()))
    area = average_precision_score(labels, scores)
    print(
        f"{len(cases)} cases, {labels.sum()} of them matches: "
        f"F1 {found['f1']:.3f} at {found['threshold']:.3f}, PR-AUC {area:.3f}"
    )
    if options.worst:
        error = (scores - labels.astype(float)).abs()
        for position in error.nlargest(WORST).index:
            case = cases.loc[position]
            print(f"{scores[position]:.3f}  {case['is_match']:5}  {case['name1']}  |  {case['name2']}")


if __name__ == "__main__":
    main()
