"""From a case to its report: the factors, the score, the advice."""

from __future__ import annotations

from dataclasses import replace

from screening import advice, contracts, nhs, ranking, scoring, uses
from screening.clauses import brief
from screening.codec import case_sha256
from screening.factors import countries
from screening.sectors import UNKNOWN, works
from screening.types import Case, Report, Sentence, Use
from screening.weights import SHIPPED, Weights


def build(
    case: Case, model_version: str, use: Use = Use.CONTRACT_MANAGEMENT, weights: Weights = SHIPPED
) -> Report:
    """Judge one case for one use. The same case, use, model version, weights and reference tables give
    the same report.

    What the law keeps out of the use is taken out of the case first (`screening.uses`), so nothing of the
    report can depend on it; `case_sha256` is that of the case as it was seen.
    """
    case = uses.seen(case, use)
    kinds = works(case, weights)
    split = [uses.split(effects, use) for effects in contracts.effects_of(kinds)]
    score = scoring.score([speak for speak, _ in split], weights)
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
        band=ranking.band(score.residual, score.low, score.high, leading.sector.id != UNKNOWN, weights),
        contributions=score.contributions,
        unknowns=score.unknowns,
        findings=score.findings,
        next_action=Sentence(""),
        clauses=(),
        permitted_use=uses.permitted(use),
        use=use,
        left_out=uses.left_out((effect for _, silent in split for effect in silent), use),
        notes=nhs.notes(((contracts.label(one), one) for one in case.contracts), case.as_at),
        contracts=contracts.judge(case, kinds, score, use),
        weights=weights.changes,
        weights_sha256=weights.sha256,
    )
    return replace(report, next_action=advice.next_action(case, report), clauses=brief.suggest(report))
