"""What a contract file says, as plain data."""

from dataclasses import dataclass, field


class ContractError(Exception):
    """Something a contract file must not say; prints as file:line: what was expected."""

    def __init__(self, where, expected):
        super().__init__(f"{where[0]}:{where[1]}: {expected}")


@dataclass
class Member:
    where: tuple
    name: str
    shape: str
    is_required: bool = False
    location: str = "body"
    wire_name: str = ""


@dataclass
class Shape:
    where: tuple
    kind: str
    name: str
    min: int = None
    max: int = None
    pattern: str = None
    enum: list = None
    members: list = field(default_factory=list)
    item: str = None
    item_name: str = "member"
    key: str = None
    value: str = None
    is_flat: bool = False
    is_sensitive: bool = False
    is_iso_time: bool = False
    is_json: bool = False


@dataclass
class Error:
    where: tuple
    name: str
    status: int
    code: str
    query_code: str = None
    reason: str = None
    is_common: bool = False


@dataclass
class AuthorizeResource:
    types: list  # of which the named thing is one
    parameters: list


@dataclass
class Authorize:
    where: tuple
    action: str
    when: str = None
    resources: list = field(default_factory=list)
    keys: list = field(default_factory=list)  # of (key, member path or None)


@dataclass
class Paging:
    where: tuple
    results: list
    input_token: str
    output_token: str
    limit: str = None
    more: str = None


@dataclass
class Operation:
    where: tuple
    name: str
    access: str
    authorize: list = None  # None: no line yet; []: "none"
    method: str = "POST"
    uri: str = "/"
    status: int = 200
    wrapper: str = None
    paging: Paging = None
    is_unsigned: bool = False
    input: list = field(default_factory=list)
    output: list = None
    throws: list = field(default_factory=list)


@dataclass
class Service:
    name: str
    where: tuple = None
    settings: dict = field(default_factory=dict)
    operations: list = field(default_factory=list)
    shapes: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    resources: list = field(default_factory=list)  # of (where, type, ARN template)

    def shape(self, name):
        return self._by_name("shapes", name)

    def error(self, name):
        """An error by its name, or by its name without "Exception"."""
        return self._by_name("errors", name) or self._by_name("errors", name + "Exception")

    def _by_name(self, what, name):
        return next((item for item in getattr(self, what) if item.name == name), None)
