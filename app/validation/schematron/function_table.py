"""XPath's functions as data: what each asks of its arguments, the Python it becomes, and what it gives.

A line is a function with one number of arguments:

    name | arguments | Python | kind and cardinality of the result

Arguments: `s` xs:string? as a text ("" for none), `t` the same or None, `a` an atomic value or None, `A` atomic
values, `*` items, `N` nodes, `n` a node or None, `#` a number or None, `i` an xs:integer, `f` a number, `.` the string
value of the context item (with which the call is written without an argument), `,` the context node, `!xs:…` a value
of that type or None. A result of kind `=` has that of the first argument, and `=?` its cardinality too.
"""

from dataclasses import dataclass

_TABLE = """
string-length | s | len({0}) | integer
string-length | . | len({0}) | integer
normalize-space | s | normalized({0}) | string
normalize-space | . | normalized({0}) | string
upper-case | s | {0}.upper() | string
lower-case | s | {0}.lower() | string
contains | s s | ({1} in {0}) | boolean
starts-with | s s | {0}.startswith({1}) | boolean
ends-with | s s | {0}.endswith({1}) | boolean
substring-before | s s | before({0}, {1}) | string
substring-after | s s | after({0}, {1}) | string
substring | s f | substring({0}, {1}) | string
substring | s f f | substring({0}, {1}, {2}) | string
translate | s s s | translated({0}, {1}, {2}) | string
string-join | A | "".join(map(string_of, {0})) | string
string-join | A s | {1}.join(map(string_of, {0})) | string
string-to-codepoints | s | code_points({0}) | integer *
codepoints-to-string | A | from_code_points({0}) | string
compare | t t | compare_texts({0}, {1}) | integer ?
codepoint-equal | t t | same_code_points({0}, {1}) | boolean ?
normalize-unicode | s | normalized_unicode({0}) | string
normalize-unicode | s s | normalized_unicode({0}, {1}) | string
encode-for-uri | s | encoded_for_uri({0}) | string
contains-token | A s | contains_token(map(string_of, {0}), {1}) | boolean
number | . | number_of({0}) | double
abs | # | absolute({0}) | =?
floor | # | floor({0}) | =?
ceiling | # | ceiling({0}) | =?
round | # | rounded({0}) | =?
round | # i | rounded_to({0}, {1}) | =?
round-half-to-even | # | rounded_half_to_even({0}) | =?
round-half-to-even | # i | rounded_half_to_even({0}, {1}) | =?
avg | A | average({0}) | atomic ?
min | A | least({0}) | atomic ?
max | A | greatest({0}) | atomic ?
distinct-values | A | distinct({0}) | = *
index-of | A a | places_of({0}, required({1})) | integer *
subsequence | * f | subsequence({0}, {1}) | = *
subsequence | * f f | subsequence({0}, {1}, {2}) | = *
reverse | * | backwards({0}) | = *
unordered | * | {0} | = *
head | * | next(iter({0}), None) | = ?
tail | * | {0}[1:] | = *
insert-before | * i * | inserted({0}, {1}, {2}) | item *
remove | * i | removed({0}, {1}) | = *
deep-equal | * * | deep_equal(d, {0}, {1}) | boolean
data | A | {0} | = *
name | n | name_of({0}) | string
name | , | name_of({0}) | string
local-name | n | local_name({0}) | string
local-name | , | local_name({0}) | string
namespace-uri | n | namespace_uri({0}) | string
namespace-uri | , | namespace_uri({0}) | string
root | n | (None if {0} is None else d) | document ?
root |  | d | document
generate-id | n | identity({0}) | string
generate-id | , | identity({0}) | string
has-children | n | has_children(d, {0}) | boolean
has-children | , | has_children(d, {0}) | boolean
lang | s | language_matches({0}, {c}) | boolean
lang | s n | language_matches({0}, {1}) | boolean
current-date |  | current_date(d.now) | xs:date
current-dateTime |  | current_date_time(d.now) | xs:dateTime
current-time |  | current_time(d.now) | xs:time
implicit-timezone |  | no_offset() | atomic
dateTime | !xs:date !xs:time | joined_date_time({0}, {1}) | atomic ?
year-from-date | !xs:date | part_of({0}, "year") | integer ?
month-from-date | !xs:date | part_of({0}, "month") | integer ?
day-from-date | !xs:date | part_of({0}, "day") | integer ?
timezone-from-date | !xs:date | part_of({0}, "timezone") | atomic ?
year-from-dateTime | !xs:dateTime | part_of({0}, "year") | integer ?
month-from-dateTime | !xs:dateTime | part_of({0}, "month") | integer ?
day-from-dateTime | !xs:dateTime | part_of({0}, "day") | integer ?
hours-from-dateTime | !xs:dateTime | part_of({0}, "hours") | integer ?
minutes-from-dateTime | !xs:dateTime | part_of({0}, "minutes") | integer ?
seconds-from-dateTime | !xs:dateTime | part_of({0}, "seconds") | decimal ?
timezone-from-dateTime | !xs:dateTime | part_of({0}, "timezone") | atomic ?
hours-from-time | !xs:time | part_of({0}, "hours") | integer ?
minutes-from-time | !xs:time | part_of({0}, "minutes") | integer ?
seconds-from-time | !xs:time | part_of({0}, "seconds") | decimal ?
timezone-from-time | !xs:time | part_of({0}, "timezone") | atomic ?
years-from-duration | !xs:duration | part_of({0}, "years") | integer ?
months-from-duration | !xs:duration | part_of({0}, "months") | integer ?
days-from-duration | !xs:duration | part_of({0}, "days") | integer ?
hours-from-duration | !xs:duration | part_of({0}, "hours") | integer ?
minutes-from-duration | !xs:duration | part_of({0}, "minutes") | integer ?
seconds-from-duration | !xs:duration | part_of({0}, "seconds") | decimal ?
format-number | # s | formatted({0}, {1}) | string
one-or-more | * | one_or_more({0}) | = *
zero-or-one | * | only({0}) | = ?
exactly-one | * | required(only({0})) | =
error |  | failed() | item
error | a | failed({0}) | item
error | a s | failed({0}, {1}) | item
error | a s * | failed({0}, {1}) | item
trace | * s | {0} | = *
trace | * | {0} | = *
"""

_FORBIDDEN = (
    "doc doc-available document collection uri-collection unparsed-text unparsed-text-lines unparsed-text-"
    "available environment-variable available-environment-variables system-property transform load-xquery-"
    "module evaluate json-doc base-uri document-uri static-base-uri resolve-uri parse-xml parse-xml-fragment "
    "serialize put"
)
FORBIDDEN = frozenset(_FORBIDDEN.split())
"""Functions that look beyond the document, or would execute what it says."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of the table."""

    arguments: tuple[str, ...]
    python: str
    kind: str
    card: str


def _signatures() -> dict[tuple[str, int], Signature]:
    found = {}
    for line in _TABLE.strip().splitlines():
        name, arguments, python, result = (part.strip() for part in line.split(" | " if " |  | " not in line else "|"))
        kind, _, card = result.partition(" ")
        specs = tuple(arguments.split())
        count = 0 if specs in ((".",), (",",)) else len(specs)
        found[name, count] = Signature(specs, python, kind.rstrip("?"), "=" if kind == "=?" else card or "1")
    return found


SIGNATURES = _signatures()
