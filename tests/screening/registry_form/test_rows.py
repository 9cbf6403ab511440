"""An entry as rows of the registry's download."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.registry_form import Entry, InRegistry, columns, fields, guarded, rows, unguarded
from support.registry_entries import WHOLE, entries

MORE = InRegistry(date(2026, 11, 20), "https://registry.example/statement-summary/ANY01/2026")


def test_a_row_in_full() -> None:
    first, *members = rows(WHOLE, MORE)
    assert {name: cell for name, cell in first.items() if cell} == {
        "StatementYear": "2026",
        "OrganisationName": "Anytown Council",
        "Address": "Town Hall\n1 High Street, Anytown\nAY1 1AA",
        "SectorType": "Public",
        "LastUpdated": "20/11/2026",
        "GroupSubmission": "Yes",
        "StatementURL": "https://www.anytown.example/modern-slavery",
        "StatementSummaryURL": MORE.summary_url,
        "StatementStartDate": "01/04/2025",
        "StatementEndDate": "31/03/2026",
        "ApprovingPerson": "Sam Sample (Leader of the Council)",
        "DateApproved": "09/06/2026",
        "StatementIncludesOrgStructure": "Yes",
        "StatementIncludesPolicies": "Yes",
        "StatementIncludesRisksAssessment": "Yes",
        "StatementIncludesDueDiligence": "Yes",
        "StatementIncludesTraining": "Yes",
        "StatementIncludesGoals": "No",
        "NoGoalsReason": "Indicators are chosen next year.",
        "OrganisationSectors": "Public sector\nOther",
        "OtherOrganisationSector": "Crematoria",
        "Turnover": "Over £500 million",
        "YearsProducingStatements": "1 to 5 years",
        "Policies": "Freedom of association\nOther",
        "OtherPolicies": "A living wage",
        "NoPolicies": "No",
        "Training": "Procurement staff",
        "NoTraining": "No",
        "WorkingConditionsEngagement": "Your suppliers\nTrade unions or worker representative groups",
        "NoEngagement": "No",
        "NoSocialAudits": "Yes",
        "GrievanceMechanisms": fields()["grievance"].options["WhistleblowingServices"],
        "NoGrievanceMechanisms": "No",
        "OtherMonitoring": "- Visits with the union\n- Payslips",
        "NoRisks": "No",
        "Risk1": "Cleaners who are sub-contracted",
        "Risk1Area": "Within your supply chains",
        "Risk1SupplyChainTier": "Tier 1 suppliers\nTier 2 suppliers",
        "Risk1GroupAffected": "Women\nOther vulnerable groups",
        "Risk1OtherGroupAffected": "People who work at night",
        "Risk1Location": "United Kingdom\nVietnam",
        "Risk1Mitigation": "We read payslips.\n2022, 2023: twice a year.",
        "Risk2": "Cotton",
        "Risk2Area": "Fields and gins that nobody can name",
        "ILOIndicatorsInStatement": "Debt bondage",
        "NoILOIndicatorsInStatement": "No",
        "ILOIndicatorsActions": "Financial remediation, including repayment of recruitment fees\nOther",
        "ILOIndicatorsNoActions": "No",
        "DemonstrateProgress": "More suppliers answered.",
    }
    assert list(first) == list(columns())
    assert [(one["OrganisationName"], one["ParentName"]) for one in members] == [
        ("Anytown Homes Ltd", "Anytown Council"),
        ("Anytown Leisure CIC", "Anytown Council"),
    ]
    assert all(one["Address"] == one["SectorType"] == "" and one["Policies"] for one in members)


def test_what_is_not_answered_is_empty_and_says_no_none() -> None:
    (row,) = rows(Entry({"organisation_name": ("Anytown Council",)}), InRegistry(date(2026, 1, 2)))
    assert {name: cell for name, cell in row.items() if cell} == {
        "OrganisationName": "Anytown Council",
        "LastUpdated": "02/01/2026",
        "GroupSubmission": "No",
        "NoRisks": "No",
    }


def test_a_tier_that_nobody_knows_is_said_in_words() -> None:
    (row, *_) = rows(WHOLE.with_({"risk1_tiers": ("None",)}), MORE)
    assert row["Risk1SupplyChainTier"] == "Don't know"


def test_the_council_is_not_a_member_of_itself() -> None:
    assert len(rows(WHOLE.with_({"members": ("Anytown Council", "Anytown Homes Ltd")}), MORE)) == 2


@settings(max_examples=40)
@given(entries())
def test_every_answer_but_one_is_in_the_row(entry: Entry) -> None:
    first = rows(entry, MORE)[0]
    for name, one in fields().items():
        if not one.column or one.options or one.id in ("period_start", "period_end", "approved_on"):
            continue
        for text in entry.given(name):
            assert text in first[one.column], name
    for name, one in fields().items():
        if one.none_column:
            chosen = entry.given(name)
            assert first[one.none_column] == ("" if not chosen else "Yes" if one.none in chosen else "No")
            assert len(first[one.column].splitlines()) == len([key for key in chosen if key != one.none])


@given(st.text(max_size=20))
def test_the_guard_against_formulas_can_be_taken_off(cell: str) -> None:
    if not cell.startswith("\t"):
        assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@"))
