"""Any Schematron with the XPath 2 query binding, compiled to Python.

`model` is what a loaded Schematron is; `compile_schema` makes a Python module of one, and `CompiledRules` runs that on
a tree. Rules look at the document and at nothing else: neither network nor files nor the process.
"""

from app.errors import Refused
from app.validation.schematron.model import Schema
from app.validation.schematron.ruleset import CompiledRules
from app.validation.schematron.schema_compiler import SchemaCompiler
from app.validation.schematron.xpath_analysis import forget

__all__ = ["CompiledRules", "compile_schema"]


def compile_schema(schema: Schema) -> str:
    """`schema` as the source of a Python module, for `CompiledRules.load`; the same schema always gives the same.

    Raises:
        Refused: `schematron.…`: something can't be compiled, and is named with its place.
    """
    try:
        return SchemaCompiler(schema).source()
    except RecursionError:
        name = "an expression that is nested so deeply"
        raise Refused("schematron.construct", place=schema.title, name=name) from None
    finally:
        forget()
