"""`make bench`: how fast the spine, the rules and EDI are, beside floors measured in the same run.

    python -m tests.bench [spine] [rules] [edi] [edi-gigabyte]

Machines are shared and noisy: the figures that count are ratios, and each is the best of several rounds. Nothing here
passes or fails; docs/performance.md holds the figures of one run.
"""

import sys

from app import collector
from tests.bench import edi, rules, spine

PARTS = {"spine": spine.parts, "rules": rules.parts, "edi": edi.parts, "edi-gigabyte": edi.gigabyte}
ONLY_IF_ASKED = {"edi-gigabyte"}


def main() -> None:
    """Print every figure of the parts asked for."""
    asked = sys.argv[1:] or [each for each in PARTS if each not in ONLY_IF_ASKED]
    if not set(asked) <= set(PARTS):
        sys.exit(f"there is: {', '.join(PARTS)}")
    collector.tune()
    for name in asked:
        for title, rows in PARTS[name]():
            print(f"\n{title}")
            for row in rows:
                print(f"  {row}", flush=True)


if __name__ == "__main__":
    main()
