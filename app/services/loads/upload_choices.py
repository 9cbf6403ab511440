"""What officers say of a file's columns, and how that is remembered for the council's next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.intake import Choices
from app.intake.previews import OpenedFile, chosen_positions
from app.store import audit
from app.store import uploads as store
from models import ColumnMapping, Council, FileKind, Person, Upload
from screening.names import clean

Kind = Literal["", "contracts", "spend"]


@dataclass(frozen=True, slots=True)
class Said:
    """What the form of the preview says: position -> field of every column shown, the kind, the buyer.

    `beside` loads the file beside earlier ones of its kind instead of in their place.
    """

    columns: Mapping[int, str] = field(default_factory=dict)
    kind: Kind = ""
    buyer: str = ""
    beside: bool = False

    def to_json(self) -> dict[str, Any]:
        """As `Upload.mapping` keeps it."""
        columns = {str(place): name for place, name in self.columns.items()}
        return {"kind": self.kind, "columns": columns, "buyer": self.buyer, "beside": self.beside}


def as_previewed(upload: Upload) -> Said:
    """What the preview that the officer saw was read under, so that the load does just that."""
    layout = upload.preview["layout"]
    columns = {} if layout["is_notices"] else {one["position"]: one["field"] for one in layout["columns"]}
    return Said(columns, layout["kind"], upload.preview["buyer"], upload.preview["beside"])


def of_upload(session: Session, upload: Upload, opened: OpenedFile) -> tuple[Choices, bool]:
    """Under which choices to read the file, and whether to load it beside others.

    What was said of this very upload goes first, then what the council's officers said of files with this
    header, then what they said of single columns in other files of the kind.
    """
    said = upload.mapping
    if said:
        columns = {int(place): name for place, name in said["columns"].items()}
        return Choices(columns, said["kind"], said["buyer"]), said["beside"]
    if opened.is_notices:
        others = store.in_force(session, upload.council_id, FileKind.CONTRACTS)
        return Choices(buyer=_own_buyer(session, upload, opened)), bool(others)
    exact = store.mapping(session, upload.council_id, opened.fingerprint)
    if exact is not None:
        fields = {str(words): str(name) for words, name in exact.fields.items()}
        return Choices(chosen_positions(opened.words, fields), _kind(exact.kind)), False
    remembered: dict[str, str] = {}
    for earlier in store.mappings(session, upload.council_id, FileKind(opened.kind(Choices()))):
        remembered.update(earlier.fields)
    return Choices(chosen_positions(opened.words, remembered)), False


def _kind(kind: FileKind) -> Kind:
    return "spend" if kind == FileKind.SPEND else "contracts"


def _own_buyer(session: Session, upload: Upload, opened: OpenedFile) -> str:
    """Of several buyers the one that is called like the council; "" for all."""
    buyers = opened.read(Choices()).buyers
    if len(buyers) < 2:
        return ""
    own = clean(session.get_one(Council, upload.council_id).name).core
    return next((buyer for buyer in buyers if buyer and clean(buyer).core == own), "")


def remember(session: Session, person: Person, upload: Upload, said: Said, now: datetime) -> None:
    """Keep what was said otherwise than the names of columns tell, for the next file with this header."""
    layout = upload.preview.get("layout", {})
    if not layout or layout["is_notices"]:
        return
    told = {one["position"]: one["told"] for one in layout["columns"]}
    words = {one["position"]: one["words"] for one in layout["columns"]}
    corrected = {words[at]: name for at, name in said.columns.items() if at in told and name != told[at]}
    earlier = store.mapping(session, upload.council_id, layout["fingerprint"])
    kind = said.kind or layout["told_kind"]
    if not corrected and kind == layout["told_kind"]:
        if earlier is not None:
            session.delete(earlier)
        return
    if earlier is None:
        earlier = ColumnMapping(council_id=upload.council_id, fingerprint=layout["fingerprint"])
    earlier.kind, earlier.fields = FileKind(kind), corrected
    earlier.person_id, earlier.said_at = person.id, now
    session.add(earlier)
    audit.record(
        session, person, "columns.said", earlier, now, upload.council_id, kind=kind, fields=corrected
    )
