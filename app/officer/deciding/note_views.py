"""Notes for colleagues as the officer's pages show them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.officer.deciding.care_forms import NoteForm
from app.officer.deciding.care_labels import called
from app.services.people import notes
from app.store import care as store
from models import Person, Supplier


def for_supplier(session: Session, supplier: Supplier, person: Person) -> dict[str, Any]:
    """`colleague_notes`: the context of `officer/_notes.html`; `readers` names whom each note is for."""
    found = store.notes_of(session, supplier.council_id, supplier.id)
    form = NoteForm(notes.colleagues_of(session, person), formdata=None)
    for field in (form.text, form.mentions):
        field.id = f"note_{field.id}"  # other forms of the supplier's page have a text too
    return {
        "colleague_notes": {
            "notes": found,
            "readers": {note.id: ", ".join(called(one.person) for one in note.mentions) for note in found},
            "me": person,
            "form": form,
            "unseen": {
                one.note_id: one
                for one in store.unseen_mentions(session, supplier.council_id, [person.id])
                if one.note.supplier_id == supplier.id
            },
        }
    }
