"""Reading an upload for its preview: columns with samples, counts, what would change. Nothing is loaded."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.intake import Choices, CouncilFile, SkippedRow, UnusableInput
from app.intake.previews import OpenedFile
from app.services.background.progress import Progress
from app.services.loads import load_previews, upload_choices
from app.store import uploads as store
from models import Council, FileKind, Upload, UploadState


def read(session: Session, upload: Upload, opened: OpenedFile, tell: Progress) -> None:
    """Write the preview on the upload. Raises UnusableInput where the file cannot be used at all.

    Where only the supplier's column cannot be told, the preview has the columns and no counts, so that the
    officer can say which it is.
    """
    choices, beside = upload_choices.of_upload(session, upload, opened)
    layout = _layout(session, upload, opened, choices)
    council = session.get_one(Council, upload.council_id)
    preview: dict[str, Any] = {"layout": layout, "beside": beside, "buyer": choices.buyer}
    counts: dict[str, Any] = {}
    problems: list[dict[str, Any]] = []
    if any(column["field"] == "supplier" for column in layout["columns"]):
        file = opened.read(choices, lambda rows: tell("", rows, None))
        if not file.suppliers and not file.rows_read:
            raise UnusableInput(f"{upload.name}: there are no rows below the header.")
        counts = load_previews.counts_of(file)
        preview["changes"] = load_previews.compare(session, council, file, beside)
        preview["buyers"] = dict(list(file.buyers.items())[:200])
        problems = problems_of(file)
    upload.kind = FileKind(layout["kind"])
    upload.counts, upload.preview, upload.problems = counts, preview, problems
    upload.based_on = store.newest_load(session, upload.council_id)
    upload.state = UploadState.PREVIEW
    session.commit()


def problems_of(file: CouncilFile) -> list[dict[str, Any]]:
    """Rows with something to mend, by line; "left_out" tells those that are not loaded from the others."""
    rows = [(row, True) for row in file.skipped] + [(row, False) for row in file.notes]
    return [_problem(row, left_out) for row, left_out in sorted(rows, key=lambda pair: pair[0].line)]


def _problem(row: SkippedRow, left_out: bool) -> dict[str, Any]:
    return {"line": row.line, "what": row.what, "value": row.value, "mend": row.mend, "left_out": left_out}


def _layout(session: Session, upload: Upload, opened: OpenedFile, choices: Choices) -> dict[str, Any]:
    told = opened.told_columns()
    remembered = None
    if not opened.is_notices and not upload.mapping:
        remembered = store.mapping(session, upload.council_id, opened.fingerprint)
    return {
        "is_notices": opened.is_notices,
        "kind": opened.kind(choices),
        "told_kind": opened.kind(Choices()),
        "fingerprint": opened.fingerprint,
        "remembered": _said(remembered) if remembered else None,
        "columns": [
            {
                "position": column.position,
                "header": column.header,
                "words": column.words,
                "field": column.field,
                "told": told.get(column.position, ""),
                "samples": list(column.samples),
            }
            for column in opened.columns(choices)
        ],
    }


def _said(mapping: Any) -> dict[str, str]:
    return {"by": mapping.person.name or mapping.person.email, "at": mapping.said_at.isoformat()}
