"""Messages of any shape that a grammar allows, read and written again segment by segment: the properties in a loop.

    python -m tests.oracles.edi_shapes --count 10000 --seed 1

What has a name of its own there (`850`, `DESADV`) is tried in both of its versions. Each case is known by the number
that is told of one that failed.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from app import collector
from tests.property import test_lens_answers as answers
from tests.property import test_lens_billing as billing
from tests.property import test_lens_edifact_offers as edifact_offers
from tests.property import test_lens_messages as orders
from tests.property import test_lens_x12 as x12
from tests.property import test_lens_x12_offers as x12_offers
from tests.property import test_lens_x12_receipts as receipts
from tests.property import test_lens_x12_remittances as remittances
from tests.property import test_lens_x12_shipping as shipping

Case = Callable[[int, str], None]
"""Tries the message that a number makes, in a version; raises what a test raises."""
X12, EDIFACT = ("004010", "005010"), ("D96A", "D01B")
_SHOWN = 3


def _of(test: Any) -> Callable[..., None]:
    """A property without what chooses its cases."""
    inner: Callable[..., None] = test.hypothesis.inner_test
    return inner


def _shipping(seed: int, version: str) -> None:
    _of(shipping.test_any_hierarchy_comes_back_segment_by_segment)(seed, version, plain=bool(seed % 2))


def _other_delimiters(seed: int, _version: str) -> None:
    _of(orders.test_messages_with_other_delimiters_come_back_too)(seed)


def kinds() -> Mapping[str, tuple[Case, tuple[str, ...]]]:
    """What tries each kind of message, and in which versions."""
    found: dict[str, tuple[Case, tuple[str, ...]]] = {
        "850": (_of(orders.test_an_850_comes_back_segment_by_segment), X12),
        "856": (_shipping, X12),
        "861": (_of(receipts.test_an_861_comes_back_segment_by_segment), X12),
        "820": (_of(remittances.test_an_820_comes_back_segment_by_segment), X12),
        "ORDERS": (_of(orders.test_an_orders_comes_back_segment_by_segment), EDIFACT),
        "other-delimiters": (_other_delimiters, EDIFACT),
    }
    named = (
        (x12.test_a_message_comes_back_segment_by_segment, X12, ("855", "860", "865", "810")),
        (x12_offers.test_a_message_of_any_shape_comes_back_segment_by_segment, X12, ("832", "840", "843")),
        (answers.test_a_message_of_any_shape_comes_back_segment_by_segment, EDIFACT, ("ORDRSP", "ORDCHG", "DESADV")),
        (billing.test_a_message_of_any_shape_comes_back_segment_by_segment, EDIFACT, ("INVOIC", "RECADV", "REMADV")),
        (
            edifact_offers.test_a_message_of_any_shape_comes_back_segment_by_segment,
            EDIFACT,
            ("PRICAT", "REQOTE", "QUOTES"),
        ),
    )
    for test, versions, names in named:
        found.update({name: (partial(_named, _of(test), name), versions) for name in names})
    return found


def _named(test: Callable[..., None], name: str, seed: int, version: str) -> None:
    test(name=name, seed=seed, version=version)


def failures(case: Case, versions: tuple[str, ...], chance: random.Random, count: int) -> dict[str, str]:
    """What went wrong, by number and version."""
    found = {}
    for _ in range(count):
        seed, version = chance.randrange(1 << 40), chance.choice(versions)
        try:
            case(seed, version)
        except Exception as error:
            found[f"{seed} {version}"] = f"{type(error).__name__}: {str(error)[:200]}"
    return found


def main() -> None:
    """Try many messages of each kind; exit status 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=1_000, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="", help="only these: 850,DESADV")
    asked = parser.parse_args()
    collector.tune()
    failed = 0
    for name, (case, versions) in kinds().items():
        if asked.kinds and name not in asked.kinds.split(","):
            continue
        began = time.process_time()
        found = failures(case, versions, random.Random(f"{asked.seed}/{name}"), asked.count)
        took = (time.process_time() - began) / asked.count
        print(f"{name}: {asked.count:,} messages, {len(found)} failed; {took * 1000:.0f} ms each", flush=True)
        for seed, fault in list(found.items())[:_SHOWN]:
            print(f"    {seed}: {fault}", flush=True)
        failed += len(found)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
