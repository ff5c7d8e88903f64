"""Faults as findings: in words, and with their places as the standards write them."""

from dataclasses import replace
from typing import Any

from app.domain.findings import Finding, Severity
from app.formats.edi.faults import Fault
from app.formats.edi.interchange import MessageRead, Verdict


def place_of(fault: Fault, standard: str) -> str:
    """`BEG03`, `SV1 01-2` as X12 writes places, `DTM 1.2` for EDIFACT; the tag alone for a segment as a whole."""
    if not fault.element:
        return fault.tag
    if standard == "x12":
        return f"{fault.tag}{fault.element:02}" + (f"-{fault.component}" if fault.component else "")
    return f"{fault.tag} {fault.element}" + (f".{fault.component}" if fault.component else "")


def finding_of(fault: Fault, standard: str, message: str = "") -> Finding:
    """The finding that tells of a fault; `message` says in which (`850 0001`), "" for the envelope."""
    place = place_of(fault, standard)
    params = {
        "place": place,
        "tag": fault.tag,
        "value": fault.value,
        "loop": fault.loop,
        "segment": str(fault.number),
        "offset": str(fault.offset),
        **fault.params,
    }
    where = f"{message}/{fault.position}/{place}" if message else place
    return Finding(f"edi.{fault.kind.code}", where, None, fault.kind.severity, params)


def findings_in(message: MessageRead) -> list[Finding]:
    """What is wrong with a message, its envelope apart; warnings where it is taken all the same."""
    standard = message.group.interchange.standard
    found = [finding_of(each, standard, f"{message.name} {message.control}") for each in message.faults]
    if message.verdict is Verdict.ACCEPTED_WITH_ERRORS:
        return [replace(each, severity=Severity.WARNING) for each in found]
    return found


def row_of(fault: Fault, standard: str, message: str = "", language: str = "en") -> dict[str, Any]:
    """The fault for programs: code, words, and every coordinate of its place; `null` for what it has none of."""
    found = finding_of(fault, standard, message)
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message(language),
        "hint": found.hint(language),
        "offset": fault.offset,
        "segment": fault.number,
        "position": fault.position or None,
        "tag": fault.tag or None,
        "element": fault.element or None,
        "component": fault.component or None,
        "repetition": fault.repetition or None,
        "loop": fault.loop or None,
        "value": fault.value or None,
        "standard_code": fault.code_in(standard) or None,
        "in": message or None,
    }
