"""The peers that are measured, task by task; `peers/` has an adapter and the pins of each."""

from __future__ import annotations

from typing import NamedTuple


class Peer(NamedTuple):
    """A method of an adapter, and of how many queries it is asked one: brute force gets a sample."""

    adapter: str
    method: str
    every: int = 1


SEARCHES = (
    Peer("emm", "supervised"),
    Peer("emm", "unsupervised"),
    Peer("sparse_dot_topn", "char_wb 3, our normaliser"),
    Peer("splink", "token rarity, Jaro-Winkler"),
    Peer("string_grouper", "match_strings"),
    Peer("tfidf_matcher", "3 letters"),
    Peer("polyfuzz", "TF-IDF"),
    Peer("rapidfuzz", "ratio", every=4),
    Peer("rapidfuzz", "WRatio", every=60),
)
PAIRS = (
    Peer("recordlinkage", "logistic regression"),
    Peer("dedupe", "string and text"),
    Peer("splink", "token rarity, Jaro-Winkler"),
    Peer("nomenklatura", "logic-v1"),
    Peer("nomenklatura", "logic-v2"),
    Peer("cleanco", "token_sort_ratio"),
    Peer("rapidfuzz", "WRatio"),
)
# Those that learn nothing, since nothing may be learnt from the cases.
CASES = tuple(peer for peer in PAIRS if peer.adapter in ("nomenklatura", "cleanco", "rapidfuzz"))
MILLION = (
    Peer("sparse_dot_topn", "char_wb 3, our normaliser", every=4),
    Peer("splink", "token rarity, Jaro-Winkler"),
    Peer("rapidfuzz", "ratio", every=40),
)
