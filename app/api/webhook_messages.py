"""What messages to webhooks hold, as the OpenAPI document tells it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field

from app.api.fields import Moment, Told
from app.api.supplier_schemas import Band
from app.services.outside.webhook_sending import SIGNATURE_HEADER
from models import WebhookEvent


class BandChangeTold(Told):
    """The band of a supplier before and after a screening."""

    supplier_id: int
    band_before: Band
    band: Band


class BandsChangedData(Told):
    """Changes of one run; a run that changed many sends several messages."""

    run_id: int
    changes: list[BandChangeTold]


class ResponseSharedData(Told):
    """Answers that the council may read now."""

    supplier_id: int
    response_id: int


class CorrectionOpenedData(Told):
    """A supplier disputes a line of its report."""

    supplier_id: int
    correction_id: int


class MergeData(Told):
    """Two suppliers, and the merge that made them one or was undone."""

    merge_id: int
    supplier_id: Annotated[int, Field(description="The one that stays, or stayed.")]
    merged_supplier_id: Annotated[
        int, Field(description="The other. While it is merged, its id leads to the one that stays.")
    ]


class _Message(Told):
    id: Annotated[int, Field(description="The same message may come twice; this tells.")]
    at: Moment


class BandsChangedMessage(_Message):
    """A screening changed the band of suppliers."""

    event: Literal["bands.changed"]
    data: BandsChangedData


class ResponseSharedMessage(_Message):
    """The council may now read answers of a supplier."""

    event: Literal["response.shared"]
    data: ResponseSharedData


class CorrectionOpenedMessage(_Message):
    """A supplier says that something in its report is wrong."""

    event: Literal["correction.opened"]
    data: CorrectionOpenedData


class SupplierMergedMessage(_Message):
    """An officer merged two suppliers that are one organisation."""

    event: Literal["supplier.merged"]
    data: MergeData


class SupplierUnmergedMessage(_Message):
    """An officer undid a merge: both suppliers stand again."""

    event: Literal["supplier.unmerged"]
    data: MergeData


MESSAGES: Final[dict[WebhookEvent, type[BaseModel]]] = {
    WebhookEvent.BANDS_CHANGED: BandsChangedMessage,
    WebhookEvent.RESPONSE_SHARED: ResponseSharedMessage,
    WebhookEvent.CORRECTION_OPENED: CorrectionOpenedMessage,
    WebhookEvent.SUPPLIER_MERGED: SupplierMergedMessage,
    WebhookEvent.SUPPLIER_UNMERGED: SupplierUnmergedMessage,
}


def told(schemas: str) -> dict[str, Any]:
    """The part "webhooks" of the document; `schemas` is what the address of a schema begins with."""
    return {event.value: {"post": _post(event, model, schemas)} for event, model in MESSAGES.items()}


def _post(event: WebhookEvent, model: type[BaseModel], schemas: str) -> dict[str, Any]:
    headers = {
        SIGNATURE_HEADER: "t=<Unix seconds>,v1=<hexadecimal HMAC-SHA256 of `<t>.<body>`>",
        "Fairhand-Event": event.value,
        "Fairhand-Delivery": "The id of the message.",
    }
    return {
        "operationId": f"webhook_{event.name.lower()}",
        "tags": ["Webhooks"],
        "summary": (model.__doc__ or "").strip(),
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": words,
                "schema": {"type": "string"},
            }
            for name, words in headers.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"{schemas}{model.__name__}"}}},
        },
        "responses": {
            "2XX": {"description": "Taken. Anything else, or nothing in ten seconds, is tried again."}
        },
    }
