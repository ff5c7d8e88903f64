"""Any Schematron with the XPath 2 query binding, compiled to Python.

`model` is what a loaded Schematron is; the compiler turns it into a Python module, and `ruleset` runs that on a tree.
Rules look at the document and at nothing else: neither network nor files nor the process.
"""
