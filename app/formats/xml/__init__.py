"""What the syntaxes in XML have in common: tables of rules that read and write, and the complement of what they leave.

Nothing here knows a document of any syntax: each has its own tables, names and codes in a folder beside this one.
"""
