#!/usr/bin/env python3
"""Writes a file as a C string: embed.py NAME INPUT OUTPUT."""
import sys


def quoted(line):
    escaped = line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'\t"{escaped}\\n"'


def main():
    name, source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        lines = [quoted(line) for line in file.read().splitlines()]
    with open(target, "w", encoding="utf-8") as file:
        file.write(f"extern const char {name}[];\nconst char {name}[] =\n")
        file.write("\n".join(lines) + ";\n")


if __name__ == "__main__":
    main()
