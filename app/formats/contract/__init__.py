"""Contract XML: Countersign's own XML syntax for contracts, described by schemas/countersign/contract-1.xsd."""

from app.formats.contract.format import ContractXml

__all__ = ["ContractXml"]
