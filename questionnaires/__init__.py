"""The questions: questionnaires as data, and the engine that asks them.

A questionnaire is a YAML file, `<id>/<version>.yaml`, frozen for good once it is entered in `published.lock`.
`path` says which questions a respondent is asked, `answers` reads and checks what they answer and turns it
into signals. Nothing here knows of the web, the database, the clock, or what the signals are used for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from questionnaires import answers, countries, loader, path
from questionnaires.burden import Burden, burden
from questionnaires.comparing import Comparison, compare
from questionnaires.context import Context, Setting, SettingRefused, permit
from questionnaires.mistakes import QuestionnaireError
from questionnaires.path import Progress, SectionState, State
from questionnaires.schema import Evidence, Option, Question, Questionnaire, QuestionType, Section, Text
from questionnaires.values import UNKNOWN, Answer, Problems, SignalValue

__all__ = [
    "ROOT",
    "UNKNOWN",
    "Answer",
    "Burden",
    "Comparison",
    "Context",
    "Evidence",
    "Option",
    "Problems",
    "Progress",
    "Question",
    "QuestionType",
    "Questionnaire",
    "QuestionnaireError",
    "Section",
    "SectionState",
    "Setting",
    "SettingRefused",
    "SignalValue",
    "State",
    "Text",
    "answers",
    "burden",
    "compare",
    "countries",
    "current",
    "get",
    "path",
    "permit",
]

ROOT: Final = Path(__file__).parent
"""The folder of the questionnaires of this project."""


def get(questionnaire_id: str, version: int) -> Questionnaire:
    """One version, published or a draft. Raises `LookupError`, or `QuestionnaireError` if its file is not
    right.
    """
    return loader.load(ROOT, questionnaire_id, version)


def current(questionnaire_id: str) -> Questionnaire:
    """The newest published version. Raises `LookupError` if there is none."""
    return loader.load_current(ROOT, questionnaire_id)
