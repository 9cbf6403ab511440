"""From a case to its report: the factors, the score, the advice."""

from __future__ import annotations

from dataclasses import replace

from screening import advice, clauses, ranking, scoring
from screening.codec import case_sha256
from screening.factors import FACTORS, countries
from screening.sectors import UNKNOWN, works
from screening.types import Case, Report, Sentence

PERMITTED_USE = ("contract_management", "pre_market", "annual_statement")
"""What a report may lawfully be used for. Never the evaluation of tenders, shortlists or awards: the place
of supply and the origin of goods are in it, and both are non-commercial matters for a council (Local
Government Act 1988 s.17(5)(e)), as are terms of employment unless best value or the Social Value Act
2012 allow them."""


def build(case: Case, model_version: str) -> Report:
    """Judge one case. The same case, model version and reference tables give the same report."""
    kinds = works(case)
    effects = [[effect for factor in FACTORS for effect in factor(work)] for work in kinds]
    score = scoring.score(effects)
    leading = kinds[score.riskiest]
    places = {
        code for work in kinds for kind in ("delivery", "sourcing") for code in countries(work, kind)[0]
    }
    report = Report(
        identity=case.identity,
        name=case.name,
        as_at=case.as_at,
        model_version=model_version,
        case_sha256=case_sha256(case),
        sector=leading.sector.id,
        sector_label=leading.sector.label,
        sector_basis=leading.basis,
        countries=tuple(sorted(places)),
        statement=case.statement,
        inherent=score.inherent,
        controls=score.inherent - score.residual,
        residual=score.residual,
        low=score.low,
        high=score.high,
        band=ranking.band(score.residual, score.low, score.high, leading.sector.id != UNKNOWN),
        contributions=score.contributions,
        unknowns=score.unknowns,
        findings=score.findings,
        next_action=Sentence(""),
        clauses=(),
        permitted_use=PERMITTED_USE,
    )
    return replace(report, next_action=advice.next_action(case, report), clauses=clauses.suggest(report))
