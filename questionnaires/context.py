"""What is known before anybody answers: the contract, the supplier's size, and the stage of the procurement.

Whoever asks passes these facts in, with the invitation; rules read them beside the answers. A fact that is
not known is left out, and a question may ask for it instead (`tells`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from questionnaires.values import UNKNOWN, Value


class Setting(StrEnum):
    """When in a procurement the questions are asked. The law lets fewer be asked before the award."""

    AT_EVALUATION = "at_evaluation"
    """With the tender: Local Government Act 1988 s.17 keeps workforce terms and places out."""
    POST_AWARD = "post_award"
    """While a contract is managed."""
    PRE_QUALIFICATION = "pre_qualification"
    """In a stage of its own that narrows the field; not below the threshold (`permit`)."""


SIZES: Final = ("micro", "small", "medium", "large")
"""Sizes by people who work for the organisation: under 10, under 50, under 250, and more."""

SMALL: Final = frozenset({"micro", "small"})

FOR_ONE: Final[Mapping[str, tuple[str, ...]]] = {"setting": tuple(Setting), "size": SIZES}
"""The facts with one value, and the values that they can have."""
FOR_MANY: Final = frozenset({"sectors", "countries"})
"""The facts with several values: ids of kinds of work, and ISO 3166-1 alpha-2 codes."""
FACTS: Final = frozenset(FOR_ONE) | FOR_MANY
TOLD: Final = frozenset({"sectors", "size"})
"""The facts that a respondent may be asked for where they are not known."""


class SettingRefused(Exception):
    """The questions may not be asked in this setting; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Context:
    """The facts of one invitation. Empty means not known, never "none".

    `sectors` are ids of kinds of work (those of the judgement), `countries` where the contract's work is done
    or its goods come from, as ISO 3166-1 alpha-2 codes; `size` is one of `SIZES`. ValueError for another.
    """

    setting: Setting = Setting.POST_AWARD
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    size: str = ""

    def __post_init__(self) -> None:
        if self.size and self.size not in SIZES:
            raise ValueError(f"a size is one of {', '.join(SIZES)}, and not {self.size!r}")

    @property
    def is_small(self) -> bool:
        """Known to be a micro or a small organisation."""
        return self.size in SMALL

    def facts(self) -> dict[str, Value]:
        """The known facts by name, as rules read them."""
        facts: dict[str, Value] = {
            "setting": self.setting.value,
            "sectors": self.sectors,
            "countries": self.countries,
            "size": self.size,
        }
        return {name: value for name, value in facts.items() if value}

    def told(self, name: str, value: Value) -> Context:
        """The context with a fact that an answer told. "I do not know" tells nothing."""
        if not value or value in (UNKNOWN, (UNKNOWN,)):
            return self
        if name == "size" and isinstance(value, str):
            return replace(self, size=value)
        if name == "sectors" and isinstance(value, tuple):
            return replace(self, sectors=value)
        raise ValueError(f"no answer can tell {name}")

    def to_json(self) -> dict[str, Any]:
        """Values that JSON can hold, for whoever keeps the context of an invitation."""
        return {
            **asdict(self),
            "setting": self.setting.value,
            "sectors": list(self.sectors),
            "countries": list(self.countries),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Context:
        """Read what `to_json` wrote; what is missing is not known. ValueError for an unknown setting."""
        return cls(
            setting=Setting(data.get("setting", Setting.POST_AWARD)),
            sectors=tuple(data.get("sectors", ())),
            countries=tuple(data.get("countries", ())),
            size=data.get("size", ""),
        )


def permit(setting: Setting, *, above_threshold: bool | None, exception: str = "") -> None:
    """Whether questions may be asked in a setting. Raises `SettingRefused` if not.

    Below the threshold no separate stage may narrow the field by suitability (Procurement Act 2023 s.85), so
    that a questionnaire before the tenders is refused unless an officer records the exception that the
    council relies on. A threshold that is not known counts as not reached.
    """
    if setting is not Setting.PRE_QUALIFICATION or above_threshold or exception.strip():
        return
    why = "is below" if above_threshold is False else "is not known to be above"
    raise SettingRefused(
        f"The contract {why} the threshold: the Procurement Act 2023 s.85 allows no separate stage "
        "of suitability questions there. Ask at evaluation or after the award, or record the exception that "
        "the council relies on."
    )
