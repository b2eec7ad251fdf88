"""Fails when a document names a file that does not exist, or when the map outgrows what one reads in a sitting."""
import pathlib
import re
import sys

DOCUMENT_LINES_MAX = {"README.md": None, "host/ARCHITECTURE.md": 200}
TOP = ("host", "plugins", "sdk", "conf", "tests", "packaging", ".ci")
# A path that starts a word: "/oauth/token" and what stands in a URL are none.
PATH = re.compile(r"(?<![\w/.:~$-])(?:[\w.-]+/)+(?:[\w.{},-]*[\w}])?")
INLINE = re.compile(r"`([^`]+)`")
ALTERNATIVES = re.compile(r"(.*)\{([^{}]*)\}(.*)")


def code_in(lines):
    """(line number, text) of everything in backticks: spans within a line, and fenced blocks whole."""
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced:
            yield number, line
        else:
            yield from ((number, span) for span in INLINE.findall(line))


def expanded(path):
    """"a.{hpp,cpp}" names two files."""
    found = ALTERNATIVES.fullmatch(path)
    return [found[1] + each + found[3] for each in found[2].split(",")] if found else [path]


def is_claim(root, path):
    """Whether the text claims that a file of ours is there. Of a path within host/, as "http/server.cpp", only
    one with an ending or a closing slash does: "tools/call" is a method."""
    first, last = path.split("/")[0], path.split("/")[-1]
    return first in TOP or ((root / "host" / first).is_dir() and (last == "" or "." in last))


def exists(root, path):
    return (root / path).exists() or (root / "host" / path).exists()


def problems_in(root, name, limit):
    file = root / name
    if not file.is_file():
        yield f"{file}:1: the document is missing"
        return
    lines = file.read_text().splitlines()
    if limit and len(lines) > limit:
        yield f"{file}:{len(lines)}: {len(lines)} lines, at most {limit}: it is a map, not the country"
    for number, text in code_in(lines):
        for path in (each for found in PATH.findall(text) for each in expanded(found)):
            if is_claim(root, path) and not exists(root, path):
                yield f"{file}:{number}: names {path}, which does not exist"


tree = pathlib.Path(sys.argv[1])
problems = [problem for name, limit in DOCUMENT_LINES_MAX.items() for problem in problems_in(tree, name, limit)]
print("\n".join(problems) or "every file that a document names exists")
sys.exit(bool(problems))
