#!/usr/bin/env python3
"""Measures a toolhost-sim built for release: how fast it loads, how fast it answers common filters over
many incidents, and how many single records it reads in a second beside wrk on loopback.

    measure.py TOOLHOST_SIM [--incidents N] [--seconds N]

A filter is timed at its first request, which also counts its total, and as the best of five more.
"""
import argparse
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

USER = "beth.anglin"
AUTHORIZATION = "Basic " + base64.b64encode(f"{USER}:{USER}".encode()).decode()
FILTER_MS_MAX = 50
READS_MIN = 2000

# Filters that clients send; {name} is that field of the incident INC0000100.
FILTERS = [
    "number=INC0000592",
    "sys_id={sys_id}",
    "active=true^priority=1^ORDERBYDESCsys_updated_on",
    "active=true^assignment_group={assignment_group}^ORDERBYDESCopened_at",
    "assigned_to={assigned_to}^active=true",
    "caller_id={caller_id}^ORDERBYDESCopened_at",
    "caller_id.name=Fred Luddy^active=true",
    "assignment_group.name=Network^active=true^priority<=2",
    "cmdb_ci={cmdb_ci}",
    "stateIN1,2,3^priority<=2",
    "active=true^stateNOT IN6,7,8",
    "category=network^active=true",
    "opened_at>=2026-06-25 00:00:00^ORDERBYDESCopened_at",
    "sys_updated_on>2026-06-25 10:00:00^ORDERBYsys_updated_on^ORDERBYsys_id",
    "active=true^short_descriptionLIKEvpn^priority=1",
    "",
    "ORDERBYDESCsys_created_on",
]
# Filters that fit a large part of all rows, whose totals are tallied: held to the time at once.
TALLIED_FILTERS = ["state=7", "active=true", "state!=7", "category=network", "priority=4"]
# Filters that read every text; shown, but held to nothing.
HEAVY_FILTERS = ["short_descriptionLIKEvpn", "123TEXTQUERY321=vpn"]


class Simulator:
    def __init__(self, program, incidents):
        self.folder = tempfile.TemporaryDirectory()
        ready = pathlib.Path(self.folder.name) / "ready.json"
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [program, "servicenow", "--incidents", str(incidents), "--quiet", "--ready-file", str(ready)],
            stdout=subprocess.DEVNULL)
        while not ready.exists():
            if self.process.poll() is not None:
                sys.exit(f"{program} ended with {self.process.returncode}")
            time.sleep(0.02)
        self.load_seconds = time.perf_counter() - begun
        self.url = json.loads(ready.read_text())["url"]
        self.connection = http.client.HTTPConnection(urllib.parse.urlparse(self.url).netloc)

    def get(self, target):
        """(milliseconds, X-Total-Count, result)"""
        begun = time.perf_counter()
        self.connection.request("GET", target, headers={"Authorization": AUTHORIZATION})
        response = self.connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - begun) * 1000
        if response.status != 200:
            sys.exit(f"GET {target}: {response.status} {body[:300]}")
        return took, response.getheader("X-Total-Count"), json.loads(body)["result"]

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def list_target(query):
    return "/api/now/table/incident?sysparm_limit=20&sysparm_query=" + urllib.parse.quote(query)


def measure_filters(simulator, values):
    slow = []
    print(f"{'first ms':>9} {'best ms':>8} {'rows':>9}  filter")
    for query in FILTERS + TALLIED_FILTERS + HEAVY_FILTERS:
        target = list_target(query.format(**values))
        first, total, _ = simulator.get(target)
        best = min(simulator.get(target)[0] for _ in range(5))
        print(f"{first:9.1f} {best:8.1f} {total:>9}  {query or '(none)'}")
        held_to = first if query in TALLIED_FILTERS else best
        if query not in HEAVY_FILTERS and held_to > FILTER_MS_MAX:
            slow.append(query)
    return slow


def measure_reads(simulator, sys_id, seconds):
    target = f"{simulator.url}/api/now/table/incident/{sys_id}"
    out = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", "-H", f"Authorization: {AUTHORIZATION}", target],
                         capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        sys.exit(out)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    half, most = (re.search(rf"^\s+{share}%\s+(\S+)", out, re.MULTILINE)[1] for share in (50, 99))
    print(f"{rate:.0f} single reads/s, half of them within {half}, 99 % within {most}")
    return rate


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=8)
    options = parser.parse_args()
    simulator = Simulator(options.program, options.incidents)
    try:
        print(f"{options.incidents} incidents loaded in {simulator.load_seconds:.1f} s "
              f"({simulator.cpu_seconds():.1f} s of CPU), {simulator.memory_mb()} MB")
        row = simulator.get(list_target("number=INC0000100"))[2][0]
        values = {name: value["value"] if isinstance(value, dict) else value for name, value in row.items()}
        slow = measure_filters(simulator, values)
        rate = measure_reads(simulator, values["sys_id"], options.seconds) if shutil.which("wrk") else None
    finally:
        simulator.stop()
    if slow:
        print(f"slower than {FILTER_MS_MAX} ms: {slow}")
    if rate is not None and rate < READS_MIN:
        print(f"fewer than {READS_MIN} reads/s")
    sys.exit(bool(slow) or (rate is not None and rate < READS_MIN))


if __name__ == "__main__":
    main()
