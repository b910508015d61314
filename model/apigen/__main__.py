"""Turns the contract's .api files into C tables, structs and calls.

    apigen --output DIR FILE...   writes SERVICE_api.h, SERVICE_api.c and
                                  SERVICE_client.h of each service, and contract.c
    apigen --list FILE...         prints "SERVICE OPERATION", one a line

A file belongs to the service its folder is named after.
"""

import argparse
import pathlib
import sys

from checker import check_service
from contract import ContractError
from header import write_client, write_header
from reader import read_service
from tables import write_contract, write_tables


def read_contract(files):
    """Reads and checks the services of the files, operations and services by name."""
    paths = {}
    for file in files:
        paths.setdefault(pathlib.Path(file).parent.name, []).append(file)
    services = []
    for name in sorted(paths):
        service = read_service(name, sorted(paths[name]))
        check_service(service)
        service.operations.sort(key=lambda operation: operation.name)
        service.shapes.sort(key=lambda shape: shape.name)
        for operation in service.operations:
            operation.throws = [(w, service.error(error).name) for w, error in operation.throws]
        services.append(service)
    return services


def write_output(folder, services):
    for service in services:
        (folder / f"{service.name}_api.h").write_text(write_header(service), encoding="utf-8")
        (folder / f"{service.name}_api.c").write_text(write_tables(service), encoding="utf-8")
        (folder / f"{service.name}_client.h").write_text(write_client(service), encoding="utf-8")
    (folder / "contract.c").write_text(write_contract(services), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(prog="apigen", description="Turns .api files into C.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--output", metavar="DIR", type=pathlib.Path, help="where to write the C")
    what.add_argument("--list", action="store_true", help="print every operation instead")
    parser.add_argument("files", metavar="FILE", nargs="+", help="an .api file")
    options = parser.parse_args()
    try:
        services = read_contract(options.files)
    except ContractError as error:
        print(error, file=sys.stderr)
        return 1
    if options.list:
        for service in services:
            for operation in service.operations:
                print(service.name, operation.name)
    else:
        write_output(options.output, services)
    return 0


if __name__ == "__main__":
    sys.exit(main())
