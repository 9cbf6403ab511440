"""The council's own annual statement: what the rules of the day ask of it, and a reading of the draft.

Nothing here writes a statement or decides whether one is good enough: the reading names what a person should
look at again, why, and how to mend it.
"""

from screening.annual.draft import Approval, Draft, Earlier
from screening.annual.lint import Finding, read
from screening.annual.promises import Promise, promises
from screening.annual.rules import Area, Outline, RuleSet, areas, deadline, in_force, outlines, rule_sets

__all__ = [
    "Approval",
    "Area",
    "Draft",
    "Earlier",
    "Finding",
    "Outline",
    "Promise",
    "RuleSet",
    "areas",
    "deadline",
    "in_force",
    "outlines",
    "promises",
    "read",
    "rule_sets",
]
