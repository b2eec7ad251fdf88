#include "loader/checkup/file_checks.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace toolhost::loader {
namespace {

/// A promise, and the part of the rules' findings that says it is broken.
struct Promise {
    const char* name;
    const char* words;
};

constexpr std::array<Promise, 11> kOfLibraries = {{
    {"kind", "It is a shared library for this machine"},
    {"text_relocations", "Its code is never written to"},
    {"stack", "The stack stays not executable"},
    {"tls", "It takes no thread-local storage from the reserve that loads exhaust"},
    {"run_path", "It looks for libraries nowhere of its own"},
    {"libraries", "It needs no libraries but those of the C and C++ runtimes"},
    {"glibc", "It runs with this system's C library"},
    {"entry", "It exports the entry that hosts look for"},
    {"unique_symbols", "It has no symbols that are one in the whole process"},
    {"exports", "It exports nothing else"},
    {"note", "Its note says who it is before any of its code runs"},
}};

constexpr Promise kAbi = {"abi", "It was built for this host's plugin ABI"};
constexpr Promise kDeclaration = {"declaration", "Its tools are declared as a host understands"};

/// Null when nothing is to be said against it.
const Finding* findBroken(const Findings& findings, std::string_view name) {
    const auto found =
        std::find_if(findings.begin(), findings.end(), [name](const Finding& finding) {
            return finding.rule == name || finding.part == name;
        });
    return found == findings.end() ? nullptr : &*found;
}

Check checkOf(const Promise& promise, const Findings& findings) {
    Check check{.name = promise.name, .promise = promise.words};
    const Finding* broken = findBroken(findings, promise.name);
    return broken == nullptr ? check : failed(std::move(check), broken->what, broken->remedy);
}

}  // namespace

Checks checkFile(PluginForm form, const Examination& examination) {
    const Findings& findings = examination.findings;
    if (form == PluginForm::Declared) return {checkOf(kDeclaration, findings)};
    Checks checks;
    for (const Promise& promise : kOfLibraries) {
        checks.push_back(checkOf(promise, findings));
        // The rest would be said of something else.
        const bool is_library = checks.back().outcome == Check::Outcome::Passed;
        if (checks.size() == 1 && !is_library) return checks;
    }
    if (examination.note) checks.push_back(checkOf(kAbi, findings));
    return checks;
}

}  // namespace toolhost::loader
