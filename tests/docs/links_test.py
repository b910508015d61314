"""Whether what the documents name is there: links, and the paths of ARCHITECTURE.md."""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop())
# Not ours: what a build or an installation leaves in the tree.
FOREIGN = {"build", ".git", "node_modules"}
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/?")
HEADING = re.compile(r"[^\w\- ]")


def documents():
    """Every Markdown file of ours with its text, without its code blocks."""
    for path in sorted(ROOT.rglob("*.md")):
        if not FOREIGN & set(path.relative_to(ROOT).parts):
            yield path, FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path):
    """What can stand behind # in a link to @path."""
    lines = FENCE.sub("", path.read_text(encoding="utf-8")).splitlines()
    headings = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
    return {HEADING.sub("", heading).lower().replace(" ", "-") for heading in headings}


def broken_links(path, text):
    for target in LINK.findall(text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield f"{path.relative_to(ROOT)}: {target}"


def exists(path):
    return path.exists() or path.with_name(path.name + ".h").exists()


def missing_from_text(text):
    """Paths from the top of the tree, as running text and tables name them."""
    top = {entry.name for entry in ROOT.iterdir()}
    for code in CODE.findall(text):
        if PATH.fullmatch(code) and code.split("/")[0] in top and not exists(ROOT / code):
            yield code


def names_in_map(text):
    """Names of a list item, before its colon, in the folder of their heading."""
    for section in text.split("\n### ")[1:]:
        folder = CODE.search(section).group(1)
        for item in section.split("\n- ")[1:]:
            for name in CODE.findall(item.split(":")[0]):
                yield folder + name


def sources():
    """Every C file of the programs."""
    for layer in ("wire", "model", "policy", "mock", "client", "scenarios"):
        for path in sorted((ROOT / layer).rglob("*.[ch]")):
            yield path.relative_to(ROOT)


class Links(unittest.TestCase):
    def test_every_relative_link_leads_somewhere(self):
        broken = [link for path, text in documents() for link in broken_links(path, text)]
        self.assertEqual([], broken)

    def test_every_path_in_architecture_exists(self):
        text = FENCE.sub("", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
        story, _, map_of_files = text.partition("## Every file")
        self.assertEqual([], list(missing_from_text(story)))
        names = names_in_map(map_of_files)
        self.assertEqual([], [name for name in names if not exists(ROOT / name)])

    def test_every_source_has_its_place_in_the_map_of_architecture(self):
        text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
        names = set(names_in_map(text.partition("## Every file")[2]))
        self.assertEqual([], [str(path) for path in sources()
                              if not names & {str(path), str(path.with_suffix(""))}])


if __name__ == "__main__":
    unittest.main()
