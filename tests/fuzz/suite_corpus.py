"""Writes each test of the official JSON Schema suite as an input of the fuzz target "schema"."""
import hashlib
import json
import pathlib
import sys


def inputs(suite):
    for file in sorted(suite.rglob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            for test in case["tests"]:
                yield json.dumps(case["schema"]) + "\0" + json.dumps(test["data"])


def main(suite, corpus):
    corpus.mkdir(parents=True, exist_ok=True)
    for text in inputs(suite):
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        (corpus / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
