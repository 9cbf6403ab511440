"""The context of an invitation, and the settings of the law."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Context, Setting, SettingRefused, permit
from questionnaires.context import SIZES

codes = st.lists(st.sampled_from(["cleaning", "waste", "GB"]), max_size=3).map(tuple)
contexts = st.builds(
    Context,
    setting=st.sampled_from(Setting),
    sectors=codes,
    countries=codes,
    size=st.sampled_from(["", *SIZES]),
)


@given(contexts)
def test_a_stored_context_is_read_back(context: Context) -> None:
    assert Context.from_json(json.loads(json.dumps(context.to_json()))) == context


def test_an_old_or_empty_context_knows_nothing() -> None:
    assert Context.from_json({}) == Context()
    assert Context().facts() == {"setting": "post_award"}
    assert not Context().is_small and Context(size="small").is_small and not Context(size="medium").is_small


@pytest.mark.parametrize("data", [{"size": "tiny"}, {"setting": "whenever"}])
def test_what_no_context_can_be_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"tiny|whenever"):
        Context.from_json(data)


def test_an_answer_tells_a_fact_and_i_do_not_know_tells_none() -> None:
    assert Context().told("size", "micro").size == "micro"
    assert Context().told("sectors", ("waste",)).sectors == ("waste",)
    for blank in ("unknown", ("unknown",), "", ()):
        assert Context().told("size", blank) == Context()
    with pytest.raises(ValueError, match="countries"):
        Context().told("countries", ("GB",))


@pytest.mark.parametrize("setting", [Setting.AT_EVALUATION, Setting.POST_AWARD])
@pytest.mark.parametrize("above", [True, False, None])
def test_questions_at_evaluation_and_after_the_award_need_no_threshold(
    setting: Setting, above: bool | None
) -> None:
    permit(setting, above_threshold=above)


def test_before_the_tenders_questions_need_the_threshold_or_a_recorded_exception() -> None:
    permit(Setting.PRE_QUALIFICATION, above_threshold=True)
    permit(Setting.PRE_QUALIFICATION, above_threshold=False, exception="Section 85(2), recorded on 3 May")
    for above, exception in ((False, ""), (None, ""), (False, "  \n"), (None, " ")):
        with pytest.raises(SettingRefused, match=r"Procurement Act 2023 s\.85") as refused:
            permit(Setting.PRE_QUALIFICATION, above_threshold=above, exception=exception)
        assert "Ask at evaluation or after the award" in str(refused.value)
    with pytest.raises(SettingRefused, match="not known to be above"):
        permit(Setting.PRE_QUALIFICATION, above_threshold=None)
