"""The API described for people: a plain page made from the OpenAPI document, and a page for each problem code."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template_string

from app.api.problems import language
from app.errors import UnknownCode, entries, entry

blueprint = Blueprint("description", __name__, url_prefix="/api/v1")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ title }}</title><link rel="stylesheet" href="/api/v1/docs.css"></head>
<body><main><h1>{{ title }}</h1>{{ body|safe }}</main></body></html>"""

INDEX = """<p>Every request carries <code>Authorization: Bearer csk_…</code>, but for what is linked from here.
The machine-readable description (OpenAPI {{ spec.openapi }}) is at
<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>; refusals are
<a href="/api/v1/problems">problems</a> (RFC 9457) with every finding; receipts are verified with
<a href="/api/v1/jwks.json">the server's keys</a>. Countersign JSON and Contract XML have
<a href="/api/v1/schemas">schemas</a>.</p>
{% for tag in spec.tags %}<section><h2>{{ tag.description or tag.name }}</h2>
{% for path, method, operation in operations if tag.name in operation.tags %}
<article><h3><span class="method">{{ method.upper() }}</span> <code>{{ path }}</code></h3>
<p><strong>{{ operation.summary }}.</strong> {{ (operation.description or '')|replace('`', '') }}</p>
{% if operation.parameters %}<table><caption>Parameters</caption><thead><tr><th scope="col">name</th>
<th scope="col">in</th><th scope="col">type</th></tr></thead><tbody>
{% for each in operation.parameters if each.name %}<tr><td><code>{{ each.name }}</code></td><td>{{ each.in }}</td>
<td>{{ each.schema.type }}{% if each.schema.enum %}: {{ each.schema.enum|join(', ') }}{% endif %}</td></tr>{% endfor %}
</tbody></table>{% endif %}
<table><caption>Answers</caption><tbody>{% for status, answer in operation.responses|dictsort if status != 'default' %}
<tr><th scope="row">{{ status }}</th><td>{{ answer.description or '' }}</td></tr>{% endfor %}</tbody></table>
</article>{% endfor %}</section>{% endfor %}"""

CODES = """<table><thead><tr><th scope="col">Code</th><th scope="col">English</th><th scope="col">简体中文</th></tr>
</thead>
<tbody>{% for each in entries %}<tr><td><a href="/api/v1/problems/{{ each.code }}"><code>{{ each.code }}</code></a></td>
<td>{{ each.en }}</td><td lang="zh-Hans">{{ each.zh }}</td></tr>{% endfor %}</tbody></table>"""

ONE_CODE = """<p>{{ found.en }}</p><p>{{ found.hint_en }}</p>
<p lang="zh-Hans">{{ found.zh }}</p><p lang="zh-Hans">{{ found.hint_zh }}</p>
<p><a href="/api/v1/problems">All codes</a></p>"""

STYLE = """:root{color-scheme:light dark}body{font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;margin:0}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #8886;padding:.5rem 0 1rem}
h3{font-size:1rem}.method{display:inline-block;min-width:4rem;font-weight:700}table{border-collapse:collapse}
caption{text-align:start;font-weight:600}td,th{padding:.15rem .75rem .15rem 0;text-align:start;vertical-align:top}"""

METHODS = ("get", "post", "patch", "put", "delete")


def _page(title: str, template: str, **values: Any) -> Response:
    body = render_template_string(template, **values)
    answer = Response(render_template_string(PAGE, title=title, body=body), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
    return answer


@blueprint.get("/docs")
def index() -> Response:
    """Every operation on one page that can be read, searched and printed."""
    spec: dict[str, Any] = current_app.extensions["countersign-api"].spec.to_dict()
    operations = [
        (path, method, item[method]) for path, item in spec["paths"].items() for method in METHODS if method in item
    ]
    return _page("Countersign API v1", INDEX, spec=spec, operations=operations)


@blueprint.get("/docs.css")
def style() -> Response:
    """The page's style."""
    return Response(STYLE, mimetype="text/css")


@blueprint.get("/problems")
def codes() -> Response:
    """Every code of the catalogue."""
    return _page("Problems and findings", CODES, entries=list(entries()))


@blueprint.get("/problems/<code>")
def one_code(code: str) -> tuple[Response, int] | Response:
    """What one code means and how to repair it: where a problem's `type` leads."""
    try:
        return _page(code, ONE_CODE, found=entry(code), language=language())
    except UnknownCode:
        return _page(code, "<p>There is no such code.</p>"), 404
