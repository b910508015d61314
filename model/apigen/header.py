"""Writes the headers of a service: its structs, handlers and client calls."""

import names

NOTICE = "/* Generated from model/contract/{0}; do not edit. */\n"
SCALARS = {
    "string": "const char *",
    "integer": "struct api_integer ",
    "long": "struct api_integer ",
    "boolean": "struct api_boolean ",
    "timestamp": "struct api_timestamp ",
    "blob": "struct api_blob ",
}


def struct_tag(service, name):
    return f"struct {service.name}_{names.snake(name)}"


def c_type(service, shape, is_item=False):
    """The type of a member, or of a value stored in a list or map, ready for a name."""
    if shape.kind in SCALARS:
        return SCALARS[shape.kind]
    tag = struct_tag(service, shape.name)
    if shape.kind == "structure" and not is_item:
        return f"const {tag} *"
    return tag + " "


def write_header(service):
    """Text of SERVICE_api.h."""
    parts = [NOTICE.format(service.name), '#pragma once\n\n#include "model/api.h"\n']
    parts += [_list_type(service, shape) for shape in service.shapes if shape.kind in ("list", "map")]
    for shape in service.shapes:
        if shape.kind == "structure":
            parts.append(_struct(service, struct_tag(service, shape.name), shape.members))
    parts += [_entry(service, shape) for shape in service.shapes if shape.kind == "map"]
    for operation in service.operations:
        tag = struct_tag(service, operation.name)
        parts.append(_struct(service, tag + "_in", operation.input))
        parts.append(_struct(service, tag + "_out", operation.output or []))
    parts += [_operations(service), _constants(service), _handlers(service)]
    return "\n".join(parts)


def _list_type(service, shape):
    name = f"{service.name}_{names.snake(shape.name)}"
    if shape.kind == "map":
        return f"API_LIST({name}, struct {name}_entry);"
    return f"API_LIST({name}, {c_type(service, service.shape(shape.item), True).strip()});"


def _entry(service, shape):
    value = c_type(service, service.shape(shape.value), True)
    tag = struct_tag(service, shape.name)
    return f"{tag}_entry {{\n\tconst char *key;\n\t{value}value;\n}};\n"


def _struct(service, tag, members):
    lines = [
        f"\t{c_type(service, service.shape(member.shape))}{names.member(member.name)};"
        for member in members
    ]
    return "\n".join([f"{tag} {{"] + (lines or ["\tchar without_members;"]) + ["};\n"])


def _operations(service):
    prefix = service.name.upper()
    lines = [f"\t{prefix}_{names.snake(item.name).upper()}," for item in service.operations]
    return "\n".join([f"enum {service.name}_op {{"] + lines + [f"\t{prefix}_OP_COUNT,", "};\n"])


def _constants(service):
    lines = [
        f"extern const struct api_service {service.name}_api;",
        f"extern const struct api_operation {service.name}_operations[];",
    ]
    for error in service.errors:
        lines.append(f"extern const struct api_error {service.name}_{names.error(error.name)};")
    for shape in service.shapes:
        lines.append(f"extern const struct api_shape {service.name}_{names.snake(shape.name)}_shape;")
    return "\n".join(lines) + "\n"


def _handlers(service):
    name = service.name
    lines = [f"/* One function for each operation; NULL is not implemented. */\nstruct {name}_handlers {{"]
    for operation in service.operations:
        snake = names.snake(operation.name)
        lines.append(
            f"\tenum api_status (*{snake})(struct call *, const struct {name}_{snake}_in *,\n"
            f"\t\tstruct {name}_{snake}_out *);"
        )
    lines += [
        "};\n",
        f"enum api_status {name}_dispatch(const struct {name}_handlers *handlers, size_t operation,",
        "\tstruct call *call, const void *in, void *out);",
        f"bool {name}_handles(const struct {name}_handlers *handlers, size_t operation);",
        "/* The same two for handlers whose type is not known. */",
        f"extern const struct api_dispatch {name}_dispatch_table;\n",
    ]
    return "\n".join(lines)


def write_client(service):
    """Text of SERVICE_client.h."""
    name = service.name
    lines = [
        NOTICE.format(name),
        f'#pragma once\n\n#include "model/{name}_api.h"\n#include "wire/fault.h"\n',
        "struct client;\n",
        "/* Makes one call; defined by the client. */",
        "MUST_USE bool client_call(struct client *client, const struct api_operation *operation,",
        "\tconst void *in, void *out, struct fault *fault);\n",
    ]
    for operation in service.operations:
        snake = names.snake(operation.name)
        lines.append(
            f"MUST_USE static inline bool {name}_{snake}(struct client *client,\n"
            f"\tconst struct {name}_{snake}_in *in, struct {name}_{snake}_out *out,\n"
            f"\tstruct fault *fault)\n{{\n"
            f"\treturn client_call(client, &{name}_operations[{name.upper()}_{snake.upper()}], in, out,\n"
            f"\t\tfault);\n}}\n"
        )
    return "\n".join(lines)
