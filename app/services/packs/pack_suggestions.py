"""Which clauses a pack's contract calls for: from its supplier's report, or from what a tender buys.

What is judged for a tender has no supplier and no place, so that nothing of either can reach its terms. A
supplier's report is judged anew for the use of the stage, which keeps out what the law keeps out there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy.orm import Session

from app.services.judgement.cases import sentences_to_json
from app.services.judgement.council_weights import weights_of
from models import ClausePack, PackStage, StoredReport
from screening import MODEL_VERSION, codec, screen
from screening.clauses import library
from screening.clauses.stages import AskedQuestion, questions_for, stage_rules
from screening.clauses.suggest import SuggestedClause, Suggestions, suggest
from screening.clauses.types import ContractFacts, ContractType, Size, Stage, Tier
from screening.sectors import UNKNOWN
from screening.types import Case, Contract, Report, Sentence, Use, say
from screening.weights import Weights

SUGGESTED_AT: Final[Mapping[PackStage, Stage]] = {
    PackStage.PREPARING: Stage.PRELIMINARY_MARKET,
    PackStage.AWARDING: Stage.AWARD,
    PackStage.IN_CONTRACT: Stage.CONTRACT_MANAGEMENT,
}
"""The stage of the clause library whose limits apply to the suggestions of a pack."""

ASKED_AT: Final[Mapping[PackStage, tuple[Stage, ...]]] = {
    PackStage.PREPARING: (Stage.PRELIMINARY_MARKET, Stage.CONDITIONS_OF_PARTICIPATION, Stage.AWARD),
    PackStage.AWARDING: (Stage.CONDITIONS_OF_PARTICIPATION, Stage.AWARD),
    PackStage.IN_CONTRACT: (Stage.CONTRACT_MANAGEMENT,),
}
"""The stages whose questions a pack may need: who prepares a tender writes those of all that follow."""

ALWAYS_OFFERED: Final = ("K16", "K17")
"""Responsible exit and the buyer's own undertakings are offered whatever was found."""

_TYPES_OF_CPV: Final = (
    (("7961", "7962", "7963"), ContractType.LABOUR_SUPPLY),
    (("85",), ContractType.CARE),
    (("45",), ContractType.WORKS),
    (("48",), ContractType.SERVICES),
    (tuple(f"{number:02}" for number in range(3, 45)), ContractType.GOODS),
    (tuple(f"{number:02}" for number in range(50, 99)), ContractType.SERVICES),
)


_CODE_OF_KIND: Final[Mapping[ContractType, str]] = {
    ContractType.LABOUR_SUPPLY: "79620000",
    ContractType.CARE: "85312000",
    ContractType.WORKS: "45000000",
}
"""What a tender is judged as where only its kind says what is bought; goods and services may be anything."""

_ONLY_THE_KIND: Final = say(
    "Only the kind of contract says what is bought, so the most usual work of that kind was judged. "
    "Say in a few words what is bought, or give a CPV code."
)
_NOTHING_SAID: Final = say(
    "Neither words nor a CPV code say what is bought, so the tier is that of work of which nothing is known. "
    "Say in a few words what is bought, or give a CPV code."
)

_NO_SUPPLIER: Final[Mapping[str, Sentence]] = {
    "statement": say("There is no supplier yet, so nothing is known of its statement"),
    "not_looked_for": say("There is no supplier yet, so nothing is known of its statement"),
    "controls_not_answered": say(
        "There is no supplier yet, so nothing is known of what it does to prevent harm"
    ),
}
"""Reasons that tell of a supplier's answers, as they are told of a tender."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions for a pack, the report they come from, and what is kept of where they come from."""

    suggestions: Suggestions
    report: Report
    basis: dict[str, Any]


def type_of_cpv(codes: list[str] | tuple[str, ...]) -> ContractType | None:
    """The kind of contract that the first CPV code speaks for, None without one."""
    for beginnings, kind in _TYPES_OF_CPV:
        if codes and codes[0].startswith(beginnings):
            return kind
    return None


def facts_of(pack: ClausePack) -> ContractFacts:
    """The facts of a pack's contract as the clause library reads them."""
    return ContractFacts(
        ContractType(pack.contract_type),
        pack.value,
        pack.health_service_england,
        pack.above_threshold,
        pack.light_touch,
    )


def for_pack(session: Session, pack: ClausePack, today: date) -> Suggested:
    """The clauses that a pack's contract calls for, as known today."""
    stage = SUGGESTED_AT[pack.stage]
    use = Use(stage_rules()[stage].use)
    notes: tuple[Sentence, ...] = ()
    if pack.report is not None:
        report = _of_supplier(pack.report, use)
    else:
        report, notes = _of_tender(pack, use, weights_of(session, pack.council_id), today)
    suggestions = suggest(report, facts_of(pack), Size(pack.size), stage)
    suggestions = replace(suggestions, notes=(*notes, *suggestions.notes))
    return Suggested(suggestions, report, _basis(pack, report, suggestions))


def reasons_of(pack: ClausePack, one: SuggestedClause) -> list[Sentence]:
    """Why a clause is suggested for a pack, each reason once."""
    told = [reason.sentence for reason in one.because]
    if pack.report is None:
        told = [_NO_SUPPLIER.get(reason.name, reason.sentence) for reason in one.because]
    return list({str(sentence): sentence for sentence in told}.values())


def asked(pack: ClausePack) -> dict[Stage, tuple[AskedQuestion, ...]]:
    """The questions of a pack's stages, with those that may not be asked and why not."""
    return {stage: questions_for(stage, facts_of(pack), Tier(pack.tier)) for stage in ASKED_AT[pack.stage]}


def _of_supplier(stored: StoredReport, use: Use) -> Report:
    """The report of a supplier for a use, judged anew from the stored case with the weights of then."""
    case = codec.load_case(stored.text.case_json)
    return screen(case, use, Weights(codec.load_report(stored.text.report_json).weights))


def _of_tender(
    pack: ClausePack, use: Use, weights: Weights, today: date
) -> tuple[Report, tuple[Sentence, ...]]:
    """What is bought, judged, and what a reader must know of that.

    Where neither words nor codes tell, the kind of contract does, as far as it can: who buys care or the
    supply of labour has not bought the unknown.
    """
    case = _tender(pack, today)
    report = screen(case, use, weights)
    if report.sector != UNKNOWN:
        return report, ()
    code = _CODE_OF_KIND.get(ContractType(pack.contract_type))
    if code is None:
        return report, (_NOTHING_SAID,)
    as_usual = replace(case, contracts=(replace(case.contracts[0], cpv=(code,)),))
    return screen(as_usual, use, weights), (_ONLY_THE_KIND,)


def _tender(pack: ClausePack, today: date) -> Case:
    """What is bought, as a case without a supplier: no name, no place, no answers."""
    contract = Contract(
        title=pack.title,
        description=pack.bought,
        cpv=tuple(pack.cpv),
        value=pack.value,
        health_service_england=pack.health_service_england,
    )
    return Case(identity="tender", name="", as_at=today, contracts=(contract,))


def _basis(pack: ClausePack, report: Report, suggestions: Suggestions) -> dict[str, Any]:
    """What the suggestions were made from, and the families that were considered and left aside."""
    welsh = {one.id: one.welsh_title for one in library.families()}
    return {
        "from": "supplier" if pack.report is not None else "tender",
        "model_version": MODEL_VERSION,
        "use": report.use.value,
        "as_at": report.as_at.isoformat(),
        "case_sha256": report.case_sha256,
        "sector": report.sector_label,
        "sector_basis": sentences_to_json([report.sector_basis]),
        "left_out": list(suggestions.left_out),
        "notes": sentences_to_json(suggestions.notes),
        "considered": [
            {
                "family": one.family,
                "title": one.title,
                "welsh_title": welsh[one.family],
                "why": sentences_to_json([one.why]),
            }
            for one in suggestions.considered
        ],
    }


@cache
def library_version() -> str:
    """The sha256 of all clause texts, definitions and fill-ins in their canonical form."""
    texts = [
        [one.id, one.version, one.title, [asdict(part) for part in one.provisions], _welsh(one.id)]
        for one in library.clauses().values()
    ]
    terms = [asdict(one) for one in (*library.definitions().values(), *library.readings().values())]
    return hashlib.sha256(json.dumps([texts, terms], sort_keys=True).encode()).hexdigest()


def _welsh(clause_id: str) -> Any:
    welsh = library.clauses()[clause_id].welsh
    return asdict(welsh) if welsh else None
