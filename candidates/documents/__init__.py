"""Workbooks of candidates: the template to fill in, and rosters that leave the house."""
