#!/usr/bin/env bash
# Every command of the SDK's README does what the README says: the blocks marked sh are run in their
# order, in one shell; each line of a block marked text stands in what the block before it said.
. "$(dirname "$0")/install.sh"

python3 "$(dirname "$0")/guide.py" "$sdk/share/doc/toolhost-sdk/README.md"
