"""`make bench`: every figure we claim, one after the other, each beside its peer."""

import argparse
import sys

from benchmarks import blind_signing, rooms

FIGURES = {"ballot": blind_signing.main, "rooms": rooms.main}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="*", choices=[*FIGURES, "all"], default="all")
    chosen = parser.parse_args().which
    names = list(FIGURES) if chosen in ("all", ["all"]) else chosen
    for name in names:
        sys.stdout.write(f"\n== {name} ==\n")
        sys.stdout.flush()
        FIGURES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
