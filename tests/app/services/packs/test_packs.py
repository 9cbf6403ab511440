"""Packs of clauses: begun from findings, edited beside the originals, issued and frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.judgement.cases import sentences_from_json
from app.services.packs import pack_clauses, pack_content, pack_suggestions, packs
from app.services.packs.packs import Details
from app.store import audit, screenings
from app.store import packs as store
from models import AddedBy, AuditEvent, ClausePack, Council, PackStage, PackState
from screening.clauses import library
from screening.clauses.findings import GEOGRAPHY
from screening.clauses.numbering import FillInError
from screening.clauses.suggest import suggest
from screening.clauses.types import ContractType, Size, Stage
from support.packs import CLEANING, tender
from support.world import World


def of_cleaner(world: World, details: Details) -> ClausePack:
    world.screen_all()
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert stored is not None
    return packs.start(
        world.session,
        world.officer,
        world.council.id,
        details,
        clock.now(),
        clock.today(),
        world.cleaner,
        stored,
    )


def actions(session: Session) -> list[str]:
    return [one.action for one in session.scalars(select(AuditEvent).order_by(AuditEvent.sequence))]


def test_a_tender_begins_with_what_is_bought_and_every_clause_names_its_finding(world: World) -> None:
    pack = tender(world)
    assert pack.supplier is None and pack.report is None and pack.tier == "higher"
    assert len(pack.standing) >= 12
    assert all(row.reasons and row.added_by == AddedBy.SUGGESTION for row in pack.standing)
    told = [str(one) for row in pack.standing for one in sentences_from_json(row.reasons)]
    assert not any("registry copy" in one or "answers" in one for one in told), "there is no supplier"
    assert pack.basis["from"] == "tender" and pack.basis["use"] == "pre_market"
    assert {row.family for row in pack.standing} >= {"K16", "K17"}
    assert len(pack.kpis) == 3, "more than £5 million: section 52 asks for three"
    assert actions(world.session)[-1] == "pack.made"
    assert audit.first_broken(world.session) is None


@pytest.mark.parametrize("kind", [ContractType.CARE, ContractType.LABOUR_SUPPLY, ContractType.WORKS])
def test_the_kind_of_contract_tells_what_is_bought_where_nothing_else_does(
    world: World, kind: ContractType
) -> None:
    """A framework for care is care, whatever its name leaves out; the officer is told what would say more."""
    vague = tender(world, title="Framework 2027", bought="", cpv=(), contract_type=kind.value)
    assert vague.tier == "higher"
    notes = [str(one) for one in sentences_from_json(vague.basis["notes"])]
    assert any(one.startswith("Only the kind of contract says") for one in notes)
    told = tender(world, contract_type=kind.value)
    assert not any("what is bought" in str(one) for one in sentences_from_json(told.basis["notes"]))


def test_goods_of_which_nothing_is_said_stay_unknown_and_the_officer_is_told(world: World) -> None:
    pack = tender(world, title="Framework 2027", bought="", cpv=(), contract_type=ContractType.GOODS.value)
    notes = [str(one) for one in sentences_from_json(pack.basis["notes"])]
    assert pack.basis["sector"] == "Not known" and pack.tier == "medium"
    assert any(one.startswith("Neither words nor a CPV code say") for one in notes)


def test_no_place_speaks_for_a_tender_and_nothing_of_places_while_tenders_are_read(world: World) -> None:
    cleaner = world.cleaner
    cleaner.contracts[0].delivery_countries = ["GB"]
    cleaner.contracts[0].sourcing_countries = ["CN"]
    world.session.commit()
    award = replace(CLEANING, stage=PackStage.AWARDING)
    pack = of_cleaner(world, award)
    found = pack_suggestions.for_pack(world.session, pack, clock.today())
    assert found.report.use.value == "evaluation"
    assert not any(one.geography for one in found.suggestions.suggested)
    assert GEOGRAPHY & set(pack.basis["left_out"]) >= {"delivery", "sourcing"}
    asked = pack_suggestions.asked(pack)[Stage.AWARD]
    country = next(one for one in asked if one.question.id == "country_of_goods")
    assert country.allowed == "" and "17(5)(e)" in country.not_allowed
    assert "country_of_goods" not in pack.questions
    with pytest.raises(ValueError, match="country_of_goods"):
        packs.choose(world.session, world.officer, pack, [], ["country_of_goods"], clock.now())


def test_a_suppliers_pack_is_as_its_report_suggests(world: World) -> None:
    details = Details("Cleaning", PackStage.IN_CONTRACT, "services", "larger", cpv=("90919200",))
    pack = of_cleaner(world, details)
    found = pack_suggestions.for_pack(world.session, pack, clock.today())
    again = suggest(found.report, pack_suggestions.facts_of(pack), Size.LARGER, Stage.CONTRACT_MANAGEMENT)
    assert [row.clause for row in pack.standing] == [one.clause.id for one in again.suggested]
    assert pack.basis["from"] == "supplier"


def test_supplier_and_report_go_together(world: World) -> None:
    with pytest.raises(ValueError, match="report"):
        packs.start(
            world.session,
            world.officer,
            world.council.id,
            CLEANING,
            clock.now(),
            clock.today(),
            supplier=world.cleaner,
        )


def test_an_edit_is_kept_beside_the_original_and_linted(world: World) -> None:
    pack = tender(world)
    row = next(one for one in pack.standing if one.family == "K12")
    before = dict(row.original["en"])
    lines = "The Supplier shall use best endeavours to prevent slavery.\n(a) within {plan_days} days"
    known = pack_clauses.fill_ins_of(row)
    name = next(iter(known))
    text = pack_clauses.from_lines("Plan", lines.replace("plan_days", name), known)
    pack_clauses.edit(
        world.session, world.officer, row, {"en": text}, dict(row.fill_ins), row.revision, clock.now()
    )
    assert row.original["en"] == before and row.edited["en"] == text
    assert row.edited_by == world.officer and row.edited_at == clock.now()
    assert pack_clauses.current(row) == text
    assert pack_clauses.lint_of(row), "vague promises are told"
    assert pack_clauses.current(row, "cy") is None, "the Welsh of the library says something else now"
    pack_clauses.edit(world.session, world.officer, row, {}, dict(row.fill_ins), row.revision, clock.now())
    assert row.edited == {} and pack_clauses.current(row) == before
    assert actions(world.session).count("pack.clause_edited") == 2


def test_the_library_s_welsh_counts_beside_a_changed_english_only_if_an_officer_says_so(world: World) -> None:
    pack = tender(world)
    row = next(one for one in pack.standing if "cy" in one.original)
    text = {**row.original["en"], "title": "Another title"}
    texts = {"en": text, "cy": row.original["cy"]}
    for agrees, there in ((False, False), (True, True)):
        pack_clauses.edit(
            world.session,
            world.officer,
            row,
            texts,
            dict(row.fill_ins),
            row.revision,
            clock.now(),
            welsh_agrees=agrees,
        )
        assert (pack_clauses.current(row, "cy") is not None) is there


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("", "empty"),
        ("(a) an item without a line", "item_first"),
        ("Within {no_such_number} days.", "fill_in"),
        ("A line.\n" + "\n".join("- item" for _ in range(27)), "items"),
        ("x" * 20_001, "long"),
    ],
)
def test_texts_that_cannot_be_kept(lines: str, kind: str) -> None:
    with pytest.raises(pack_clauses.BadText) as caught:
        pack_clauses.from_lines("Title", lines, {})
    assert caught.value.kind == kind


def test_texts_of_the_library_survive_the_editor() -> None:
    for clause in library.clauses().values():
        text = pack_clauses.text_of(clause.title, clause.provisions)
        again = pack_clauses.from_lines(text["title"], pack_clauses.as_lines(text), clause.fill_ins)
        assert again == text, clause.id


def test_fill_ins_keep_to_their_ranges(world: World) -> None:
    row = next(one for one in tender(world).standing if one.fill_ins)
    name, one = next(iter(pack_clauses.fill_ins_of(row).items()))
    values = {**row.fill_ins, name: one.highest + 1}
    with pytest.raises(FillInError):
        pack_clauses.edit(world.session, world.officer, row, {}, values, row.revision, clock.now())
    values[name] = one.highest
    pack_clauses.edit(world.session, world.officer, row, {}, values, row.revision, clock.now())
    assert row.fill_ins[name] == one.highest


def test_a_draft_outlives_the_library_s_version_of_a_clause(world: World) -> None:
    row = next(one for one in tender(world).standing if one.fill_ins)
    row.clause, row.fill_ins = "K99.gone", {"old_days": 5}
    row.original = {"en": {"title": "Old", "provisions": [{"text": "Within {old_days} days.", "items": []}]}}
    world.session.commit()
    text = pack_clauses.from_lines("Old", "Within {old_days} days or sooner.", pack_clauses.fill_ins_of(row))
    pack_clauses.edit(
        world.session, world.officer, row, {"en": text}, {"old_days": 7}, row.revision, clock.now()
    )
    assert row.fill_ins == {"old_days": 7}
    content = pack_content.build(world.session, row.pack)
    assert any(one["id"] == "K99.gone" and one["fill_ins"] == {"old_days": 7} for one in content["clauses"])


def test_dropping_needs_a_reason_and_can_be_taken_back(world: World) -> None:
    pack = tender(world)
    row, count = pack.standing[2], len(pack.standing)
    with pytest.raises(ValueError, match="reason"):
        pack_clauses.drop(world.session, world.officer, row, "  ", clock.now())
    pack_clauses.drop(world.session, world.officer, row, "In our standard terms", clock.now())
    assert len(pack.standing) == count - 1 and row in pack.clauses
    pack_clauses.restore(world.session, world.officer, row, clock.now())
    world.session.expire_all()
    assert pack.standing[-1] is row and row.dropped_why == ""


def test_clauses_are_added_once_and_put_in_order(world: World) -> None:
    pack = tender(world)
    missing = next(one for one in library.families() if one.id not in {row.family for row in pack.clauses})
    clause = missing.clauses[0]
    row = pack_clauses.add(world.session, world.officer, pack, clause, "Goods too", clock.now())
    assert pack_clauses.add(world.session, world.officer, pack, clause, "Again", clock.now()) is row
    assert row.why == "Goods too" and row.added_by == AddedBy.OFFICER and pack.standing[-1] is row
    before = [one.id for one in pack.standing]
    pack_clauses.move(world.session, world.officer, row, True, clock.now())
    assert [one.id for one in pack.standing] == [*before[:-2], before[-1], before[-2]]
    pack_clauses.move(world.session, world.officer, pack.standing[0], True, clock.now())
    assert pack.standing[0].id == before[0]


def test_other_details_suggest_again_and_leave_what_officers_did(world: World) -> None:
    pack = tender(world)
    edited, dropped = pack.standing[0], pack.standing[1]
    text = {**edited.original["en"], "title": "Ours"}
    pack_clauses.edit(
        world.session,
        world.officer,
        edited,
        {"en": text},
        dict(edited.fill_ins),
        edited.revision,
        clock.now(),
    )
    pack_clauses.drop(world.session, world.officer, dropped, "Not here", clock.now())
    larger = replace(CLEANING, size=Size.LARGER.value)
    packs.describe(world.session, world.officer, pack, larger, pack.revision, clock.now(), clock.today())
    world.session.expire_all()
    families = [row.family for row in pack.standing]
    assert len(families) == len(set(families)) and edited in pack.standing and dropped in pack.clauses
    assert any(not row.clause.endswith(".small") for row in pack.standing)
    with pytest.raises(packs.Changed):
        packs.describe(world.session, world.officer, pack, CLEANING, 0, clock.now(), clock.today())


def test_an_issued_pack_is_frozen_and_can_be_copied(world: World) -> None:
    pack = tender(world)
    row = pack.standing[0]
    packs.issue(world.session, world.officer, pack, pack.revision, clock.now())
    assert pack.state == PackState.ISSUED and pack.sha256 == pack_content.digest(pack.content)
    now, officer, session = clock.now(), world.officer, world.session
    changes: list[Callable[[], object]] = [
        lambda: pack_clauses.drop(session, officer, row, "why", now),
        lambda: pack_clauses.restore(session, officer, row, now),
        lambda: pack_clauses.move(session, officer, row, False, now),
        lambda: pack_clauses.edit(session, officer, row, {}, {}, row.revision, now),
        lambda: pack_clauses.add(session, officer, pack, library.clauses()["K1.standard"], "why", now),
        lambda: packs.choose(session, officer, pack, [], [], now),
        lambda: packs.describe(session, officer, pack, CLEANING, pack.revision, now, clock.today()),
        lambda: packs.issue(session, officer, pack, pack.revision, now),
        lambda: packs.discard(session, officer, pack, now),
    ]
    for change in changes:
        with pytest.raises(packs.Frozen):
            change()
    copied = packs.copy(session, officer, pack, "The next one", now)
    assert (
        copied.state == PackState.DRAFT
        and copied.copied_from_id == pack.id
        and copied.title == "The next one"
    )
    assert [one.clause for one in copied.standing] == [one.clause for one in pack.standing]
    pack_clauses.drop(session, officer, copied.standing[0], "Not in this one", now)
    assert len(pack.standing) == len(copied.standing) + 1
    assert pack_content.of_pack(session, pack)["clauses"][0]["id"] == row.clause


def test_an_issued_pack_that_was_tampered_with_is_noticed(world: World) -> None:
    pack = tender(world)
    packs.issue(world.session, world.officer, pack, pack.revision, clock.now())
    pack.content = {**pack.content, "title": "Something else"}
    with pytest.raises(pack_content.Damaged):
        pack_content.of_pack(world.session, pack)


def test_packs_of_another_council_are_not_found(world: World) -> None:
    pack = tender(world)
    other = Council(slug="othertown", name="Othertown Council")
    world.session.add(other)
    world.session.commit()
    assert store.pack(world.session, other.id, pack.id) is None
    assert store.clause(world.session, other.id, pack.id, pack.clauses[0].id) is None
    assert list(store.of_council(world.session, other.id, 0, 10)) == []
    assert list(store.of_council(world.session, world.council.id, 0, 10)) == [pack]


def test_a_draft_is_thrown_away_with_an_event(world: World) -> None:
    pack = tender(world)
    packs.discard(world.session, world.officer, pack, clock.now())
    assert list(store.of_council(world.session, world.council.id, 0, 10)) == []
    assert actions(world.session)[-1] == "pack.discarded"


def test_the_copies_of_a_draft_outlive_it(world: World) -> None:
    pack = tender(world)
    made = packs.copy(world.session, world.officer, pack, "Once more", clock.now())
    packs.discard(world.session, world.officer, pack, clock.now())
    world.session.expire_all()
    assert list(store.of_council(world.session, world.council.id, 0, 10)) == [made]
    assert made.copied_from_id is None and made.clauses


@pytest.mark.parametrize(
    ("code", "kind"),
    [("90919200", "services"), ("45214000", "works"), ("79620000", "labour_supply"), ("85311100", "care")],
)
def test_a_cpv_code_speaks_for_a_kind_of_contract(code: str, kind: str) -> None:
    assert pack_suggestions.type_of_cpv([code]) == ContractType(kind)
    assert pack_suggestions.type_of_cpv(["33140000"]) == ContractType.GOODS
    assert pack_suggestions.type_of_cpv([]) is None
