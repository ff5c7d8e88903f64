"""The words of business rules. A code here is the rule's own id in its standard: `BR-CO-10`, `PEPPOL-EN16931-R120`.

A module is a family of rules; adding a file adds it. Rules of one shape (an element that is not used, a code that is
not in its list) share an entry, whose code is `rules.…`; their findings name it as their `entry`.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
