"""The one exception that outside input may raise."""


class Refusal(ValueError):
    """Input that cannot be accepted.

    The sentence a user reads lives in the language catalogues (`scenes/texts`);
    this carries only what fills it.

    Attributes:
        code: Key of the sentence, such as ``formula.unknown-name``.
        details: Values for the placeholders of that sentence.
    """

    def __init__(self, code: str, /, **details: str | float) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        """Code and details, for logs; users see the translated sentence."""
        return f"{self.code} {self.details}" if self.details else self.code
