#include "loader/provenance/binary_rules.hpp"

#include <algorithm>
#include <array>
#include <elf.h>
#include <gnu/libc-version.h>
#include <string_view>
#include <utility>

#include <toolhost/abi/plugin.h>

#include "base/text.hpp"
#include "loader/provenance/dotted_version.hpp"

namespace toolhost::loader {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t kThisMachine = EM_X86_64;
constexpr const char* kThisMachineName = "x86-64";
#elif defined(__aarch64__)
constexpr std::uint16_t kThisMachine = EM_AARCH64;
constexpr const char* kThisMachineName = "aarch64";
#else
#error "name the ELF machine of this target here"
#endif

constexpr std::size_t kNamesShown = 3;
constexpr const char* kLinkAnew = "link it with toolhost_add_plugin, or with ";

constexpr std::array<std::string_view, 17> kRuntimeLibraries = {
    "libc.so.6",
    "libm.so.6",
    "libdl.so.2",
    "librt.so.1",
    "libpthread.so.0",
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
    "libgcc_s.so.1",
    "libatomic.so.1",
    "libstdc++.so.6",
    "libc++.so.1",
    "libc++abi.so.1",
    "libunwind.so.1",
    "libasan.so.8",  // a sanitizer's runtime: without its host such a plugin does not load anyway
    "libubsan.so.1",
    "libtsan.so.2",
    "liblsan.so.0",
};

Finding refusal(const char* part, std::string what, std::string remedy) {
    return {Weight::Refuses, "binary", std::move(what), std::move(remedy), part};
}

Finding caution(const char* part, std::string what, std::string remedy) {
    return {Weight::Warns, "binary", std::move(what), std::move(remedy), part};
}

/// The first few, and how many more there are.
std::string someOf(std::vector<std::string> names) {
    const std::size_t all = names.size();
    names.resize(std::min(all, kNamesShown));
    std::string text = base::join(names, ", ");
    if (all > kNamesShown) text += " and " + std::to_string(all - kNamesShown) + " more";
    return text;
}

void judgeKind(const ElfFile& file, Findings& findings) {
    if (file.machine != kThisMachine) {
        findings.push_back(
            refusal("kind",
                    "it was built for another machine than this " + std::string(kThisMachineName),
                    "get its build for this machine"));
    }
    if (file.type != ET_DYN) {
        findings.push_back(refusal("kind", "it is no shared library", "link it with -shared"));
    }
}

void judgeMemory(const ElfFile& file, Findings& findings) {
    if (file.has_text_relocations) {
        findings.push_back(refusal("text_relocations",
                                   "its code must be written to while it is loaded (TEXTREL)",
                                   "compile all of it with -fPIC"));
    }
    if (file.has_executable_stack) {
        findings.push_back(refusal("stack",
                                   "it makes the stack executable",
                                   std::string(kLinkAnew) + "-Wl,-z,noexecstack"));
    }
    if (file.has_static_tls) {
        findings.push_back(
            caution("tls",
                    "it takes thread-local storage from a reserve that repeated loads exhaust "
                    "(STATIC_TLS)",
                    "compile it without -ftls-model=initial-exec"));
    }
}

bool isAllowed(const std::string& library, const std::vector<std::string>& allowed) {
    return std::find(kRuntimeLibraries.begin(), kRuntimeLibraries.end(), library) !=
               kRuntimeLibraries.end() ||
           std::find(allowed.begin(), allowed.end(), library) != allowed.end();
}

void judgeLibraries(const ElfFile& file,
                    const std::vector<std::string>& allowed,
                    Findings& findings) {
    if (!file.run_paths.empty()) {
        findings.push_back(refusal(
            "run_path",
            "it looks for libraries in " + base::quoted(file.run_paths.front()) + " (RPATH)",
            std::string(kLinkAnew) + "its libraries linked in and no -rpath"));
    }
    for (const auto& library : file.needed) {
        if (isAllowed(library, allowed)) continue;
        findings.push_back(refusal("libraries",
                                   "it needs the library " + base::quoted(library) +
                                       ", which brings code of its own into the host",
                                   "link that library in statically, or add its name to "
                                   "plugins.libraries"));
    }
}

void judgeLibc(const ElfFile& file, Findings& findings) {
    const std::string here = gnu_get_libc_version();
    if (file.glibc.empty() || DottedVersion::parse(file.glibc) <= DottedVersion::parse(here))
        return;
    findings.push_back(
        refusal("glibc",
                "it needs glibc " + file.glibc + " and this system has " + here,
                "build it on a system that is no newer than the oldest it is to run on"));
}

void judgeExports(const ElfFile& file, Findings& findings) {
    std::vector<std::string> unique;
    std::vector<std::string> others;
    bool has_entry = false;
    for (const auto& symbol : file.exports) {
        const bool is_entry = symbol.name == TOOLHOST_PLUGIN_ENTRY;
        has_entry = has_entry || is_entry;
        if (symbol.is_unique) unique.push_back(symbol.name);
        if (!is_entry && !symbol.is_unique) others.push_back(symbol.name);
    }
    if (!has_entry) {
        findings.push_back(
            refusal("entry",
                    "it exports no " TOOLHOST_PLUGIN_ENTRY,
                    "end it with TOOLHOST_PLUGIN(...), or export the entry of abi/plugin.h"));
    }
    if (!unique.empty()) {
        findings.push_back(caution(
            "unique_symbols",
            "it exports symbols that are one in the whole process: " + someOf(std::move(unique)),
            std::string(kLinkAnew) + "-fno-gnu-unique"));
    }
    if (!others.empty()) {
        findings.push_back(caution(
            "exports",
            "it exports more than its entry: " + someOf(std::move(others)),
            std::string(kLinkAnew) + "a version script that keeps all but the entry local"));
    }
}

}  // namespace

Findings judgeBinary(const ElfFile& file, const std::vector<std::string>& libraries) {
    Findings findings;
    judgeKind(file, findings);
    if (!findings.empty()) return findings;  // the rest would be said of something else
    judgeMemory(file, findings);
    judgeLibraries(file, libraries, findings);
    judgeLibc(file, findings);
    judgeExports(file, findings);
    return findings;
}

}  // namespace toolhost::loader
