"""A quarter of a city's life in simulated time, and the books kept of it.

The service is the real one: casework, store, rounds, delivery; only Telegram and the clock are
played. What people should have been told is reckoned here from the rules as they are written
down, with no code of the service.
"""
