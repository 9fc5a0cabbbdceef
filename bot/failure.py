"""What ends a command with one line instead of a traceback."""


class Failure(Exception):
    """The message says what is wrong and what to do."""


class CannotRun(Failure):
    """The service cannot start."""
