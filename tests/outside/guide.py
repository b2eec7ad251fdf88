"""Runs the commands of a guide and holds them to the output that it shows."""
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Ends what one block says; the blocks share a shell, so that cd and export last.
MARK = "---- the block of line {}"


def blocks(guide):
    """(kind, line of the guide, text) in order."""
    for found in BLOCK.finditer(guide):
        yield found[1], guide[: found.start()].count("\n") + 1, found[2]


def script(all_blocks):
    yield "set -euo pipefail"
    for kind, line, text in all_blocks:
        if kind == "sh":
            yield f"{text}echo; echo '{MARK.format(line)}'"


def said_by(output, line):
    """What the block at that line said."""
    before = output.split(MARK.format(line))[0]
    return before.rsplit("---- the block of line", 1)[-1]


def problems(all_blocks, output):
    last = None
    for kind, line, text in all_blocks:
        if kind == "sh":
            last = line
            if MARK.format(line) not in output:
                yield f"line {line}: the commands did not come to their end"
                return
        elif last is not None:
            said = said_by(output, last)
            yield from (f"line {line}: nothing said {shown!r}" for shown in text.splitlines() if shown not in said)


guide = list(blocks(pathlib.Path(sys.argv[1]).read_text()))
commands = sum(kind == "sh" for kind, _, _ in guide)
ran = subprocess.run(["bash"], input="\n".join(script(guide)), text=True, stdout=subprocess.PIPE,
                     stderr=subprocess.STDOUT, check=False)
found = list(problems(guide, ran.stdout))
if ran.returncode != 0 or found or commands == 0:
    print(ran.stdout, *found, sep="\n")
    sys.exit(f"the guide is wrong: exit status {ran.returncode}, {commands} blocks of commands")
print(f"{commands} blocks of commands do what the guide says")
