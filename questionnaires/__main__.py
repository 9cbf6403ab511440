"""Commands for authors of questionnaires.

python -m questionnaires check                  reads every file and lists every mistake
python -m questionnaires publish supplier 1     checks the file and enters it in published.lock, for good
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from questionnaires import ROOT, loader, lock
from questionnaires.mistakes import QuestionnaireError


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run a command. Returns 0, or 2 with the mistakes on standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m questionnaires",
        description="Commands for authors of questionnaires. `questionnaires/` holds the files.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="read every file and list every mistake")
    publish = commands.add_parser(
        "publish", help="enter a version in published.lock; it can never change after"
    )
    publish.add_argument("id", help="the folder, such as supplier")
    publish.add_argument("version", type=int, help="the file, such as 1")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "publish":
            loader.load(root, chosen.id, chosen.version)
            print(lock.publish(root, chosen.id, chosen.version))
        else:
            _check(root)
    except (QuestionnaireError, LookupError) as error:
        print(error.args[0], file=sys.stderr)
        return 2
    return 0


def _check(root: Path) -> None:
    for questionnaire_id, version in lock.published(root):
        lock.check_unchanged(root, questionnaire_id, version)
    for questionnaire_id in loader.ids(root):
        for version in loader.versions(root, questionnaire_id):
            questionnaire = loader.load(root, questionnaire_id, version)
            print(f"{questionnaire_id}@{version}: {len(questionnaire.questions)} questions, nothing wrong")


if __name__ == "__main__":
    sys.exit(main())
