"""Whatever two people do to one answer, in any order: nothing that they did not see is overwritten."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.extensions import clock
from app.services.answers import answering
from models import Answer as Row
from questionnaires import Answer

#: One step: who (0, 1), and what: open the page anew, or send the form with one of three answers.
STEPS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["open", "yes", "no", "unknown"])), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_steps_overwrites_what_was_not_seen(
    world, invitation, steps: list[tuple[int, str]]
) -> None:
    session, question_id = world.session, "any_question"
    session.query(Row).delete()
    session.commit()
    session.expire_all()
    stands: tuple[int, Any] = (0, None)  # the model: revision and answer as they should be
    seen = [0, 0]
    for who, step in steps:
        if step == "open":
            seen[who] = stands[0]
            continue
        sent = Answer(step)
        try:
            answering.save(session, invitation.contact, invitation, question_id, sent, clock.now(), seen[who])
        except answering.Conflict as conflict:
            assert stands[0] != seen[who] and stands[1] != sent
            assert (conflict.stored.revision, Answer.from_json(conflict.stored.content)) == stands
            continue
        if stands[1] != sent:
            assert stands[0] == seen[who], "it was overwritten unseen"
            stands = (stands[0] + 1, sent)
        seen[who] = stands[0]
    session.expire_all()
    rows = {
        row.question_id: (row.revision, Answer.from_json(row.content)) for row in invitation.response.answers
    }
    assert rows.get(question_id, (0, None)) == stands
