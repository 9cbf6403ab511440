"""Adding files in the browser: what the officer and the worker do, and what is there afterwards."""

from __future__ import annotations

import io
from pathlib import Path

from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.loads import uploads
from app.settings import Settings
from models import Contract, Person, SourceFile, Supplier, Upload
from support.rows import count_rows

CLEANER, CARER = "Northgate Cleaning Services Ltd", "Larkmoor Homecare Ltd"


def receive(
    session: Session, settings: Settings, officer: Person, content: bytes, name: str = "register.csv"
) -> Upload:
    """The officer adds a file of this name and content."""
    return uploads.receive(session, settings, officer, name, io.BytesIO(content), clock.now())


def work(session: Session, settings: Settings, upload: Upload) -> bool:
    """The worker does the next step of an upload; False if it found nothing to do."""
    done = uploads.work(session, settings, upload.id, clock.now, clock.today())
    session.refresh(upload)
    return done


def stored(session: Session) -> tuple[int, int, int]:
    """How many suppliers, contracts and loaded files there are."""
    return count_rows(session, Supplier), count_rows(session, Contract), count_rows(session, SourceFile)


def kept_files(settings: Settings) -> list[Path]:
    """The contents of uploads that are on the disk."""
    return [path for path in (settings.data_dir / "uploads").rglob("*") if path.is_file()]


def fields_of(upload: Upload) -> dict[str, str]:
    """What each column is taken for: its header -> the field, "" for none."""
    return {column["header"]: column["field"] for column in upload.preview["layout"]["columns"]}
