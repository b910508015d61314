"""Reads .api files; model/contract/README.md describes the language."""

import re

from contract import (
    Authorize,
    AuthorizeResource,
    ContractError,
    Error,
    Member,
    Operation,
    Paging,
    Service,
    Shape,
)

SETTINGS = {"id", "protocol", "json", "target", "version", "endpoint", "namespace", "signing"}
FLAGS = {"query-compatible", "partial"}
SIMPLE_KINDS = {"string", "integer", "long", "boolean", "timestamp", "blob"}
ACCESS = {"read", "list", "write", "tag", "permissions"}
LOCATIONS = {"uri", "query", "header", "payload", "root"}
RANGE = re.compile(r"^(-?\d*)\.\.(-?\d*)$")
AUTHORIZE = re.compile(
    r"^(?P<action>[a-z0-9-]+:\w+)(?: when (?P<when>@?\w+))?"
    r"(?P<resources>(?: \*| [\w|-]+\([^)]*\))+)(?: keys (?P<keys>.+))?$"
)


def read_service(name, paths):
    """Reads the files of one service."""
    service = Service(name)
    for path in paths:
        for block in _blocks(path):
            _read_block(service, block)
    return service


def _logical_lines(path):
    """(where, depth, text) of each line; a line four or more in continues the one before."""
    lines = []
    with open(path, encoding="utf-8") as file:
        for number, raw in enumerate(file, 1):
            text = raw.strip()
            if not text or text.startswith("#"):
                continue
            indent = len(raw) - len(raw.lstrip(" "))
            if indent >= 4 and lines:
                where, depth, before = lines[-1]
                lines[-1] = (where, depth, before + " " + text)
            elif indent in (0, 2) and "\t" not in raw:
                lines.append(((path, number), indent, text))
            else:
                raise ContractError((path, number), "expected an indent of 0, 2, 4 or more spaces")
    return lines


def _blocks(path):
    """Each line at the margin with the indented lines below it."""
    blocks = []
    for where, depth, text in _logical_lines(path):
        if depth == 0:
            blocks.append([(where, text)])
        elif not blocks:
            raise ContractError(where, "expected a declaration at the margin first")
        else:
            blocks[-1].append((where, text))
    return blocks


def _read_block(service, block):
    (where, text), body = block[0], block[1:]
    words = text.split()
    read = BLOCKS.get(words[0])
    if not read:
        raise ContractError(where, f"expected one of {', '.join(sorted(BLOCKS))}, not '{words[0]}'")
    if len(words) < 2:
        raise ContractError(where, f"expected a name after '{words[0]}'")
    read(service, where, words, body)


def _read_settings(service, where, words, body):
    if words[1:] != [service.name]:
        raise ContractError(where, f"expected 'service {service.name}', as the folder is named")
    if service.where:
        raise ContractError(where, f"expected one 'service {service.name}' only")
    service.where = where
    for line_where, text in body:
        name, _, value = text.partition(" ")
        if name in FLAGS and not value:
            value = "yes"
        elif name not in SETTINGS or not value.strip():
            known = ", ".join(sorted(SETTINGS | FLAGS))
            raise ContractError(line_where, f"expected a setting and its value: {known}")
        service.settings[name] = value.strip()


def _read_resource(service, where, words, body):
    if len(words) != 3 or body:
        raise ContractError(where, "expected 'resource TYPE ARN'")
    service.resources.append((where, words[1], words[2]))


def _read_error(service, where, words, body):
    if len(words) < 3 or not words[2].isdigit() or body:
        raise ContractError(where, "expected 'error NAME STATUS [CODE] [reason SHAPE]'")
    error = Error(where, words[1], int(words[2]), words[1])
    rest = words[3:]
    if rest and rest[0] not in ("reason", "query", "common"):
        error.code = rest.pop(0)
    while rest:
        option = rest.pop(0)
        if option == "common":
            error.is_common = True
        elif option in ("reason", "query") and rest:
            setattr(error, "reason" if option == "reason" else "query_code", rest.pop(0))
        else:
            raise ContractError(where, "expected 'reason SHAPE', 'query CODE' or 'common'")
    service.errors.append(error)


def _read_simple(service, where, words, body):
    shape = Shape(where, words[0], words[1])
    _read_options(shape, words[2:])
    for line_where, text in body:
        name, _, value = text.partition(" ")
        if name == "pattern" and shape.kind == "string" and not shape.pattern and value:
            shape.pattern = value
        elif name == "enum" and shape.kind == "string" and not shape.enum and value:
            shape.enum = value.split()
        else:
            raise ContractError(line_where, "expected one 'pattern REGEX' or 'enum VALUE …'")
    service.shapes.append(shape)


def _read_options(shape, words):
    for word in words:
        match = RANGE.match(word)
        if match:
            shape.min = int(match[1]) if match[1] else None
            shape.max = int(match[2]) if match[2] else None
        elif word == "sensitive":
            shape.is_sensitive = True
        elif word == "flat" and shape.kind in ("list", "map"):
            shape.is_flat = True
        elif word == "iso8601" and shape.kind == "timestamp":
            shape.is_iso_time = True
        elif word == "json" and shape.kind == "string":
            shape.is_json = True
        else:
            raise ContractError(shape.where, f"expected MIN..MAX or a property, not '{word}'")


def _read_list(service, where, words, body):
    if len(words) < 4 or words[2] != "of" or body:
        raise ContractError(where, "expected 'list NAME of SHAPE [as ITEM] [MIN..MAX] [flat]'")
    shape = Shape(where, "list", words[1], item=words[3])
    rest = words[4:]
    if rest[:1] == ["as"] and len(rest) > 1:
        shape.item_name = rest[1]
        rest = rest[2:]
    _read_options(shape, rest)
    service.shapes.append(shape)


def _read_map(service, where, words, body):
    if len(words) < 6 or words[2] != "from" or words[4] != "to" or body:
        raise ContractError(where, "expected 'map NAME from SHAPE to SHAPE [flat]'")
    shape = Shape(where, "map", words[1], key=words[3], value=words[5])
    _read_options(shape, words[6:])
    service.shapes.append(shape)


def _read_structure(service, where, words, body):
    if len(words) != 2:
        raise ContractError(where, "expected 'structure NAME'")
    members = [_read_member(line_where, text) for line_where, text in body]
    service.shapes.append(Shape(where, "structure", words[1], members=members))


def _read_member(where, text):
    words = text.split()
    if len(words) < 2 or not re.fullmatch(r"\w+!?", words[0]):
        raise ContractError(where, "expected a member: NAME[!] SHAPE [LOCATION [WIRE NAME]]")
    name = words[0].rstrip("!")
    member = Member(where, name, words[1], words[0].endswith("!"), wire_name=name)
    if len(words) > 2:
        if words[2] not in LOCATIONS or len(words) > 4:
            raise ContractError(where, f"expected a location: {', '.join(sorted(LOCATIONS))}")
        member.location = words[2]
        member.wire_name = words[3] if len(words) > 3 else name
    return member


def _read_operation(service, where, words, body):
    if len(words) != 3 or words[2] not in ACCESS:
        raise ContractError(where, f"expected 'op NAME ACCESS', one of {', '.join(sorted(ACCESS))}")
    operation = Operation(where, words[1], words[2])
    for line_where, text in body:
        name, _, value = text.partition(" ")
        if name in CLAUSES:
            CLAUSES[name](operation, line_where, value.strip())
        elif operation.output is not None:
            operation.output.append(_read_member(line_where, text))
        else:
            operation.input.append(_read_member(line_where, text))
    service.operations.append(operation)


def _clause_authorize(operation, where, value):
    if operation.authorize == [] or (value == "none" and operation.authorize):
        raise ContractError(where, "expected 'authorize none' to stand alone")
    operation.authorize = operation.authorize or []
    if value == "none":
        return
    match = AUTHORIZE.match(re.sub(r" +", " ", value))
    if not match:
        raise ContractError(
            where, "expected 'authorize ACTION [when MEMBER] TYPE(MEMBER, …) … [keys KEY[=MEMBER] …]'"
        )
    authorize = Authorize(where, match["action"], match["when"])
    for types, parameters in re.findall(r"([\w|-]+)\(([^)]*)\)", match["resources"]):
        names = [name.strip() for name in parameters.split(",") if name.strip()]
        authorize.resources.append(AuthorizeResource(types.split("|"), names))
    if not authorize.resources:
        authorize.resources.append(AuthorizeResource(["*"], []))
    for key in (match["keys"] or "").split():
        name, _, path = key.partition("=")
        authorize.keys.append((name, path or None))
    operation.authorize.append(authorize)


def _clause_http(operation, where, value):
    match = re.fullmatch(r"(GET|PUT|POST|DELETE|HEAD|PATCH) (/\S*)(?: (\d{3}))?", value)
    if not match:
        raise ContractError(where, "expected 'http METHOD /URI [STATUS]'")
    operation.method, operation.uri = match[1], match[2]
    operation.status = int(match[3] or 200)


def _clause_pages(operation, where, value):
    match = re.fullmatch(r"(.+?) by (\w+)(?: to (\w+))?(?: limit (\w+))?(?: more (\w+))?", value)
    if not match or operation.paging:
        raise ContractError(
            where, "expected one 'pages RESULT … by TOKEN [to TOKEN] [limit MEMBER] [more MEMBER]'"
        )
    results, token, output_token, limit, more = match.groups()
    operation.paging = Paging(where, results.split(), token, output_token or token, limit, more)


def _clause_wrapper(operation, where, value):
    if not re.fullmatch(r"\w+", value):
        raise ContractError(where, "expected 'wrapper ELEMENT'")
    operation.wrapper = value


def _clause_unsigned(operation, where, value):
    if value:
        raise ContractError(where, "expected 'unsigned' alone")
    operation.is_unsigned = True


def _clause_output(operation, where, value):
    if value or operation.output is not None:
        raise ContractError(where, "expected one '->' alone on its line")
    operation.output = []


def _clause_throws(operation, where, value):
    if not value:
        raise ContractError(where, "expected the names of errors after 'throws'")
    operation.throws += [(where, name) for name in value.split()]


CLAUSES = {
    "authorize": _clause_authorize,
    "http": _clause_http,
    "pages": _clause_pages,
    "wrapper": _clause_wrapper,
    "unsigned": _clause_unsigned,
    "->": _clause_output,
    "throws": _clause_throws,
}

BLOCKS = {
    "service": _read_settings,
    "resource": _read_resource,
    "error": _read_error,
    "list": _read_list,
    "map": _read_map,
    "structure": _read_structure,
    "op": _read_operation,
    **{kind: _read_simple for kind in SIMPLE_KINDS},
}
