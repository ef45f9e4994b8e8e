"""Data between two runs of an import: sealed JSON in parts, so that neither the file store nor
memory ever holds a province's identity numbers in the open."""

import json
import tempfile
from struct import pack, unpack

from examadmin.base.seal import seal, unseal
from examadmin.documents.storage import keep


def put_away(parts, *, name, by, now):
    """Keep an iterable of JSON values; returns the stored file."""
    with tempfile.TemporaryFile() as file:
        for part in parts:
            sealed = seal(json.dumps(part, ensure_ascii=False, separators=(",", ":")))
            file.write(pack("<I", len(sealed)))
            file.write(sealed)
        file.seek(0)
        return keep(file, name=name, content_type="application/octet-stream", by=by, now=now)


def take_out(stored):
    """The values again, one by one."""
    with stored.path.open("rb") as file:
        while size := file.read(4):
            yield json.loads(unseal(file.read(unpack("<I", size)[0])))


def throw_away(stored):
    """Forget the content. Sealed files are never equal, so nothing else uses the bytes."""
    if stored is not None:
        stored.path.unlink(missing_ok=True)
        stored.delete()
