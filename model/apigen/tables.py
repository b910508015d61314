"""Writes the tables of a service."""

import names
from header import NOTICE, c_type, struct_tag

KINDS = {
    "string": "API_STRING",
    "integer": "API_INTEGER",
    "long": "API_LONG",
    "boolean": "API_BOOLEAN",
    "timestamp": "API_TIMESTAMP",
    "blob": "API_BLOB",
    "list": "API_LIST_KIND",
    "map": "API_MAP",
    "structure": "API_STRUCTURE",
}
PROTOCOLS = {
    "query": "API_QUERY",
    "json": "API_JSON",
    "rest-xml": "API_REST_XML",
    "rest-json": "API_REST_JSON",
}


def write_tables(service):
    """Text of SERVICE_api.c."""
    parts = [NOTICE.format(service.name), f'#include "model/{service.name}_api.h"\n']
    parts += [_error(service, error) for error in service.errors]
    parts += [_shape(service, shape) for shape in service.shapes]
    for operation in service.operations:
        parts.append(_side(service, operation, "in", operation.input))
        parts.append(_side(service, operation, "out", operation.output or []))
        parts.append(_authorize(service, operation))
    parts += [_operations(service), _service(service), _dispatch(service)]
    return "\n".join(part for part in parts if part)


def quote(text):
    """A C string literal, or NULL."""
    if text is None:
        return "NULL"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?")
    return f'"{escaped}"'


def _strings(values):
    """A NULL-terminated list of texts."""
    return "(const char *const[]){ " + ", ".join([quote(value) for value in values] + ["NULL"]) + " }"


def _row(fields, indent="\t"):
    """Designated initialisers, without those that are zero anyway."""
    return "".join(
        f"{indent}.{name} = {value},\n"
        for name, value in fields
        if value not in (None, "NULL", "false", "0")
    )


def _flag(value):
    return "true" if value else "false"


def _error(service, error):
    fields = [
        ("name", quote(error.name)),
        ("code", quote(error.code)),
        ("query_code", quote(error.query_code)),
        ("http_status", str(error.status)),
        ("has_reason", _flag(error.reason)),
        ("is_common", _flag(error.is_common)),
    ]
    return (
        f"const struct api_error {service.name}_{names.error(error.name)} = {{\n{_row(fields)}}};\n"
    )


def _json_key(wire_name):
    """The name as JSON has it, so that it need not be quoted for each answer."""
    key = f'"{wire_name}":'
    return ("json_key", quote(key)), ("json_key_len", str(len(key)))


def _members(service, name, tag, members):
    """The member table of a structure, or nothing if it has none."""
    if not members:
        return ""
    rows = []
    for member in members:
        fields = [
            ("name", quote(member.name)),
            ("wire_name", quote(member.wire_name)),
            *_json_key(member.wire_name),
            ("shape", f"&{service.name}_{names.snake(member.shape)}_shape"),
            ("offset", f"offsetof({tag}, {names.member(member.name)})"),
            ("location", f"API_IN_{member.location.upper()}"),
            ("is_required", _flag(member.is_required)),
        ]
        rows.append("\t{\n" + _row(fields, "\t\t") + "\t},\n")
    return f"static const struct api_member {name}_members[] = {{\n{''.join(rows)}}};\n\n"


def _map_members(service, shape):
    tag = struct_tag(service, shape.name) + "_entry"
    rows = []
    for part, name in (("key", shape.key), ("value", shape.value)):
        fields = [
            ("name", quote(part)),
            ("wire_name", quote(part)),
            *_json_key(part),
            ("shape", f"&{service.name}_{names.snake(name)}_shape"),
            ("offset", f"offsetof({tag}, {part})"),
            ("is_required", "true"),
        ]
        rows.append("\t{\n" + _row(fields, "\t\t") + "\t},\n")
    name = f"{service.name}_{names.snake(shape.name)}"
    return f"static const struct api_member {name}_members[] = {{\n{''.join(rows)}}};\n\n"


def _shape(service, shape):
    name = f"{service.name}_{names.snake(shape.name)}"
    tag = struct_tag(service, shape.name)
    before = ""
    if shape.kind == "structure":
        before = _members(service, name, tag, shape.members)
    elif shape.kind == "map":
        before = _map_members(service, shape)
    count = {"map": 2}.get(shape.kind, len(shape.members))
    fields = [
        ("name", quote(shape.name)),
        ("kind", KINDS[shape.kind]),
        ("size", f"sizeof({c_type(service, shape, True).strip()})"),
        ("has_min", _flag(shape.min is not None)),
        ("has_max", _flag(shape.max is not None)),
        ("min", str(shape.min or 0)),
        ("max", str(shape.max or 0)),
        ("pattern", quote(shape.pattern)),
        ("enum_values", _strings(shape.enum) if shape.enum else None),
        ("members", f"{name}_members" if count else None),
        ("member_count", str(count)),
        ("item", f"&{service.name}_{names.snake(shape.item)}_shape" if shape.item else None),
        ("item_name", quote(shape.item_name) if shape.item else None),
        ("entry_size", f"sizeof({tag}_entry)" if shape.kind == "map" else None),
        ("is_flattened", _flag(shape.is_flat)),
        ("is_sensitive", _flag(shape.is_sensitive)),
        ("is_iso_time", _flag(shape.is_iso_time)),
        ("is_json", _flag(shape.is_json)),
    ]
    return f"{before}const struct api_shape {name}_shape = {{\n{_row(fields)}}};\n"


def _side(service, operation, side, members):
    """The shape of an operation's input or output."""
    name = f"{service.name}_{names.snake(operation.name)}_{side}"
    suffix = "Request" if side == "in" else "Response"
    fields = [
        ("name", quote(operation.name + suffix)),
        ("kind", "API_STRUCTURE"),
        ("size", f"sizeof(struct {name})"),
        ("members", f"{name}_members" if members else None),
        ("member_count", str(len(members))),
    ]
    table = _members(service, name, f"struct {name}", members)
    return f"{table}static const struct api_shape {name}_shape = {{\n{_row(fields)}}};\n"


def _authorize(service, operation):
    if not operation.authorize:
        return ""
    rows = []
    for authorize in operation.authorize:
        resources = "".join(
            f"\t\t\t{{ {quote('|'.join(item.types))}, {_strings(item.parameters)} }},\n"
            for item in authorize.resources
        )
        keys = "".join(f"\t\t\t{{ {quote(key)}, {quote(path)} }},\n" for key, path in authorize.keys)
        fields = [
            ("action", quote(authorize.action)),
            ("when", quote(authorize.when)),
            ("resources", f"(const struct api_authorize_resource[]){{\n{resources}\t\t}}"),
            ("resource_count", str(len(authorize.resources))),
            ("condition_keys", f"(const struct api_condition_key[]){{\n{keys}\t\t\t{{ NULL, NULL }},\n\t\t}}"),
        ]
        rows.append("\t{\n" + _row(fields, "\t\t") + "\t},\n")
    name = f"{service.name}_{names.snake(operation.name)}"
    return f"static const struct api_authorize {name}_authorize[] = {{\n{''.join(rows)}}};\n"


def _operations(service):
    rows = [_operation(service, operation) for operation in service.operations]
    return f"const struct api_operation {service.name}_operations[] = {{\n{''.join(rows)}}};\n"


def _operation(service, operation):
    snake = names.snake(operation.name)
    name = f"{service.name}_{snake}"
    errors = [f"&{service.name}_{names.error(error)}" for _, error in operation.throws]
    wrapper = operation.wrapper
    if not wrapper and service.settings["protocol"] == "query" and operation.output is not None:
        wrapper = operation.name + "Result"
    fields = [
        ("name", quote(operation.name)),
        ("service", f"&{service.name}_api"),
        ("index", f"{service.name.upper()}_{snake.upper()}"),
        ("http_method", quote(operation.method)),
        ("http_uri", quote(operation.uri)),
        ("http_status", str(operation.status)),
        ("input", f"&{name}_in_shape"),
        ("output", f"&{name}_out_shape"),
        ("input_size", f"sizeof(struct {name}_in)"),
        ("output_size", f"sizeof(struct {name}_out)"),
        ("has_output", _flag(operation.output is not None)),
        ("result_wrapper", quote(wrapper)),
        ("errors", "(const struct api_error *const[]){ " + ", ".join(errors + ["NULL"]) + " }"),
        ("paging", _paging(operation.paging)),
        ("authorize", f"{name}_authorize" if operation.authorize else None),
        ("authorize_count", str(len(operation.authorize))),
        ("is_unsigned", _flag(operation.is_unsigned)),
        ("is_write", _flag(operation.access not in ("read", "list"))),
    ]
    return "\t{\n" + _row(fields, "\t\t") + "\t},\n"


def _paging(paging):
    if not paging:
        return None
    values = [paging.input_token, paging.output_token, paging.limit, paging.more, paging.results[0]]
    return "{ " + ", ".join(quote(value) for value in values) + " }"


def _service(service):
    settings = service.settings
    errors = "".join(f"\t&{service.name}_{names.error(error.name)},\n" for error in service.errors)
    resources = "".join(
        f"\t{{ {quote(name)}, {quote(arn)} }},\n" for _, name, arn in service.resources
    )
    fields = [
        ("name", quote(service.name.replace("_", "-"))),
        ("id", quote(settings["id"])),
        ("signing_name", quote(settings.get("signing", service.name))),
        ("endpoint_prefix", quote(settings["endpoint"])),
        ("api_version", quote(settings["version"])),
        ("xml_namespace", quote(settings.get("namespace"))),
        ("target_prefix", quote(settings.get("target"))),
        ("json_version", quote(settings.get("json"))),
        ("protocol", PROTOCOLS[settings["protocol"]]),
        ("is_query_compatible", _flag("query-compatible" in settings)),
        ("operations", f"{service.name}_operations"),
        ("operation_count", str(len(service.operations))),
        ("errors", "service_errors"),
        ("error_count", str(len(service.errors))),
        ("resource_types", "resource_types"),
    ]
    return (
        f"static const struct api_error *const service_errors[] = {{\n{errors}\tNULL,\n}};\n\n"
        f"static const struct api_resource_type resource_types[] = {{\n{resources}"
        f"\t{{ NULL, NULL }},\n}};\n\n"
        f"const struct api_service {service.name}_api = {{\n{_row(fields)}}};\n"
    )


def _dispatch(service):
    """A typed thunk for each operation, so that no function type is cast."""
    name = service.name
    thunks = [f"THUNK({names.snake(item.name)})" for item in service.operations]
    rows = [
        f"\t{{ run_{names.snake(item.name)}, has_{names.snake(item.name)} }},"
        for item in service.operations
    ]
    return (
        DISPATCH_HEAD.replace("NAME", name)
        + "\n".join(thunks)
        + "\n\n"
        + DISPATCH_ROWS.replace("NAME", name).replace("ROWS", "\n".join(rows))
        + DISPATCH_TAIL.replace("NAME", name)
    )


DISPATCH_HEAD = """#define THUNK(op)                                                                  \\
\tstatic enum api_status run_##op(const struct NAME_handlers *handlers,             \\
\t\tstruct call *call, const void *in, void *out)                             \\
\t{                                                                                 \\
\t\tif (!handlers->op)                                                        \\
\t\t\treturn API_NOT_IMPLEMENTED;                                       \\
\t\treturn handlers->op(call, in, out);                                       \\
\t}                                                                                 \\
\tstatic bool has_##op(const struct NAME_handlers *handlers)                        \\
\t{                                                                                 \\
\t\treturn handlers->op;                                                      \\
\t}
"""

DISPATCH_ROWS = """static const struct {
\tenum api_status (*run)(const struct NAME_handlers *handlers, struct call *call,
\t\tconst void *in, void *out);
\tbool (*has)(const struct NAME_handlers *handlers);
} thunks[] = {
ROWS
};

"""

DISPATCH_TAIL = """enum api_status NAME_dispatch(const struct NAME_handlers *handlers, size_t operation,
\tstruct call *call, const void *in, void *out)
{
\treturn thunks[operation].run(handlers, call, in, out);
}

bool NAME_handles(const struct NAME_handlers *handlers, size_t operation)
{
\treturn thunks[operation].has(handlers);
}

static enum api_status run_any(const void *handlers, size_t operation, struct call *call,
\tconst void *in, void *out)
{
\treturn NAME_dispatch(handlers, operation, call, in, out);
}

static bool handles_any(const void *handlers, size_t operation)
{
\treturn NAME_handles(handlers, operation);
}

const struct api_dispatch NAME_dispatch_table = { run_any, handles_any };
"""


def write_contract(services):
    """Text of contract.c."""
    includes = "".join(f'#include "model/{service.name}_api.h"\n' for service in services)
    rows = "".join(f"\t&{service.name}_api,\n" for service in services)
    return (
        "/* Generated from model/contract; do not edit. */\n\n"
        f"{includes}\nconst struct api_service *const api_services[] = {{\n{rows}\tNULL,\n}};\n"
    )
