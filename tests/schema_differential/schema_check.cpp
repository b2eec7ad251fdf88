// Reads a line {"schema": …, "instances": […]} at a time and answers each with a line:
// {"refused": "why"} or {"violations": ["" or what is wrong, one per instance]}.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "schema/schema.hpp"

namespace {

using nlohmann::json;
using toolhost::schema::describe;
using toolhost::schema::Schema;

json answer(const json& question) {
    const auto schema = Schema::compile(question.at("schema"));
    if (!schema) return {{"refused", schema.error().what}};
    json violations = json::array();
    for (const auto& instance : question.at("instances"))
        violations.push_back(describe(schema.value().check(instance)));
    return {{"violations", violations}};
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);)
        std::cout << answer(json::parse(line)).dump() << std::endl;  // flushed: the asker waits
    return 0;
}
