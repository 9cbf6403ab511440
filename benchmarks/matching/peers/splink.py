"""splink by its documented recipe for businesses: what two names' common words are worth by their rarity.

The recipe's comparison of words is kept as published (five levels of the product of relative frequencies);
addresses and postcodes, which our data lack, give way to a Jaro-Winkler comparison of the whole name. Both
use our normalised names, because splink asks for cleaned input. Nothing is learnt from labels: the u values
come from random pairs, the m values from expectation maximisation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pandas as pd
import splink.comparison_library as cl
from peers.common import SHOWN, Pairs, Ranked, Search, Table, best_of, main, setting_up
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Random pairs that the u values come from, at least and per target; a tenth costs splink three points of F1.
MIN_PAIRS = 2e7
PAIRS_PER_TARGET = 100
SEED = 1
# The recipe's levels, and its limit of a word that is rare enough to look up a name by.
LEVELS = (1e-12, 1e-10, 1e-8, 1e-6, 1e-4)
RARE = 0.01
RAREST = 2
NAMES = """
CREATE OR REPLACE TABLE words AS
    SELECT side, id, unnest(string_split(core, ' ')) AS word FROM given;
CREATE OR REPLACE TABLE frequencies AS
    SELECT word, count(*)::DOUBLE / (SELECT count(*) FROM words) AS freq FROM words GROUP BY word;
CREATE OR REPLACE TABLE by_name AS
    SELECT side, id, list({'word': word, 'freq': freq}) AS words,
           coalesce(list(word ORDER BY freq) FILTER (freq < {rare}), [])[:{rarest}] AS rarest
    FROM words JOIN frequencies USING (word) GROUP BY side, id;
CREATE OR REPLACE TABLE names AS
    SELECT side, id AS unique_id, core, substr(core, 1, 6) AS head, words, rarest, rarest[1] AS rarest_word
    FROM given JOIN by_name USING (side, id);
""".replace("{rare}", str(RARE)).replace("{rarest}", str(RAREST))
PRODUCT = (
    "list_reduce(list_concat([1.0::DOUBLE], list_transform(list_intersect(words_l, words_r), "
    "lambda x: x.freq::DOUBLE)), lambda p, q: p * q)"
)


def linker(left: Sequence[str], right: Sequence[str], rules: list[Any], training: list[Any]) -> Linker:
    """A trained model that links two lists of names."""
    connection = duckdb.connect()
    given = pd.concat(
        pd.DataFrame({"side": side, "id": range(len(names)), "core": names})
        for side, names in (("left", left), ("right", right))
    )
    connection.register("given", given)
    connection.execute("SET threads TO 1")
    connection.execute(NAMES)
    api = DuckDBAPI(connection=connection)
    sides = []
    for side in ("left", "right"):
        connection.execute(
            f"CREATE TABLE {side}_names AS SELECT * EXCLUDE side FROM names WHERE side = '{side}'"
        )
        sides.append(api.register(f"{side}_names", dataset_display_name=side))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_words(), cl.JaroWinklerAtThresholds("core", [0.98, 0.95, 0.9, 0.8, 0.7])],
        blocking_rules_to_generate_predictions=rules,
    )
    model = Linker(sides, settings)
    max_pairs = max(MIN_PAIRS, PAIRS_PER_TARGET * len(right))
    model.training.estimate_u_using_random_sampling(max_pairs=max_pairs, seed=SEED)
    for rule in training:
        model.training.estimate_parameters_using_expectation_maximisation(rule)
    return model


def _words() -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": "words_l IS NULL OR words_r IS NULL",
            "label_for_charts": "-",
            "is_null_level": True,
        }
    ]
    levels += [
        {"sql_condition": f"{PRODUCT} < {limit}", "label_for_charts": f"< {limit}"} for limit in LEVELS
    ]
    levels.append({"sql_condition": "ELSE", "label_for_charts": "else"})
    return {"output_column_name": "words", "comparison_levels": levels}


def found(model: Linker) -> list[tuple[int, int, float]]:
    """Row on the left, row on the right and match weight of each left name's best pairs."""
    best = f"""
        SELECT unique_id_l, unique_id_r, match_weight FROM {{this}} QUALIFY {SHOWN} >=
            row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC, unique_id_r)
    """
    return [tuple(row.values()) for row in model.inference.predict().query_sql(best).as_record_list()]


def search(targets: Table, _: Table) -> Callable[[Table], Ranked]:
    def ask(queries: Table) -> Ranked:
        with setting_up():
            model = linker(
                queries["core"],
                targets["core"],
                rules=[block_on("rarest", arrays_to_explode=["rarest"]), block_on("head"), block_on("core")],
                training=[block_on("rarest_word"), block_on("head")],
            )
        return best_of(len(queries["core"]), found(model))

    return ask


def pairs(_: Table) -> Callable[[Table], Sequence[float]]:
    """The pairs are told by their row, which both sides have as their identifier."""

    def score(table: Table) -> list[float]:
        with setting_up():
            model = linker(
                table["left_core"],
                table["right_core"],
                rules=["l.unique_id = r.unique_id"],
                training=["l.unique_id = r.unique_id"],
            )
        weights = [float("-inf")] * len(table["left_core"])
        for row, _, weight in found(model):
            weights[row] = weight
        return weights

    return score


if __name__ == "__main__":
    main(
        ("splink", "duckdb"),
        searches={"token rarity, Jaro-Winkler": Search(search)},
        pairs={"token rarity, Jaro-Winkler": Pairs(pairs)},
    )
