"""The checks of a roster: plain Python without Django. Values in, values and findings out.

A finding is a tuple (row, code, field, params); what it says to a person stands in
`candidates.sentences`, how grave it is in `findings`.
"""
