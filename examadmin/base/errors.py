"""Refusals: the ways in which a service says no, each with a sentence that a person can read.

Everything else crashes loudly. `status` is the HTTP answer; `findings` lists what and where when
there is more than one reason.
"""


class Refusal(Exception):
    """The act is not possible now: wrong state, closed window, a rule that would break (409)."""

    status = 409

    def __init__(self, sentence, *, findings=()):
        super().__init__(str(sentence))
        self.sentence = sentence
        self.findings = list(findings)

    def __str__(self):
        return str(self.sentence)


class Invalid(Refusal):
    """What was handed in is not usable; the sentence says what and where (400)."""

    status = 400


class Forbidden(Refusal):
    """The person may see the object but not do this to it (403)."""

    status = 403
