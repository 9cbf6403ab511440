"""The first process: Fairhand as `fairhand run` starts it, over a new data folder with its invitations.

The processes, their number and their environment are those of `app.embedded`; only the database's address can
be another. Writes `links.json` into the folder, and `ready` once the web answers.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.embedded import earlier
from app.embedded.broker import Broker
from app.embedded.folder import DataFolder
from app.embedded.processes import ProcessPlan, environment
from app.embedded.supervisor import Supervisor

#: One supplier in five comes back with all but this many questions answered, so that some also submit.
LEFT = 2


def main() -> None:
    """Arguments: folder, port, the database's address or nothing for SQLite, number of suppliers."""
    root, port, database_url, count = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    folder = DataFolder.open(root)
    address = f"http://127.0.0.1:{port}"
    run, _ = earlier.claim(folder, address)
    broker = Broker(folder.broker)
    settings = environment(folder, broker, address, run)
    if database_url:
        settings |= {"FAIRHAND_DATABASE_URL": database_url}
    os.environ.update({name: value for name, value in settings.items() if name.startswith("FAIRHAND_")})
    try:
        with broker.running(settings, folder.logs / "queue.log") as queue_is_up:
            (root / "links.json").write_text(json.dumps(invited(count)), encoding="utf-8")
            plan = ProcessPlan()
            supervisor = Supervisor(
                plan.processes(folder, "127.0.0.1", port),
                settings,
                plan.working_folder,
                folder.logs,
                ("127.0.0.1", port),
                queue_is_up,
            )
            outcome = supervisor.run((root / "ready").touch)
            if not outcome.requested:
                sys.exit("\n".join((outcome.reason, *outcome.tail)))
    finally:
        earlier.release(folder, run)


def invited(count: int) -> list[dict[str, object]]:
    """Migrate the database, and invite so many fictitious suppliers of one council."""
    from app import create_app
    from app.extensions import db
    from app.services.inviting import invitations
    from app.store import schema
    from models import Contract, Council, Supplier

    app = create_app()
    with app.app_context():
        schema.upgrade(db.engine)
        session, now = db.session(), datetime.now(UTC)
        council = Council(slug="anytown", name="Anytown County Council")
        session.add(council)
        session.flush()
        rows: list[dict[str, object]] = []
        for number in range(count):
            name = f"Northgate Cleaning Services {number} Ltd"
            supplier = Supplier(council_id=council.id, key=f"v{number}", name=name, spend=Decimal(240_000))
            supplier.contracts.append(
                Contract(
                    council_id=council.id,
                    reference=f"C{number}",
                    title="Cleaning of offices at night",
                    cpv=["90919200"],
                    value=Decimal(240_000),
                    start=date(2025, 4, 1),
                )
            )
            session.add(supplier)
            session.flush()
            invitation, link = invitations.ask(
                session,
                app.config["SETTINGS"],
                None,
                supplier,
                f"contact{number}@northgate.example",
                "Con Tact",
                now.date() + timedelta(days=21),
                now,
            )
            answered = _nearly_done(session, invitation, now) if number % 5 == 4 else {}
            rows.append({"invitation": invitation.id, "link": link, "answered": answered})
        session.commit()
        db.engine.dispose()
        return rows


def _nearly_done(session, invitation, now: datetime) -> dict[str, str | list[str]]:  # type: ignore[no-untyped-def]
    """Answer all but the last questions of an invitation, by rows: how answers get there is not measured."""
    from app.services.answers import answering
    from models import Answer as Row
    from questionnaires import Answer, path

    questionnaire = answering.questionnaire_of(invitation.response)
    given: dict[str, Answer] = {}
    while (asked := path.first_unanswered(questionnaire, given)) is not None:
        given[asked.id] = _first_answer(asked)
    kept = list(given)[:-LEFT]
    for question_id in kept:
        content = given[question_id].to_json()
        session.add(
            Row(
                response=invitation.response,
                question_id=question_id,
                content=content,
                answered_by_id=invitation.contact_id,
                answered_at=now,
            )
        )
    return {question_id: given[question_id].to_json()["value"] for question_id in kept}  # type: ignore[misc]


def _first_answer(question):  # type: ignore[no-untyped-def]
    from questionnaires import QuestionType, answers

    typed = {
        QuestionType.COUNTRY_LIST: ["United Kingdom"],
        QuestionType.TEXT: ["We check every year."],
        QuestionType.URL: ["https://www.supplier.example/statement"],
        QuestionType.DATE: ["1", "4", str(datetime.now(UTC).year + 1)],
        QuestionType.WHOLE_NUMBER: [str(question.minimum or 1)],
    }.get(question.type) or [question.options[0].value]
    return answers.parse(question, {"answer": typed}, "en")


if __name__ == "__main__":
    main()
