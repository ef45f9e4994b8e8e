"""Parse a workbook in a process of its own: python child.py LIBRARY MEMORY SECONDS RUN SHEET < file

The parser allocates the whole rectangle that the outermost cells span and aborts the process when
there is no memory, and it may panic on damaged bytes. Here both end a process that has nothing to
lose. Writes pickles to stdout: lists of (row number, values), then ("end",) or a problem.
"""

import gc
import io
import os
import pickle
import resource
import sys

BATCH = 500


def main(library, memory, seconds, run, sheet):
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    sys.path.append(library)
    pickler = pickle.Pickler(sys.stdout.buffer, protocol=5)
    pickler.fast = True  # nothing is shared: a memo would only cost time
    try:
        answer(pickler.dump, int(run), int(sheet))
    except MemoryError:
        pickler.dump(("problem", "too_much", {}))
    except BaseException as error:  # a panic of the parser is no Exception
        code = "encrypted" if type(error).__name__ == "PasswordError" else "damaged"
        pickler.dump(("problem", code, {}))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy: freeing millions of cells takes long


def answer(send, run, sheet):
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(everything(0)))
    if sheet < 0:
        visible, table = SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet
        send([(s.name, s.visible == visible, s.typ == table) for s in book.sheets_metadata])
    else:
        send_rows(send, book.get_sheet_by_index(sheet), run)
    send(("end",))


def everything(descriptor):
    """The bytes of an open file without moving its position, which the parent uses meanwhile."""
    parts, at = [], 0
    while part := os.pread(descriptor, 1 << 24, at):
        parts.append(part)
        at += len(part)
    return b"".join(parts)


def send_rows(send, sheet, run):
    if sheet.start is None:  # the row iterator panics on an empty sheet
        return
    left = [None] * sheet.start[1]
    last, batch = None, []
    for number, values in enumerate(sheet.iter_rows(), 1):
        if "" in values:
            values = [None if value == "" else value for value in values]
        for value in values:
            if value is not None and not (type(value) is str and value.isspace()):
                break
        else:
            continue
        if last is not None and number - last > run:
            send(batch)
            send(("problem", "gap", {"before": last, "after": number}))
            return
        last = number
        batch.append((number, left + values if left else values))
        if len(batch) == BATCH:
            send(batch)
            batch = []
    send(batch)


if __name__ == "__main__":
    main(*sys.argv[1:])
