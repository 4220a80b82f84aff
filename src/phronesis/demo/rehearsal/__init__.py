"""A whole gathering with simulated people, through the public HTTP interface alone.

Nothing here imports the rooms of the house: a simulated phone knows what a real one knows,
the addresses, the bytes and the published protocols. So what a rehearsal finds, a person
would have met. The same engine drives demonstration, tests and load.
"""

from phronesis.demo.rehearsal.run import command

__all__ = ["command"]
