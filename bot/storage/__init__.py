"""Where everything is kept: the book of casework, inbox, sessions, outbox, cards, photos."""
