#!/bin/sh
# run.sh BUILD_DIR: compares the host's JSON Schema with ajv and hyperjump; fails when they disagree.
# TOOLHOST_DIFFERENTIAL_SEED and TOOLHOST_DIFFERENTIAL_SCHEMAS choose other and more cases.
set -eu
build=$(cd "${1:?usage: run.sh BUILD_DIR}" && pwd)
cd "$(dirname "$0")"
TOOLHOST_SCHEMA_CHECK=$build/bin/schema_check
export TOOLHOST_SCHEMA_CHECK
if [ ! -x "$TOOLHOST_SCHEMA_CHECK" ]; then
    echo "schema differential: $TOOLHOST_SCHEMA_CHECK is missing; build the target schema_check first" >&2
    exit 1
fi
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund || {
        echo "schema differential: npm ci failed; it needs the npm registry once" >&2
        exit 1
    }
fi
exec node --test
