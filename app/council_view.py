"""What a council's report says of a supplier, in words: the same for officers and for the supplier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from flask import get_template_attribute
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.documents import explanation, words
from app.labels import (
    band_label,
    channel_label,
    company_number_words,
    factor_label,
    known_facts,
    number,
    source_words,
    use_label,
    weight_label,
)
from app.sentences import sentence
from app.services.judgement import contract_facts
from app.store import bands, screenings
from models import BandDecision, Contract, Correction, CorrectionAbout, StatedFacts, StoredReport, Supplier
from questionnaires import Questionnaire
from screening import codec, reference
from screening.types import Report, StatementFinding
from screening.uses import use_rows


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the explanation, in the words of the page."""

    label: str
    channel_label: str
    low: int
    points: int
    high: int
    known: bool
    reason: str
    source: str
    source_date: str


def merged_lines(report: Report) -> tuple[Shown, ...]:
    """The lines of a report by reason: what adds points first, then what takes them away.

    Where several lines are of one factor, each label names what it is of: the sector, or the channels that it
    works through.
    """
    lines = explanation.lines_of(report)
    several = Counter(line.factor for line in lines)
    return tuple(_merged(line, several[line.factor] > 1) for line in lines)


def _merged(line: explanation.Line, is_one_of_several: bool) -> Shown:
    label = factor_label(line.factor)
    if is_one_of_several:
        label = _("%(factor)s: %(what)s", factor=label, what=_what(line))
    return Shown(
        label=label,
        channel_label="",
        low=line.least,
        points=line.points,
        high=line.most,
        known=line.known,
        reason=sentence(line.reason),
        source=source_title(line.source),
        source_date=line.source_date,
    )


def _what(line: explanation.Line) -> str:
    sector = line.reason.values.get("sector") if line.factor == "sector" else None
    return _(str(sector)) if sector else ", ".join(channel_label(channel) for channel in line.through)


def source_title(source: str) -> str:
    """The publisher and title of a source, from its id in the register."""
    known = reference.sources().get(source)
    return ", ".join(reversed(source_words(known))) if known else source


@dataclass(frozen=True, slots=True)
class ContractSeen:
    """A contract as the council holds it: the register's row, what is known of its work, who stated it."""

    key: str
    name: str
    contract: Contract
    known: tuple[tuple[str, str], ...]
    stated: StatedFacts | None


@dataclass(frozen=True, slots=True)
class UnknownSeen:
    """A missing fact in words, by how many tenths knowing it narrows the range, and the question for it."""

    ask: str
    gain: int
    question: str


@dataclass(frozen=True, slots=True)
class WeightSeen:
    """A weight that the council moved: what it is, the shipped value and its own, when and why."""

    label: str
    shipped: str
    value: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report that the supplier may dispute.

    `about` are the kinds of mistake that it can be, the usual one first; `text` is the line as it is shown.
    """

    key: str
    about: tuple[CorrectionAbout, ...]
    text: str


@dataclass(frozen=True, slots=True)
class CouncilView:
    """Everything that a council's report says of one supplier, for people; without a report, what is held.

    `lines` are the rows of the explanation and `line_keys` their keys, in the same order. `disputable` has
    every line by its key. Nothing here tells of other suppliers, of places in a queue, of officers' notes or
    of any person.
    """

    supplier: Supplier
    stored: StoredReport | None
    report: Report | None
    lines: tuple[Shown, ...]
    line_keys: tuple[str, ...]
    contracts: tuple[ContractSeen, ...]
    unknowns: tuple[UnknownSeen, ...]
    uses: tuple[str, ...]
    limit: str
    weights: tuple[WeightSeen, ...]
    decision: BandDecision | None
    disputable: dict[str, Line]


def council_view(
    session: Session, council_id: int, supplier: Supplier, questionnaire: Questionnaire | None = None
) -> CouncilView:
    """What this council's current report says of its supplier, in the reader's language.

    `questionnaire` is the one that the supplier answered: its questions are named for what is not known.
    """
    stored = screenings.current_report(session, council_id, supplier.id)
    report = codec.load_report(stored.text.report_json) if stored else None
    shown = merged_lines(report) if report else ()
    keyed = [(factor_key(line), line.factor, one) for line, one in zip(_lines(report), shown, strict=True)]
    contracts = tuple(_contract(row) for row in supplier.contracts)
    return CouncilView(
        supplier=supplier,
        stored=stored,
        report=report,
        lines=tuple(shown for _key, _factor, shown in keyed),
        line_keys=tuple(key for key, _factor, _shown in keyed),
        contracts=contracts,
        unknowns=tuple(_unknowns(report, questionnaire)),
        uses=tuple(use_label(use) for use in report.permitted_use) if report else (),
        limit=sentence(use_rows()[report.use].limit) if report else "",
        weights=tuple(_weights(report)),
        decision=bands.standing(session, council_id, [supplier.id]).get(supplier.id),
        disputable={line.key: line for line in _disputable(supplier, report, keyed, contracts)},
    )


def _lines(report: Report | None) -> Sequence[explanation.Line]:
    return explanation.lines_of(report) if report else ()


def factor_key(line: explanation.Line) -> str:
    """What a row of the explanation is known by from one report to the next, while its reason is the same."""
    told = f"{line.reason}|{line.known}"
    return f"factor.{line.factor}.{sha256(told.encode()).hexdigest()[:12]}"


def contract_line_key(contract: Contract) -> str:
    """What the line of a contract is known by, from one register to the next."""
    return f"contract.{contract_facts.contract_key(contract)[:12]}"


def _contract(row: Contract) -> ContractSeen:
    return ContractSeen(
        key=contract_line_key(row),
        name=row.title or row.category or row.description or row.reference or _("Not stated"),
        contract=row,
        known=known_facts(contract_facts.standing(row)),
        stated=contract_facts.stated(row),
    )


def _unknowns(report: Report | None, questionnaire: Questionnaire | None) -> Iterator[UnknownSeen]:
    asked = {one.signal: one for one in questionnaire.questions if one.signal} if questionnaire else {}
    for unknown in report.unknowns if report else ():
        question = asked.get(unknown.signal)
        text = question.text.in_language(str(get_locale())) if question else ""
        yield UnknownSeen(sentence(unknown.ask), unknown.gain, text)


def _weights(report: Report | None) -> Iterator[WeightSeen]:
    for change in report.weights if report else ():
        label, shipped, own = weight_label(change.name), number(change.shipped), number(change.value)
        yield WeightSeen(label, shipped, own, change.on, change.reason)


_ABOUT_FACTOR: Final = {
    **dict.fromkeys(("sector",), CorrectionAbout.SECTOR),
    **dict.fromkeys(("delivery", "sourcing"), CorrectionAbout.COUNTRY),
    **dict.fromkeys(
        ("agency", "migrant", "skill", "low_paid", "accommodation", "tiers", "scale", "duration"),
        CorrectionAbout.CONTRACT,
    ),
    "listed_goods": CorrectionAbout.CONTRACT,
    "statement": CorrectionAbout.STATEMENT_MATCH,
}


def about_factor(factor: str) -> tuple[CorrectionAbout, ...]:
    """What can be wrong with the line of a factor, the usual first; a control is read from an answer."""
    usual = _ABOUT_FACTOR.get(factor, CorrectionAbout.ANSWER_READING)
    if factor.startswith("covers."):
        usual = CorrectionAbout.STATEMENT_MATCH
    others = (CorrectionAbout.ANSWER_READING, CorrectionAbout.WEIGHT_OF_FACTOR, CorrectionAbout.OTHER)
    return (usual, *(one for one in others if one is not usual))


def _disputable(
    supplier: Supplier,
    report: Report | None,
    keyed: Iterable[tuple[str, str, Shown]],
    contracts: Iterable[ContractSeen],
) -> Iterator[Line]:
    company = (CorrectionAbout.COMPANY,)
    yield Line("name", company, _("Name: %(name)s", name=supplier.name))
    held = company_number_words(supplier)
    yield Line("number", company, _("Company number: %(number)s", number=held))
    if supplier.charity_number:
        text = _("Charity number: %(number)s", number=supplier.charity_number)
        yield Line("charity", company, text)
    if supplier.postcode:
        yield Line("postcode", company, _("Postcode: %(postcode)s", postcode=supplier.postcode))
    spent = _("Not known") if supplier.spend is None else words.pounds(supplier.spend).removesuffix(".00")
    text = _("Spend or contract value: %(amount)s", amount=spent)
    yield Line("spend", (CorrectionAbout.CONTRACT, CorrectionAbout.OTHER), text)
    if report is not None:
        yield Line("band", (CorrectionAbout.BAND, CorrectionAbout.OTHER), _band_text(report))
        sector = _("Sector: %(sector)s.", sector=_(report.sector_label))
        about = (CorrectionAbout.SECTOR,)
        yield Line("sector", about, f"{sector} {sentence(report.sector_basis)}".strip())
        about = (CorrectionAbout.STATEMENT_MATCH,)
        yield Line("statement", about, statement_text(report.statement))
        if report.unknowns:
            yield Line("unknowns", (CorrectionAbout.ANSWER_READING,), _("What is not known"))
        if report.weights:
            about = (CorrectionAbout.WEIGHT_OF_FACTOR,)
            yield Line("weights", about, _("The weights that the council changed"))
        text = _("What the report suggests to the officer")
        yield Line("suggested", (CorrectionAbout.OTHER, CorrectionAbout.ANSWER_READING), text)
    for key, factor, shown in keyed:
        yield Line(key, about_factor(factor), _factor_text(shown))
    for one in contracts:
        work = (CorrectionAbout.CONTRACT, CorrectionAbout.COUNTRY)
        yield Line(one.key, work, _("Contract: %(name)s", name=_called(one)))
    yield Line("other", (CorrectionAbout.OTHER,), _("Something else that the council holds"))


#: Lines whose text names a part of the report and not what it says, so that it tells nothing of a change.
_HEADINGS: Final = frozenset({"unknowns", "weights", "suggested", "other"})


def still_says(view: CouncilView, correction: Correction) -> bool | None:
    """Whether a disputed line stands as it was disputed, in a view in the reader's language.

    None where the line itself cannot tell: of a contract, whose line names it only, and of a part.
    """
    if correction.key in _HEADINGS or correction.key.startswith("contract."):
        return None
    line = view.disputable.get(correction.key)
    return line is not None and line.text == correction.line_in(str(get_locale()))


def _called(one: ContractSeen) -> str:
    known_by = one.contract.reference
    return f"{one.name} ({known_by})" if known_by and known_by != one.name else one.name


def _band_text(report: Report) -> str:
    return _(
        "Band: %(band)s, %(points)s points (from %(low)s to %(high)s)",
        band=band_label(report.band),
        points=words.points(report.residual),
        low=words.points(report.low),
        high=words.points(report.high),
    )


def _factor_text(shown: Shown) -> str:
    return _(
        "%(label)s: %(reason)s (%(points)s points)",
        label=shown.label,
        reason=shown.reason,
        points=words.signed_points(shown.points),
    )


def statement_text(finding: StatementFinding) -> str:
    """What looking for a statement found, with the name that was found, as the pages word it."""
    said = get_template_attribute("macros/status.html", "statement_words")(finding)
    text = " ".join(Markup(said).unescape().split())
    return f"{text}: {finding.organisation}" if finding.organisation else text
