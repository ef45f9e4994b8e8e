"""How much a workbook may hold. Bounds on machines, not rules of an exam."""

MB = 1 << 20

FILE_BYTES = 100 * MB
MEMBERS = 2_000
DIRECTORY_BYTES = 1 * MB
UNPACKED_BYTES = 1_000 * MB
PART_BYTES = 32 * MB  # any part that is neither a sheet, the shared strings nor a picture
RATIO = 100
RATIO_FROM_BYTES = 1 * MB  # small parts may pack as well as they like
DECLARED_CELLS = 40_000_000
EMPTY_RUN = 10_000
FORMULAS = 1_000_000
COLUMNS = 1_000
ROWS = 1_048_576
HEADER_DEPTH = 20

READER_BYTES = 2_000 * MB  # address space of the reading process, at most
READER_SECONDS = 300
READER_BASE = 256 * MB
READER_FACTOR = 16  # bytes of memory for a byte of XML

# A larger workbook gets its answer written anew: openpyxl holds every cell in memory.
KEPT_ROWS = 20_000
KEPT_BYTES = 32 * MB
KEPT_CELLS = 2_000_000
KEPT_AREAS = 200_000  # cells that are merged or linked
