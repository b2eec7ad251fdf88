// schema_speed CASES SECONDS: checks per second of the host's JSON Schema for each
// {name, schema, instance} of the file, as one JSON object.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "schema/schema.hpp"

namespace {

using toolhost::schema::Schema;
using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& why) {
    std::cerr << "schema_speed: " << why << '\n';
    std::exit(1);
}

double perSecond(const Schema& schema, const nlohmann::json& instance, double seconds) {
    constexpr int kBatch = 16;
    const auto began = Clock::now();
    std::chrono::duration<double> elapsed{};
    long checks = 0;
    while (elapsed.count() < seconds) {
        for (int at = 0; at < kBatch; ++at)
            if (const auto faults = schema.check(instance); !faults.empty()) fail(describe(faults));
        checks += kBatch;
        elapsed = Clock::now() - began;
    }
    return static_cast<double>(checks) / elapsed.count();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) fail("usage: schema_speed CASES SECONDS");
    std::ifstream file(arguments[1]);
    const auto cases = nlohmann::json::parse(file, nullptr, false);
    if (cases.is_discarded()) fail(std::string(arguments[1]) + " is not JSON");
    nlohmann::json speeds = nlohmann::json::object();
    for (const auto& one : cases) {
        const auto schema = Schema::compile(one.at("schema"));
        if (!schema) fail(schema.error().what);
        const double speed = perSecond(schema.value(), one.at("instance"), std::atof(arguments[2]));
        speeds[one.at("name").get<std::string>()] = std::llround(speed);
    }
    std::cout << speeds.dump() << '\n';
}
