"""What a supplier gets back for its answers: strengths, gaps, and a plan of what would help most."""

from screening.improvement.library import Guidance, Library, Recommendation, Text, library
from screening.improvement.plan import Advice, Found, Gap, GapKind, Plan, Proof, improve

__all__ = [
    "Advice",
    "Found",
    "Gap",
    "GapKind",
    "Guidance",
    "Library",
    "Plan",
    "Proof",
    "Recommendation",
    "Text",
    "improve",
    "library",
]
