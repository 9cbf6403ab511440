"""nomenklatura: logic-v1 and logic-v2 of two companies of which nothing but the name is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import uuid4

from followthemoney import ValueEntity, model
from nomenklatura.matching import get_algorithm
from peers.common import Pairs, Table, main


def pairs(algorithm: str) -> Pairs:
    def build(_: Table) -> Callable[[Table], Sequence[float]]:
        scorer = get_algorithm(algorithm)
        assert scorer is not None
        config = scorer.default_config()
        # The first comparison of something that may be a person loads word lists, which is building.
        scorer.compare(_company("One", "LegalEntity"), _company("Other", "LegalEntity"), config)
        return lambda table: [
            scorer.compare(_company(left, schema), _company(right, schema), config).score
            for left, right, schema in zip(table["left"], table["right"], table["schema"], strict=True)
        ]

    return Pairs(build)


def _company(name: str, schema: str) -> ValueEntity:
    """An entity of its own identifier: what is known of an entity is remembered by that."""
    kind = model.get(schema)
    assert kind is not None
    entity = ValueEntity(kind, {"id": uuid4().hex})
    entity.add("name", name)
    return entity


if __name__ == "__main__":
    main(
        ("nomenklatura", "followthemoney", "rigour", "pyicu"),
        pairs={name: pairs(name) for name in ("logic-v1", "logic-v2")},
    )
