"""A command that cannot go on."""


class Stop(Exception):  # noqa: N818 -- it is the end of a command, said in one line
    """End the command with one line on standard error and an exit status."""

    def __init__(self, line: str, status: int = 2) -> None:
        super().__init__(line)
        self.status = status
