#!/usr/bin/env bash
# A plugin that is shipped with the host needs nothing that the installed SDK does not have.
. "$(dirname "$0")/install.sh"

cp -r "$SOURCE_DIR/plugins/servicenow_meta" "$scratch/servicenow_meta"
cat >"$scratch/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(outside CXX)
find_package(toolhost-sdk REQUIRED)
add_subdirectory(servicenow_meta)
END
"$CMAKE" -B build
"$CMAKE" --build build --parallel 2
usesNothingOf "$SOURCE_DIR" build
toolhost plugin check "$(find build -name servicenow_meta.so)" --calls 20
