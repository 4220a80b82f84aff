"""What a slip costs the server: `python -m benchmarks.blind_signing`.

The peer is the same signing with Python's own `pow` in place of GMP's constant-time one, in
alternating order; 5 repeats of 20 signatures each, median and worst, in milliseconds.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from phronesis.ballot import blind_rsa, slips

REPEATS = 5
SIGNATURES = 20


def main() -> None:
    """Print one line per key size and way of signing."""
    for bits in (2048, 3072):
        private = blind_rsa.generate_key(bits)
        public = blind_rsa.public_key(private)
        slip = slips.derive(slips.new_secret(), public)
        blinded = slips.ask(slip, public).message
        ways: dict[str, Callable[[int, int, int], int]] = {
            "gmpy2.powmod_sec": blind_rsa.powmod_sec,
            "Python's pow": pow,
        }
        for name, times in _alternating(ways, private, blinded).items():
            print(f"{bits} bits, {name}: {median(times):.2f} ms, at worst {max(times):.2f}")
        made = [_timed(lambda bits=bits: blind_rsa.generate_key(bits)) for _ in range(REPEATS)]
        print(f"{bits} bits, making a key: {median(made):.0f} ms, at worst {max(made):.0f}")


def _alternating(
    ways: dict[str, Callable[[int, int, int], int]], private: bytes, blinded: bytes
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    ours = blind_rsa.powmod_sec
    for repeat in range(REPEATS):
        for name in sorted(ways, reverse=bool(repeat % 2)):
            blind_rsa.powmod_sec = ways[name]
            times[name].append(_timed(lambda: _sign(private, blinded)) / SIGNATURES)
    blind_rsa.powmod_sec = ours
    return times


def _sign(private: bytes, blinded: bytes) -> None:
    for _ in range(SIGNATURES):
        blind_rsa.blind_sign(private, blinded)


def _timed(act: Callable[[], object]) -> float:
    started = perf_counter()
    act()
    return 1000 * (perf_counter() - started)


if __name__ == "__main__":
    main()
