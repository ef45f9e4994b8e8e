"""How grave each finding is. An error keeps its row out; a warning is told; a note explains what
was done to a value that is accepted."""

ERROR, WARNING, NOTE = "error", "warning", "note"

LEVELS = {
    # the table as a whole (told at the header's row)
    "column_twice": WARNING,
    "column_unused": NOTE,
    "column_hidden": WARNING,
    "more_sheets": NOTE,
    "more_rosters": WARNING,
    "number_in_two_kinds": ERROR,
    # any cell
    "formula": ERROR,
    "error_cell": ERROR,
    "date_cell": ERROR,
    "number_lost": ERROR,
    "control_characters": ERROR,
    "too_long": ERROR,
    "missing": ERROR,
    # rows
    "hidden_row": WARNING,
    "total_row": NOTE,
    "header_row": NOTE,
    # registration number
    "registration_length": ERROR,
    "registration_prefix": ERROR,
    "registration_digits": ERROR,
    "registration_pattern": ERROR,
    "registration_school": ERROR,
    "registration_twice": ERROR,
    "registration_elsewhere": ERROR,
    "registration_other_person": ERROR,
    # name
    "name_space": NOTE,
    "name_dot": NOTE,
    "name_form": NOTE,
    "name_invisible": NOTE,
    "name_symbols": WARNING,
    "name_private": WARNING,
    # sex
    "sex_unknown": ERROR,
    "sex_from_id": NOTE,
    "sex_differs": WARNING,
    # identity
    "id_missing": ERROR,
    "id_fifteen": ERROR,
    "id_length": ERROR,
    "id_characters": ERROR,
    "id_date": ERROR,
    "id_future": ERROR,
    "id_check": ERROR,
    "id_full_width": NOTE,
    "id_kind_unknown": ERROR,
    "id_of_kind": ERROR,
    "id_none": NOTE,
    "id_twice": ERROR,
    "id_elsewhere": ERROR,
    "withdrawn": WARNING,
    "birth_unreadable": ERROR,
    "birth_differs": WARNING,
    # the rest
    "ethnicity_unknown": ERROR,
    "school_unknown": ERROR,
    "school_zeros": NOTE,
    "school_of_other_county": ERROR,
    "school_name_differs": WARNING,
    "grade_unknown": ERROR,
    "class_unreadable": ERROR,
    "class_read_as": NOTE,
    "class_of_other_grade": WARNING,
    "phone_doubtful": WARNING,
    "remark_expected": WARNING,
    # photographs
    "photo_too_big": ERROR,
    "photo_broken": ERROR,
    "photo_format": ERROR,
    "photo_pixels": ERROR,
    "photo_small": ERROR,
    "photo_ratio": ERROR,
    "photo_large": WARNING,
    "photo_background": WARNING,
    "photo_unmatched": ERROR,
    "photo_twice": ERROR,
    "photo_replaced": NOTE,
    "photo_same": NOTE,
    "photo_new": NOTE,
    "photo_no_picture": WARNING,
}


def level(code: str) -> str:
    return LEVELS[code]
