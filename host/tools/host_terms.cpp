#include "tools/host_terms.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

constexpr const char* kMember = "toolhost";

base::Result<base::Done> take(const std::string& term, const json& value, HostTerms& into) {
    if (term != "requires") {
        return base::Error{"toolhost." + base::quoted(term) + " is no term this host knows"};
    }
    if (!value.is_object() || value.empty()) {
        return base::Error{
            "toolhost.requires must be an object of client capabilities, at least one"};
    }
    into.required_capabilities = value.dump();
    return base::Done{};
}

}  // namespace

base::Result<HostTerms> takeHostTerms(json& listed) {
    HostTerms terms;
    const auto found = listed.find(kMember);
    if (found == listed.end()) return terms;
    if (!found->is_object()) return base::Error{"its member toolhost must be an object"};
    for (const auto& [term, value] : found->items()) {
        const auto taken = take(term, value, terms);
        if (!taken.ok()) return taken.error();
    }
    terms.are_given = true;
    listed.erase(found);
    return terms;
}

}  // namespace toolhost::tools
