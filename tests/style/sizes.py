"""Fails when a file or a function is longer than a reader's patience. Lower a limit freely; raise one never."""
import pathlib
import re
import sys

FILE_LINES_MAX = {".cpp": 400, ".hpp": 250}
FUNCTION_LINES_MAX = 60
FOLDERS = ("host", "plugins", "sdk", "tests")
INDENT = re.compile(r" *")
COMMENT = re.compile(r"\s*//")
RAW_STRING = re.compile(r'R"(\w*)\(.*?\)\1"', re.DOTALL)
# A brace at the end opens a function or a block in one when what is before it has parentheses that are no call's
# or table's: not "names = {", not "struct Outcome {".
SCOPE = re.compile(r"\s*(namespace|class|struct|union|enum|extern)\b[^()]*\{$")
FUNCTION = re.compile(r".*\).*(?<![={(,])\{$")
STRING = re.compile(r'"(\\.|[^"\\])*"')


def code_lines(text):
    """The lines of the text, with nothing but line ends left of its raw strings."""
    return RAW_STRING.sub(lambda found: '""' + "\n" * found[0].count("\n"), text).splitlines()


def opens_function(statement):
    """Whether the brace that ends the statement may be a function's; one within parentheses is a value's."""
    bare = STRING.sub("", statement)
    return FUNCTION.match(bare) and not SCOPE.match(bare) and bare.count("(") == bare.count(")")


def functions(lines):
    """(first line, number of lines) of the functions of a formatted file: from the start of the statement
    that opens a brace to the brace that closes it at the same indentation."""
    opened = {}  # indentation -> number of the line where the statement began
    statement = []
    for number, line in enumerate(lines, 1):
        line = line.rstrip()
        statement = [] if COMMENT.match(line) or line.startswith("#") else [*statement, line.strip()]
        if line.endswith("{"):
            begin, whole = number - len(statement) + 1, re.sub(r" ?\{$", "{", " ".join(statement))
            if opens_function(whole):
                opened.setdefault(len(INDENT.match(lines[begin - 1])[0]), begin)
        elif line.strip() == "}":
            indent = len(INDENT.match(line)[0])
            if indent in opened:
                yield opened[indent], number - opened[indent] + 1
            opened = {each: begin for each, begin in opened.items() if each < indent}
        if not line or line.endswith(("{", "}", ";", ":", "};")):
            statement = []


def problems_in(file):
    text = file.read_text()
    lines = text.splitlines()
    limit = FILE_LINES_MAX[file.suffix]
    if len(lines) > limit:
        yield f"{file}:{len(lines)}: {len(lines)} lines, at most {limit}: make two files of it"
    for begin, length in functions(code_lines(text)):
        if length > FUNCTION_LINES_MAX:
            yield f"{file}:{begin}: a function of {length} lines, at most {FUNCTION_LINES_MAX}: name its steps"


def sources(root):
    for folder in FOLDERS:
        yield from sorted(file for file in (root / folder).rglob("*") if file.suffix in FILE_LINES_MAX)


problems = [problem for file in sources(pathlib.Path(sys.argv[1])) for problem in problems_in(file)]
print("\n".join(problems) or "every file and function fits")
sys.exit(bool(problems))
