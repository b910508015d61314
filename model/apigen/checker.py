"""Refuses a contract that could not be turned into C, or that contradicts itself."""

import re

import names
from contract import ContractError

PROTOCOLS = {"query", "json", "rest-xml", "rest-json"}
NEEDED_SETTINGS = ("id", "protocol", "version", "endpoint")


def check_service(service):
    """Raises ContractError at the first line that is wrong."""
    _check_settings(service)
    _check_unique(service)
    for shape in service.shapes:
        _check_shape(service, shape)
    for error in service.errors:
        _check_error(service, error)
    for operation in service.operations:
        _check_operation(service, operation)


def _check_settings(service):
    if not service.where:
        raise ContractError((service.name, 1), f"expected 'service {service.name}' in one file")
    settings = service.settings
    for name in NEEDED_SETTINGS:
        if name not in settings:
            raise ContractError(service.where, f"expected the setting '{name}'")
    if settings["protocol"] not in PROTOCOLS:
        raise ContractError(service.where, f"expected a protocol: {', '.join(sorted(PROTOCOLS))}")
    if settings["protocol"] == "json" and not {"json", "target"} <= set(settings):
        raise ContractError(service.where, "expected the settings 'json' and 'target'")


def _check_unique(service):
    """Two names must differ in C too, where they are in lower case."""
    for what, items, c_name in (
        ("operation", service.operations, names.snake),
        ("shape", service.shapes, names.snake),
        ("error", service.errors, names.error),
    ):
        seen = {}
        for item in items:
            before = seen.setdefault(c_name(item.name), item)
            if before is not item:
                place = f"{before.where[0]}:{before.where[1]}"
                raise ContractError(
                    item.where, f"expected a new {what}, '{before.name}' is declared at {place}"
                )


def _need_shape(service, where, name):
    shape = service.shape(name)
    if not shape:
        raise ContractError(where, f"expected a known shape, not '{name}'")
    return shape


def _check_shape(service, shape):
    if shape.min is not None and shape.max is not None and shape.min > shape.max:
        raise ContractError(shape.where, f"expected {shape.max}..{shape.min}, the least first")
    if shape.kind not in ("integer", "long") and min(shape.min or 0, shape.max or 0) < 0:
        raise ContractError(shape.where, "expected a length of 0 or more")
    if shape.pattern:
        _check_pattern(shape)
    if shape.enum and len(set(shape.enum)) != len(shape.enum):
        raise ContractError(shape.where, "expected each enum value once")
    for name in (shape.item, shape.key, shape.value):
        if name:
            _need_shape(service, shape.where, name)
    if shape.key and service.shape(shape.key).kind != "string":
        raise ContractError(shape.where, "expected a map from a string shape")
    _check_members(service, shape.members)


def _check_pattern(shape):
    """AWS writes Java's expressions; the classes Python lacks are taken for word characters."""
    text = re.sub(r"\\p\{\w+\}|\\p\w", r"\\w", shape.pattern)
    try:
        re.compile(text)
    except re.error as problem:
        raise ContractError(shape.where, f"expected a regular expression: {problem}") from problem


def _check_members(service, members):
    seen = set()
    for member in members:
        _need_shape(service, member.where, member.shape)
        if names.member(member.name) in seen:
            raise ContractError(member.where, f"expected member '{member.name}' once")
        seen.add(names.member(member.name))


def _check_error(service, error):
    if not 300 <= error.status <= 599:
        raise ContractError(error.where, "expected an HTTP status of 300 to 599")
    if error.reason and _need_shape(service, error.where, error.reason).kind != "string":
        raise ContractError(error.where, "expected a string shape after 'reason'")


def _check_operation(service, operation):
    _check_members(service, operation.input)
    _check_members(service, operation.output or [])
    if operation.authorize is None:
        raise ContractError(operation.where, f"expected an authorize line for '{operation.name}'")
    for authorize in operation.authorize:
        _check_authorize(service, operation, authorize)
    _check_throws(service, operation)
    _check_uri(operation)
    if operation.paging:
        _check_paging(operation)


def _check_throws(service, operation):
    seen = set()
    for where, name in operation.throws:
        error = service.error(name)
        if not error:
            raise ContractError(where, f"expected a known error, not '{name}'")
        if error.name in seen:
            raise ContractError(where, f"expected error '{name}' once")
        seen.add(error.name)


def _check_authorize(service, operation, authorize):
    known = {name for _, name, _ in service.resources} | {"*"}
    paths = [path for _, path in authorize.keys]
    if authorize.when and not authorize.when.startswith("@"):
        paths.append(authorize.when)
    for resource in authorize.resources:
        paths += resource.parameters
        for name in resource.types:
            if name not in known:
                raise ContractError(authorize.where, f"expected a resource type, not '{name}'")
    for path in paths:
        if path and not _has_path(service, operation.input, path):
            raise ContractError(authorize.where, f"expected an input member, not '{path}'")


def _has_path(service, members, path):
    first, _, rest = path.partition(".")
    member = next((item for item in members if item.name == first), None)
    if not member:
        return False
    return not rest or _has_path(service, service.shape(member.shape).members, rest)


def _check_uri(operation):
    wanted = set(re.findall(r"\{([^}]+)\}", operation.uri))
    given = {member.wire_name for member in operation.input if member.location == "uri"}
    if wanted != given:
        raise ContractError(operation.where, f"expected the uri members {sorted(wanted)}")
    for members in (operation.input, operation.output or []):
        payloads = [item for item in members if item.location == "payload"]
        if len(payloads) > 1:
            raise ContractError(payloads[1].where, "expected one payload member")


def _check_paging(operation):
    paging = operation.paging
    inputs = {member.name for member in operation.input}
    outputs = {member.name for member in operation.output or []}
    for name, known, side in (
        (paging.input_token, inputs, "input"),
        (paging.limit, inputs, "input"),
        (paging.output_token, outputs, "output"),
        (paging.more, outputs, "output"),
        *((result, outputs, "output") for result in paging.results),
    ):
        if name and name not in known:
            raise ContractError(paging.where, f"expected an {side} member, not '{name}'")
