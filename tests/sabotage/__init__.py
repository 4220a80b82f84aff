"""The real server with one promise broken: what a rehearsal must find, or it proves nothing."""
