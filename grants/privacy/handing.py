"""What is handed over to the archives: the list, and each file whole, readable without this software."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from grants.privacy.queries import whole_file

if TYPE_CHECKING:
    from grants.privacy.models import Disposal


def handed_over(disposal: Disposal) -> bytes:
    """Return an archive with a folder a file: its rows as JSON, the papers that came with its messages."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = [
            {
                "dossier": each.file_number,
                "association": each.association,
                "projet": each.title,
                "ouvert": each.opened_on.isoformat(),
                "au_bout": each.ended_on.isoformat(),
            }
            for each in disposal.lines
            if not each.kept_why
        ]
        archive.writestr("bordereau.json", _written({"numero": disposal.number, "dossiers": listed}))
        for line in disposal.lines:
            if not line.kept_why:
                rows, papers = whole_file(line.application_id)
                folder = f"dossiers/{line.file_number or line.application_id}"
                archive.writestr(f"{folder}/dossier.json", _written(rows))
                for name, content in papers.items():
                    archive.writestr(f"{folder}/pieces/{name.replace('/', '_')}", content)
    return made.getvalue()


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
