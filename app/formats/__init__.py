"""Bytes to domain documents and back, one folder a syntax. A syntax is added here by one line."""

from app.formats.base import Format
from app.formats.cii import Cii
from app.formats.contract import ContractXml
from app.formats.cxml import Cxml
from app.formats.edi.format import EdiFormat
from app.formats.idoc import Idoc
from app.formats.json import CountersignJson
from app.formats.ubl import Ubl
from app.formats.ubl_json import Dialect, UblJson
from app.registry import Registry

FORMATS: Registry[Format] = Registry("syntax")
FORMATS.add(Ubl.name, Ubl())
FORMATS.add(Cii.name, Cii())
FORMATS.add(Cxml.name, Cxml())
FORMATS.add(CountersignJson.name, CountersignJson())
FORMATS.add(ContractXml.name, ContractXml())
FORMATS.add("ubl-json", UblJson("ubl-json", Dialect.LEGACY))
FORMATS.add("ubl-json-model", UblJson("ubl-json-model", Dialect.MODEL))
FORMATS.add(Idoc.name, Idoc())
FORMATS.add("x12", EdiFormat("x12", "application/edi-x12"))
FORMATS.add("edifact", EdiFormat("edifact", "application/edifact"))
