"""Acts of the example's story in which a supplier is asked and answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

from flask_babel import force_locale
from flask_babel import gettext as _

from app.services.answers import answering, evidence, sharing
from app.services.deciding import corrections
from app.services.deciding.corrections import Disputed
from app.services.example.scene import Scene
from app.services.inviting import colleagues, contact_requests, invitations
from app.services.inviting.contact_requests import TimeReason
from app.services.judgement import contract_facts
from models import Contract, CorrectionAbout
from questionnaires import Answer, Question, QuestionType, answers, path


def ask(scene: Scene) -> None:
    """An officer asks a supplier's contact to answer."""
    invitations.ask(
        scene.session,
        scene.settings,
        scene.officer,
        scene.supplier,
        scene.told["email"],
        scene.told["name"],
        scene.on("due"),
        scene.at,
    )


def answer(scene: Scene) -> None:
    """The contact answers all that is asked, or `at_most` so many questions."""
    invitation = scene.invitation
    manner = scene.told["manner"]
    manner = {**manner, "by": {**manner["by"], **scene.told.get("but", {})}}
    questionnaire = answering.questionnaire_of(invitation.response)
    for number in count(1):
        given = answering.answers_of(invitation.response)
        asked = path.first_unanswered(questionnaire, given)
        if asked is None or number > scene.told.get("at_most", number):
            return
        read = answers.parse(asked, {"answer": _said(asked, manner, scene.day)}, "en", as_at=scene.day)
        if not isinstance(read, Answer):
            raise ValueError(f"{asked.id}: {read}")
        answering.save(scene.session, invitation.contact, invitation, asked.id, read, scene.at)


def _said(question: Question, manner: Mapping[str, Any], today: date) -> list[str]:
    """What somebody of this manner enters for a question, as a form sends it."""
    offered = [one.value for one in question.options]
    if question.type is QuestionType.COUNTRY_LIST:
        return list(manner["countries"])
    if question.type is QuestionType.DATE:
        day = today + timedelta(days=manner["day"])
        return [str(day.day), str(day.month), str(day.year)]
    if question.type is QuestionType.CHECKBOXES:
        return [one for one in manner["ticks"] if one in offered and one != "none"] or ["none"]
    wanted = [manner["by"][question.id]] if question.id in manner["by"] else manner["prefer"]
    return [next(one for one in wanted if one in offered)]


def attach(scene: Scene) -> None:
    """The contact puts a small text file beside an answer and dates it."""
    invitation, told = scene.invitation, scene.told
    response, question = invitation.response, told["question"]
    given = (scene.session, scene.settings, invitation.contact, response, question)
    upload = evidence.Upload(told["file"], io.BytesIO(f"{told['text']}\n".encode()))
    if refused := evidence.attach(*given, [upload], scene.at):
        raise ValueError(str(refused))
    evidence.date_undated(
        scene.session, invitation.contact, response, question, scene.on("dated"), None, scene.at
    )


def submit(scene: Scene) -> None:
    """The contact declares and submits."""
    invitation = scene.invitation
    answering.submit(
        scene.session,
        invitation.contact,
        invitation,
        scene.told["name"],
        scene.told["role"],
        scene.at,
        scene.day,
        settings=scene.settings,
    )


def ask_for_time(scene: Scene) -> None:
    """The contact asks for more time."""
    invitation, why = scene.invitation, TimeReason(scene.told["why"])
    contact_requests.ask_more_time(
        scene.session, scene.settings, invitation.contact, invitation, scene.on("until"), why, scene.at
    )


def hand_section(scene: Scene) -> None:
    """The contact asks a colleague to answer a section."""
    invitation, told = scene.invitation, scene.told
    colleagues.ask(
        scene.session,
        scene.settings,
        invitation.contact,
        invitation,
        told["section"],
        told["email"],
        told["name"],
        scene.at,
    )


def share(scene: Scene) -> None:
    """The contact lets the council that asks read answers that another council was given."""
    invitation = scene.invitation
    if not sharing.agree(
        scene.session,
        scene.settings,
        invitation.contact,
        invitation,
        scene.council.id,
        scene.at,
        scene.day,
    ):
        raise ValueError(f"{scene.supplier.name} has nothing to share")


def look(scene: Scene) -> None:
    """An officer reads the answers, which the supplier sees."""
    response = scene.invitation.response
    sharing.record_look(
        scene.session, scene.officer, scene.council.id, scene.supplier.id, response.id, scene.at
    )
    scene.session.commit()


def dispute_contract(scene: Scene) -> None:
    """The contact says that the line of its first contract is wrong."""
    contract, invitation = scene.supplier.contracts[0], scene.invitation
    corrections.make(
        scene.session,
        scene.settings,
        invitation.contact,
        invitation,
        scene.report,
        Disputed(
            key=f"contract.{contract_facts.contract_key(contract)[:12]}",
            line=_line_in("en", contract),
            line_cy=_line_in("cy", contract),
            about=CorrectionAbout.CONTRACT,
            text=scene.told["text"],
        ),
        scene.at,
        scene.day,
    )


def _line_in(language: str, contract: Contract) -> str:
    """The line as `app.council_view` shows it."""
    with force_locale(language):
        return _("Contract: %(name)s", name=f"{contract.title} ({contract.reference})")


ACTS: Final[Mapping[str, Callable[[Scene], None]]] = {
    "ask": ask,
    "answer": answer,
    "attach": attach,
    "submit": submit,
    "ask_for_time": ask_for_time,
    "hand_section": hand_section,
    "share": share,
    "look": look,
    "dispute_contract": dispute_contract,
}
