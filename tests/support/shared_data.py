"""Shared data as the Central Digital Platform hands it on: their shape, an invented organisation."""

from __future__ import annotations

from typing import Any


def answer(name: str, *, yes: Any = None, text: Any = None, document: Any = None) -> dict[str, Any]:
    """One answer; what a kind of question does not use is null."""
    return {
        "questionName": name,
        "boolValue": yes,
        "numericValue": None,
        "startValue": None,
        "endValue": None,
        "dateValue": None,
        "textValue": text,
        "optionValue": [],
        "jsonValue": {},
        "documentUri": document,
    }


def shared_data(
    *answers: dict[str, Any], number: str = "01234567", shared_at: str = "2026-05-03T13:26:39.338624+00:00"
) -> dict[str, Any]:
    """A whole file with these modern slavery answers, a connected person and a contact point."""
    own = "0b6f3a52-51a1-4c57-9b0f-0d5a1c3f7e21"
    return {
        "id": own,
        "name": "Northgate Cleaning Services Ltd",
        "associatedPersons": [{"id": own, "name": "Jo Bloggs", "relationship": "Director", "roles": []}],
        "additionalParties": [],
        "additionalEntities": [],
        "identifier": {
            "scheme": "GB-PPON",
            "id": "ABCD-1234-EFGH",
            "legalName": "Northgate Cleaning Services Ltd",
            "uri": None,
        },
        "additionalIdentifiers": [{"scheme": "GB-COH", "id": number, "legalName": "", "uri": None}],
        "contactPoint": {
            "name": "Jo Bloggs",
            "email": "jo@northgate.example",
            "telephone": None,
            "url": None,
        },
        "roles": ["tenderer"],
        "details": {"scale": "small", "vcse": False},
        "supplierInformationData": {
            "form": {
                "name": "Standard Questions",
                "submissionState": "Submitted",
                "submittedAt": shared_at,
                "organisationId": own,
                "formId": "9a1f7c6e-3d52-4c8e-8a57-2a0b6c1d9e43",
                "formVersionId": "1.0",
                "isRequired": True,
                "shareCode": "Zz9example",
            },
            "answerSets": [
                {"id": own, "sectionName": "Modern slavery", "answers": list(answers)},
            ],
            "questions": [],
        },
    }
