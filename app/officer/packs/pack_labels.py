"""Names for people of what packs of clauses hold: stages, kinds of contract, sizes, tiers."""

from __future__ import annotations

from flask_babel import gettext as _

from app.documents.word.rendering import Problem, TemplateProblem
from models import PackStage, WordKind
from screening.clauses.types import ContractType, Size, Stage, Tier


def stage_options() -> list[tuple[str, str]]:
    """Where the procurement is."""
    return [
        (PackStage.PREPARING.value, _("Preparing a tender")),
        (PackStage.AWARDING.value, _("Awarding: tenders are being read")),
        (PackStage.IN_CONTRACT.value, _("In contract")),
    ]


def type_options() -> list[tuple[str, str]]:
    """What is bought."""
    return [
        (ContractType.GOODS.value, _("Goods")),
        (ContractType.SERVICES.value, _("Services")),
        (ContractType.WORKS.value, _("Works")),
        (ContractType.CARE.value, _("Care")),
        (ContractType.LABOUR_SUPPLY.value, _("Supply of labour")),
    ]


def size_options() -> list[tuple[str, str]]:
    """Who is likely to do it."""
    return [
        (Size.SMALL.value, _("Small: fewer than 50 workers")),
        (Size.LARGER.value, _("Larger, or not known")),
    ]


def known_options() -> list[tuple[str, str]]:
    """Yes, no, and the honest third."""
    return [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]


def language_options() -> list[tuple[str, str]]:
    """The languages in which the documents are wanted."""
    return [("en", _("English")), ("both", _("English and Welsh"))]


def tier_label(tier: str) -> str:
    """How much the contract asks for."""
    return {
        Tier.LOWER.value: _("Lower risk"),
        Tier.MEDIUM.value: _("Medium risk"),
        Tier.HIGHER.value: _("Higher risk"),
    }[tier]


def law_stage_label(stage: str) -> str:
    """A stage of the clause library, as its rules and questions are sorted."""
    return {
        Stage.PRELIMINARY_MARKET.value: _("Talking to the market"),
        Stage.CONDITIONS_OF_PARTICIPATION.value: _("Selection: conditions of participation"),
        Stage.AWARD.value: _("Award"),
        Stage.CONTRACT_MANAGEMENT.value: _("Managing the contract"),
    }[stage]


def kind_label(kind: str) -> str:
    """A kind of Word document."""
    return {
        WordKind.SCHEDULE.value: _("Contract schedule"),
        WordKind.TENDER_PACK.value: _("Tender pack for officers and lawyers"),
        WordKind.STATEMENT.value: _("Annual statement"),
    }[kind]


def known(value: bool | None) -> str:
    """Yes, no or not known, in words."""
    return _("Not known") if value is None else (_("Yes") if value else _("No"))


def problem_words(problem: TemplateProblem) -> str:
    """What is wrong with a Word template, and what to do about it."""
    texts = {
        Problem.UNREADABLE: _("The file cannot be read as a Word document. Save it as .docx and try again."),
        Problem.SYNTAX: _(
            "A placeholder is not written as it should be: %(detail)s. Each one begins with two braces and "
            "ends with two; compare it with our template.",
            detail=problem.detail,
        ),
        Problem.NOT_ALLOWED: _(
            "The template asks for more than to put in, repeat or choose texts (%(detail)s). Take that "
            "placeholder out.",
            detail=problem.detail,
        ),
        Problem.UNKNOWN_NAME: _(
            "A placeholder asks for something that does not exist: %(detail)s.", detail=problem.detail
        ),
        Problem.LACKS: _(
            "The placeholder for this is missing: %(detail)s. Copy it from our template.",
            detail=problem.detail,
        ),
        Problem.LEFT_OVER: _(
            "A placeholder was not filled in. It may be in an endnote or a comment, which are not read: "
            "move it into the text."
        ),
    }
    return texts[problem.kind]
