"""The one exception that every door turns into a human answer."""


class RuleBroken(Exception):
    """A rule of Reir says no; `message` is a sentence for the person who asked.

    Views show it beside the form, the API answers 409 with it, commands print it. Nothing was
    changed when it is raised: verbs decide inside their transaction.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
