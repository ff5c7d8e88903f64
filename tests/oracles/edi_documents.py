"""Documents of every type with every field at random, as messages of X12 and EDIFACT: sound, and read as they were.

    python -m tests.oracles.edi_documents --count 10000 --seed 1

A document is known by the seed and its number alone, so that one that failed can be made again (`--first`, `--count`).
"""

import argparse
import sys
import time
from collections import Counter

from app import collector
from tests.invented_messages import KINDS, Kind, wrong_with

_SHOWN = 5


def failures(kind: Kind, seed: int, numbers: range) -> dict[int, list[str]]:
    """What is wrong, by the document's number."""
    found = {}
    for number in numbers:
        try:
            wrong = wrong_with(kind, seed * 1_000_000_007 + number)
        except Exception as error:
            wrong = [f"{type(error).__name__}: {error}"]
        if wrong:
            found[number] = wrong
    return found


def main() -> None:
    """Try many documents of each kind; exit status 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1_000, help="of each kind")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="", help="only these: 850-order,ORDERS-order")
    asked = parser.parse_args()
    collector.tune()
    failed = 0
    for kind in KINDS:
        if asked.kinds and str(kind) not in asked.kinds.split(","):
            continue
        began = time.process_time()
        found = failures(kind, asked.seed, range(asked.first, asked.first + asked.count))
        took = (time.process_time() - began) / asked.count
        print(f"{kind}: {asked.count:,} documents, {len(found)} failed; {took * 1000:.0f} ms each", flush=True)
        for fault, times in Counter(each for wrong in found.values() for each in set(wrong)).most_common(_SHOWN):
            example = next(number for number, wrong in found.items() if fault in wrong)
            print(f"{times:8} × {fault} (document {example})", flush=True)
        failed += len(found)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
