"""Proves that a style check can fail: runs it on a small tree with known faults and expects exactly those, each
with file and line; then on the tree without them and expects none.

    fails_on_purpose.py rooms|sizes|documents"""
import pathlib
import subprocess
import sys
import tempfile

LONG_FUNCTION = "\n".join(["int f() {", *["    step();"] * 59, "}"])
FITTING_FUNCTION = LONG_FUNCTION.replace("    step();\n", "", 1)
LONG_TABLE = "\n".join(["const char* kTable[] = {", *["    R\"(int f() {", "}", ")\","] * 30, "};"])
LONG_VALUES = "\n".join(["CASES(", *["    Told{\"a\", words(1)},"] * 40, "    Told{", "        2}", *["    Told{3},"] * 40,
                         "    Told{4});", "", "void g() {", "    step();", "}"])
LONG_CLASS = "\n".join(["class C final : public B {", "public:", *["    void f();", ""] * 40, "};"])

# check: (faulty tree, expected "file:line: words", the same tree mended)
CASES = {
    "rooms": (
        {"host/base/a.hpp": "#pragma once\n\n#include \"mcp/router.hpp\"\n",
         "host/mcp/b.cpp": "#include <toolhost/abi/plugin.h>\n",
         "host/config/c.cpp": "#include \"http/settings.hpp\"\n#include \"http/server.hpp\"\n",
         "host/cupboard/d.cpp": "\n"},
        ["host/base/a.hpp:3: base may not include mcp/router.hpp",
         "host/mcp/b.cpp:1: mcp may not see the plugin ABI",
         "host/config/c.cpp:2: config may not include http/server.hpp",
         "host/cupboard: a room that the table does not know"],
        {"host/base/a.hpp": "#pragma once\n", "host/mcp/b.cpp": "#include \"base/a.hpp\"\n",
         "host/config/c.cpp": "#include \"http/settings.hpp\"\n"}),
    "sizes": (
        {"host/base/a.cpp": "\n" * 401, "host/base/a.hpp": "\n" * 251,
         "plugins/b/b.cpp": f"namespace b {{\n\n{LONG_FUNCTION}\n\n}}  // namespace b\n"},
        ["host/base/a.cpp:401: 401 lines, at most 400",
         "host/base/a.hpp:251: 251 lines, at most 250",
         "plugins/b/b.cpp:3: a function of 61 lines, at most 60"],
        {"host/base/a.cpp": "\n" * 400, "host/base/a.hpp": "\n" * 250,
         "plugins/b/b.cpp": f"namespace b {{\n\n{FITTING_FUNCTION}\n\n}}  // namespace b\n",
         "plugins/b/c.cpp": f"{LONG_TABLE}\n\n{LONG_VALUES}\n\n{LONG_CLASS}\n"}),
    "documents": (
        {"README.md": "See `host/gone.cpp`, `tools/call`.\n```\n http/server.cpp  sdk/gone/\n```\n",
         "host/http/endpoint.hpp": "\n",
         "host/ARCHITECTURE.md": "`http/endpoint.{hpp,cpp}` at `/host/none`\n" + "\n" * 200},
        ["README.md:1: names host/gone.cpp",
         "README.md:3: names http/server.cpp",
         "README.md:3: names sdk/gone/",
         "host/ARCHITECTURE.md:1: names http/endpoint.cpp",
         "host/ARCHITECTURE.md:201: 201 lines, at most 200"],
        {"README.md": "See `host/ARCHITECTURE.md`, `tools/call`, https://example.com/host/none and host/nowhere.\n",
         "host/http/endpoint.hpp": "\n",
         "host/ARCHITECTURE.md": "`http/endpoint.hpp` at `/host/none`\n" + "\n" * 199}),
}


def run(check, tree):
    """The exit code and the lines of the check on a tree of that content."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tree.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        script = pathlib.Path(__file__).with_name(f"{check}.py")
        done = subprocess.run([sys.executable, str(script), folder], capture_output=True, text=True, check=False)
        return done.returncode, [line.removeprefix(folder + "/") for line in done.stdout.splitlines()], done.stderr


def problems_of(check):
    faulty, expected, mended = CASES[check]
    code, lines, errors = run(check, faulty)
    if code != 1 or errors:
        yield f"{check}.py on a faulty tree: exit code {code}, expected 1; {errors}"
    yield from (f"not found: {words}" for words in expected if not any(line.startswith(words) for line in lines))
    yield from (f"not expected: {line}" for line in lines if not line.startswith(tuple(expected)))
    code, lines, errors = run(check, mended)
    if code != 0 or errors:
        yield f"{check}.py on a good tree: exit code {code}, expected 0; {lines} {errors}"


problems = list(problems_of(sys.argv[1]))
print("\n".join(problems) or f"{sys.argv[1]}.py fails when it should")
sys.exit(bool(problems))
