#!/usr/bin/env bash
# The SDK's template builds elsewhere, with CMake and without, passes its own test and the host's
# checks, and answers a call.
. "$(dirname "$0")/install.sh"

cp -r "$sdk/share/toolhost/template" "$scratch/greeter"
cd "$scratch/greeter"
"$CMAKE" -B build -DCMAKE_BUILD_TYPE=Release
"$CMAKE" --build build
"$CTEST" --test-dir build --output-on-failure
usesNothingOf "$SOURCE_DIR" build

toolhost plugin check build/greeter.so
answer=$(toolhost plugin call build/greeter.so greet '{"name":"Ada","times":2}')
[[ $answer == *'"Hello, Ada! Hello, Ada!"'* ]] || die "it answered $answer"
if toolhost plugin call build/greeter.so greet '{"times":9}' 2>refusal; then die "it took no name"; fi
grep -q 'name' refusal || die "the refusal names no field: $(cat refusal)"

"$CMAKE" --install build --prefix "$scratch/host"
[ -n "$(find "$scratch/host" -path '*/toolhost/plugins/greeter.so')" ] || die "it installs nothing"

# By pkg-config and a compiler.
read -ra flags <<<"$(pkg-config --cflags toolhost-sdk)"
"$CXX" -std=c++17 -O2 -fPIC -fvisibility=hidden -shared "${flags[@]//\\/}" greeting.cpp plugin.cpp \
  -Wl,-z,now,-z,relro,-z,noexecstack,-z,defs \
  -Wl,--version-script="$(pkg-config --variable=exports toolhost-sdk)" -o plain.so
toolhost plugin check plain.so --calls 20
