#include "schema/schema.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "schema/compiler.hpp"
#include "schema/evaluation.hpp"
#include "schema/excerpt.hpp"

namespace toolhost::schema {
namespace {

constexpr const char* kAttempt = "compile the JSON Schema";

/// What nlohmann says without its "[json.exception.parse_error.101] parse error" in front.
std::string reasonOf(const nlohmann::json::exception& exception) {
    const std::string text = exception.what();
    const auto end = text.find("] ");
    return end == std::string::npos ? text : text.substr(end + 2);
}

}  // namespace

base::Result<Schema> Schema::compile(std::string_view json_text, const Options& options) {
    nlohmann::json document;
    try {
        document = nlohmann::json::parse(json_text);
    } catch (const nlohmann::json::exception& exception) {
        return because(kAttempt, base::Error{"it is not JSON: " + reasonOf(exception)});
    }
    return compileDocument(document, options);
}

base::Result<Schema> Schema::compileDocument(const nlohmann::json& schema, const Options& options) {
    auto program = std::make_shared<Program>();
    Compiler compiler(options, *program);
    if (auto compiled = compiler.run(schema); !compiled) return because(kAttempt, compiled.error());
    return Schema(std::move(program));
}

std::vector<Violation> Schema::check(const nlohmann::json& instance) const {
    return Evaluation(*program_).run(instance);
}

std::vector<Violation> Schema::checkText(std::string_view instance) const {
    const std::size_t levels_max = program_->bounds.instance_depth_max;
    const auto excerpt = excerptOf(instance, program_->interest, levels_max);
    if (excerpt && check(*excerpt).empty()) return {};
    const auto whole = nlohmann::json::parse(instance, nullptr, false);
    if (whole.is_discarded()) return {{"", "the value is not JSON"}};
    return check(whole);
}

}  // namespace toolhost::schema
