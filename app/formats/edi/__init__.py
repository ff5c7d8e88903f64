"""X12 and EDIFACT: one machine for both, driven by grammars that are data (`edi_mappings/grammars/`)."""
