"""The Excel kit: read what people hand in, write what they may open safely.

`read` opens xlsx, xls and csv and never answers strange bytes with anything but a SheetProblem;
`write` makes workbooks and CSV in which every string stays a string; `errors` gives a faulty
workbook back with the findings written beside the rows.
"""
