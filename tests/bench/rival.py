"""Run by the Python of `rivals.Rivals`, which has other people's readers and nothing of ours: one of them, once.

    python rival.py bots|pydifact FILE

Prints one JSON object: `seconds` of CPU and what was seen, so that a reader that gives up early is noticed.
"""

import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def bots(text: str) -> Mapping[str, int]:
    """An X12 interchange, validated by bots' own grammar of the 850, as a tree."""
    from edi_parser.api import parse_edi  # type: ignore[import-not-found]  # installed in the other environment only

    logging.disable(logging.CRITICAL)
    found: dict[str, Any] = parse_edi(text, "x12", "x12", field_validation_mode="strict")
    assert found["success"], found["errors"]
    assert not found["errors"], found["errors"]
    groups = found["data"]["children"][0]["_children"]
    messages = [message for group in groups for message in group.get("_children", ()) if message["BOTSID"] == "ST"]
    lines = [each for message in messages for each in message["_children"] if each["BOTSID"] == "PO1"]
    return {"messages": len(messages), "lines": len(lines)}


def pydifact(text: str) -> Mapping[str, int]:
    """All messages of an EDIFACT interchange, and all their segments."""
    from pydifact.segmentcollection import Interchange  # type: ignore[import-not-found]  # as above

    messages = list(Interchange.from_str(text).get_messages())
    tags = [segment.tag for message in messages for segment in message.segments]
    return {"messages": len(messages), "lines": tags.count("LIN")}


def main() -> None:
    """Read the file twice; the first time is for whatever a reader loads once."""
    warnings.simplefilter("ignore")
    readers: Mapping[str, Callable[[str], Mapping[str, int]]] = {"bots": bots, "pydifact": pydifact}
    read, text = readers[sys.argv[1]], Path(sys.argv[2]).read_text("utf-8")
    read(text)
    began = time.process_time()
    seen = read(text)
    print(json.dumps({"seconds": time.process_time() - began, **seen}))


if __name__ == "__main__":
    main()
