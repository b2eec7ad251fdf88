"""Fails when a room includes a room it may not include. The table is the house; change both in one commit."""
import pathlib
import re
import sys

SERVICES = {"base", "crypto", "telemetry", "store", "outbound", "identity", "audit"}
MAY_INCLUDE = {
    "base": set(),
    "crypto": {"base"},
    "telemetry": {"base"},
    "events": {"base"},
    "jsonrpc": {"base"},
    "schema": {"base"},
    "store": {"base", "crypto", "telemetry"},
    "outbound": {"base", "crypto", "telemetry"},
    "identity": {"base", "crypto", "store", "outbound", "telemetry"},
    "audit": {"base", "crypto", "store", "identity", "telemetry"},
    "limits": {"base", "store", "identity", "telemetry"},
    "tools": {"base", "jsonrpc", "schema", "identity"},  # jsonrpc: results are read as spans, never re-written
    "calls": {"base", "tools", "identity", "limits", "audit", "telemetry"},
    "servicenow": SERVICES,  # crypto: it signs the assertions that name its users
    "llm": SERVICES - {"crypto"},
    "approvals": {"base", "store", "identity", "audit", "events"},
    "tasks": {"base", "store", "identity", "tools", "calls", "events"},  # tools: it runs them again
    "boundary": {"base"},  # the C tables, the same in the host and in a worker
    "loader": SERVICES | {"boundary", "events", "schema", "limits", "tools", "calls", "servicenow", "llm", "approvals"},
    "worker": {"base", "boundary"},
    "jobs": {"base", "store", "identity", "audit", "events", "tools", "calls"},
    "mcp": {"base", "crypto", "jsonrpc", "schema", "events", "identity", "limits", "audit", "tools", "calls",
            "tasks", "approvals", "store", "telemetry"},
    "oauth": SERVICES | {"limits"},
    "admin": SERVICES | {"events", "limits", "tools", "calls", "servicenow", "llm", "approvals", "tasks", "loader",
                         "jobs", "schema", "mcp", "oauth"},
    "http": {"base", "identity", "limits", "telemetry", "mcp", "oauth", "admin"},
    "stdio": {"base", "identity", "mcp"},
    "control": {"base"},  # one owner per state directory: its lock and its socket
    "config": {"base"},  # and any room's settings.hpp
}
SEES_EVERYTHING = {"cli"}
SEES_THE_ABI = {"boundary", "loader", "worker"}
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([A-Za-z0-9_]+)/([A-Za-z0-9_/.\-]+)[">]')


def verdict(room, target, header):
    if target == "toolhost":
        return None if room in SEES_THE_ABI else f"{room} may not see the plugin ABI"
    if target not in MAY_INCLUDE or target == room or room in SEES_EVERYTHING:
        return None  # a library's header, or our own
    if room == "config" and header == "settings.hpp":
        return None
    return None if target in MAY_INCLUDE[room] else f"{room} may not include {target}/{header}"


def broken_rules(root):
    for folder in sorted(path for path in (root / "host").iterdir() if path.is_dir() and path.name != "cmake"):
        if folder.name not in MAY_INCLUDE and folder.name not in SEES_EVERYTHING:
            yield f"{folder}: a room that the table does not know"
            continue
        for file in sorted(folder.rglob("*.[ch]pp")):
            for number, line in enumerate(file.read_text().splitlines(), 1):
                found = INCLUDE.match(line)
                problem = found and verdict(folder.name, found[1], found[2])
                if problem:
                    yield f"{file}:{number}: {problem}"


problems = list(broken_rules(pathlib.Path(sys.argv[1])))
print("\n".join(problems) or "every room keeps its door")
sys.exit(bool(problems))
