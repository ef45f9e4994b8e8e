"""Write the trail, and prove that nobody has rewritten it."""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings
from django.db import transaction

from .models import Entry, Head


def _row_hash(row: Entry) -> str:
    content = [
        row.chain,
        row.seq,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),  # databases keep UTC
        row.actor_id,
        row.actor,
        row.action,
        row.object_type,
        row.object_id,
        row.object_name,
        row.changes,
        row.reason,
        row.before_hash,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key = hashlib.sha256(b"audit" + settings.SEAL_KEY.encode()).digest()
    return hmac.digest(key, text.encode(), "sha256").hex()


def record(
    *, by, now, action, target=None, chain="city", changes=None, reason="", name=""
) -> Entry:
    """Append one row. Call it inside the transaction of the act, so that both stand or neither.

    by: the user, or None for the system itself. target: a saved model instance, or None.
    changes: what the act changed, plain JSON; never codes, passwords or full identity numbers.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the act it records")
    Head.objects.get_or_create(chain=chain)
    head = Head.objects.select_for_update().get(chain=chain)
    row = Entry(
        chain=chain,
        seq=head.seq + 1,
        at=now,
        actor_id=by.pk if by else None,
        actor=str(by) if by else "系统",
        action=action,
        object_type=target._meta.label if target is not None else "",
        object_id=str(target.pk) if target is not None else "",
        object_name=(name or str(target or ""))[:200],
        changes=json.loads(json.dumps(changes or {}, default=str)),
        reason=reason,
        before_hash=head.row_hash,
    )
    row.row_hash = _row_hash(row)
    row.save(force_insert=True)
    head.seq, head.row_hash = row.seq, row.row_hash
    head.save()
    return row


def broken_chains() -> list[str]:
    """A sentence for every chain whose rows do not follow each other; empty when all is well."""
    found = []
    heads = {head.chain: head for head in Head.objects.all()}
    with_rows = Entry.objects.order_by().values_list("chain", flat=True).distinct()
    for chain in sorted({*heads, *with_rows}):
        head = heads.get(chain) or Head(chain=chain)
        before, seq = "", 0
        for row in Entry.objects.filter(chain=chain).order_by("seq").iterator(2000):
            seq += 1
            if row.seq != seq or row.before_hash != before or row.row_hash != _row_hash(row):
                found.append(f"{chain}: 第 {seq} 行被改动、缺失或插入")
                break
            before = row.row_hash
        else:
            if seq < head.seq:
                found.append(f"{chain}: 末尾缺少 {head.seq - seq} 行")
            elif (head.seq, head.row_hash) != (seq, before):
                found.append(f"{chain}: 末尾与链头不符")
    return found
