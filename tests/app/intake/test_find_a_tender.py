"""Shared data of Find a Tender: the modern slavery answers are read, nothing else, whatever the file is."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import questionnaires
from app.intake import find_a_tender
from app.intake.find_a_tender import Reason, Trouble, Unreadable, meaning, read_shared_data
from questionnaires import Answer
from questionnaires import answers as answering
from support.shared_data import answer, shared_data

Q = "_ModernSlaveryQuestion"
SIX = ("structure", "policies", "due_diligence", "risk_assessment", "goals", "training")


def _read(*answers: dict[str, Any], **more: Any) -> find_a_tender.SharedData:
    return read_shared_data(json.dumps(shared_data(*answers, **more)).encode())


def _reasons(read: find_a_tender.SharedData) -> list[Reason]:
    return [one.reason for one in read.passed]


def test_everything_in_the_mapping_is_something_that_the_current_questionnaire_takes() -> None:
    current = questionnaires.current(meaning().questionnaire)
    proposed = [
        (question, value)
        for asked in meaning().questions.values()
        for gives in asked.gives.values()
        for question, value in gives.items()
    ]
    proposed += [(question, area.missing) for question, area in meaning().areas.items()]
    assert len(proposed) >= 10
    for question_id, value in proposed:
        question = current.question(question_id)
        assert answering.parse(question, {"answer": [value]}, "en", required=True) == Answer(value)
    for asked in meaning().questions.values():
        assert asked.kind in ("yes_no", "link", "upload", "text", "dropped")
        assert asked.about.en and asked.about.cy
        assert (asked.kind == "yes_no") == (asked.gives.keys() == {"yes", "no"})
        assert (asked.kind == "link") == bool(asked.link_to)
        assert not asked.link_to or current.question(asked.link_to).evidence is not None


def test_all_six_areas_of_find_a_tender_are_mapped() -> None:
    assert meaning().areas.keys() == {f"gap_{area}" for area in SIX}


def test_the_answers_are_read_with_the_link_beside_the_answer_it_documents() -> None:
    read = _read(
        answer(f"{Q}05", text="www.northgate.example/statement"),
        answer(f"{Q}02", yes=True),
        answer(f"{Q}03", yes=True),
    )
    assert read.proposals == {
        "statement_in_scope": Answer("yes"),
        "statement_published": Answer("yes", "https://www.northgate.example/statement"),
    }
    assert read.passed == ()
    assert (read.shared_on, read.company_number) == (date(2026, 5, 3), "01234567")


def test_who_is_not_bound_may_have_other_documents() -> None:
    read = _read(
        answer(f"{Q}02", yes=False),
        answer(f"{Q}04", yes=True),
        answer(f"{Q}07", text="https://northgate.example/policy"),
    )
    assert read.proposals == {
        "statement_in_scope": Answer("no"),
        "policy_published": Answer("yes", "https://northgate.example/policy"),
    }


@pytest.mark.parametrize(
    ("given_answer", "reason"),
    [
        (answer(f"{Q}03", yes=False), Reason.SAYS_NOTHING),
        (answer(f"{Q}03"), Reason.NO_ANSWER),
        (answer(f"{Q}03", yes="true"), Reason.NO_ANSWER),
        (answer(f"{Q}03", yes=1), Reason.NO_ANSWER),
        (answer(f"{Q}03", yes=[]), Reason.NO_ANSWER),
        (answer(f"{Q}06", document="https://files.example/statement.pdf"), Reason.UPLOAD),
        (answer(f"{Q}06"), Reason.NO_ANSWER),
        (answer(f"{Q}09", text="Page 3"), Reason.DROPPED),
        (answer(f"{Q}05", text="see our web site"), Reason.BAD_LINK),
        (answer(f"{Q}05", text="https://northgate.example"), Reason.LINK_ALONE),
        (answer(f"{Q}05", text={"a": "b"}), Reason.NO_ANSWER),
        (answer(f"{Q}12", text="N/A"), Reason.UNCLEAR),
        (answer(f"{Q}12", text="   "), Reason.NO_ANSWER),
    ],
)
def test_what_cannot_be_taken_over_is_listed_with_its_reason(given_answer, reason) -> None:
    read = _read(given_answer)
    assert not read.proposals
    assert _reasons(read) == [reason]


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Training and KPIs are missing and will be added before award.", {"training", "goals"}),
        ("We do not yet have KPIs. Policies are in place but training is not.", {"goals", "training"}),
        ("- Risk assessment: not yet in place\n- Training: complete", {"risk_assessment"}),
        ("Due diligence in our supply chains will be included by June", {"due_diligence"}),
        ("We don\N{RIGHT SINGLE QUOTATION MARK}t have a policy", {"policies"}),
        ("Organisation structure: to be added", {"structure"}),
        ("Polisi: ar goll", {"policies"}),
        ("We have a policy and no training", set()),
        ("Training is in place", set()),
        ("Training is missing. Training is complete.", set()),
        ("Nothing is missing", set()),
        ("Our infrastructure is missing", set()),
    ],
)
def test_an_area_is_proposed_as_planned_only_where_the_text_says_so_clearly(text, areas) -> None:
    read = _read(answer(f"{Q}12", text=text))
    assert read.proposals == {f"gap_{area}": Answer("planned") for area in areas}
    assert _reasons(read) == ([] if areas else [Reason.UNCLEAR])


def test_two_different_answers_to_one_question_propose_none() -> None:
    read = _read(answer(f"{Q}02", yes=True), answer(f"{Q}02", yes=False))
    assert not read.proposals and _reasons(read) == [Reason.TWICE]
    assert _read(answer(f"{Q}02", yes=True), answer(f"{Q}02", yes=True)).proposals


def test_answers_of_other_members_of_a_consortium_are_left_out() -> None:
    theirs = answer(f"{Q}02", yes=False)
    data = shared_data(answer(f"{Q}02", yes=True))
    sets = data["supplierInformationData"]["answerSets"]
    sets[0]["organisationId"] = data["id"]
    sets.append({"id": "2", "organisationId": "another", "answers": [theirs]})
    assert read_shared_data(json.dumps(data).encode()).proposals == {"statement_in_scope": Answer("yes")}


def test_nothing_of_persons_is_in_what_is_read() -> None:
    read = _read(answer(f"{Q}12", text="Ask Jo Bloggs, training is missing"))
    assert "Bloggs" not in repr(read) and "jo@northgate.example" not in repr(read)


@pytest.mark.parametrize(
    ("content", "trouble", "where"),
    [
        (b"", Trouble.EMPTY, ""),
        (b" \n ", Trouble.EMPTY, ""),
        (b" " + b"1" * find_a_tender.LARGEST, Trouble.TOO_LARGE, ""),
        (b"%PDF-1.7 ...", Trouble.DOCUMENT, ""),
        (b"PK\x03\x04...", Trouble.DOCUMENT, ""),
        (b"question,answer\n1,yes\n", Trouble.NOT_JSON, "1:1"),
        (b'{"supplierInformationData": ', Trouble.NOT_JSON, "1:29"),
        (b"\xff\xff\xff", Trouble.NOT_JSON, ""),
        (b"[" * 200_000, Trouble.NOT_JSON, ""),
        (b'{"a":' * 100_000, Trouble.NOT_JSON, ""),
        (b"[]", Trouble.NOT_SHARED_DATA, ""),
        (b"null", Trouble.NOT_SHARED_DATA, ""),
        (b"9" * 100_000, Trouble.NOT_SHARED_DATA, ""),
        (b'{"releases": []}', Trouble.NOT_SHARED_DATA, "supplierInformationData"),
        (b'{"supplierInformationData": 5}', Trouble.NOT_SHARED_DATA, "supplierInformationData"),
        (
            b'{"supplierInformationData": {"answerSets": {}}}',
            Trouble.NOT_SHARED_DATA,
            "supplierInformationData.answerSets",
        ),
        (
            b'{"supplierInformationData": {"answerSets": [null, 7, {"answers": [1, {"questionName": []}]}]}}',
            Trouble.NO_ANSWERS,
            "supplierInformationData.answerSets",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong_and_where(content, trouble, where) -> None:
    with pytest.raises(Unreadable) as refused:
        read_shared_data(content)
    assert (refused.value.trouble, refused.value.where) == (trouble, where)


def test_answers_that_were_not_finished_are_refused() -> None:
    data = shared_data(answer(f"{Q}02", yes=True))
    data["supplierInformationData"]["form"]["submissionState"] = "Draft"
    with pytest.raises(Unreadable) as refused:
        read_shared_data(json.dumps(data).encode())
    assert refused.value.trouble is Trouble.NOT_SUBMITTED


@pytest.mark.parametrize("stamp", [None, 7, "", "yesterday", "2026-13-45T00:00:00", "9" * 50, "\x00"])
def test_a_day_that_cannot_be_read_is_not_known(stamp) -> None:
    data = shared_data(answer(f"{Q}02", yes=True))
    data["supplierInformationData"]["form"]["submittedAt"] = stamp
    assert read_shared_data(json.dumps(data).encode()).shared_on is None


def test_a_byte_order_mark_does_no_harm() -> None:
    text = json.dumps(shared_data(answer(f"{Q}02", yes=True)))
    for encoding in ("utf-8-sig", "utf-16"):
        assert read_shared_data(text.encode(encoding)).proposals


_ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["\x00", "\ud800", "_ModernSlaveryQuestion05", "training is missing", "http://[", "1" * 5000]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "questionName",
                    "boolValue",
                    "textValue",
                    "documentUri",
                    "answers",
                    "organisationId",
                    "id",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_ANSWER = st.fixed_dictionaries(
    {"questionName": st.sampled_from(sorted(meaning().questions))},
    optional={
        "boolValue": st.booleans() | _ODD,
        "textValue": st.sampled_from(["We have no training", "https://northgate.example/policy"]) | _ODD,
        "documentUri": _ODD,
    },
)


# What is wholly odd is refused at once: most files are sound but for their answers.
@given(
    answers=st.lists(_ANSWER | _ODD, max_size=6),
    form=st.just({}) | _ODD,
    identifier=st.none() | _ODD,
    sets=st.none() | st.none() | _ODD,
)
@example(answers=[answer(f"{Q}02", yes=True)], form={}, identifier=None, sets=None)
def test_whatever_the_file_holds_it_is_read_or_refused(answers, form, identifier, sets) -> None:
    shared = {"form": form, "answerSets": [{"answers": answers}] if sets is None else sets}
    data = {"id": identifier, "identifier": identifier, "supplierInformationData": shared}
    current = questionnaires.current(meaning().questionnaire)
    try:
        read = read_shared_data(json.dumps(data).encode())
    except Unreadable:
        return
    for question_id, proposed in read.proposals.items():
        value = proposed.value
        assert answering.parse(current.question(question_id), {"answer": [value]}, "en") == Answer(value)
        assert proposed.evidence_url.isascii()


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content) -> None:
    with pytest.raises(Unreadable):
        read_shared_data(content)
