#include "instance_fixture.hpp"

#include <openssl/evp.h>
#include <vector>

#include "simulator/embedded.hpp"

namespace toolhost::sim {

using nlohmann::json;

InstanceSettings smallInstance() {
    InstanceSettings settings;
    settings.schema_json = embedded::kSchema;
    settings.incidents = 40;
    return settings;
}

void InstanceFixture::restart(const InstanceSettings& settings) {
    instance_ = std::make_unique<Instance>(settings, log_, [this] { return now_; });
}

Request requestTo(const std::string& method, const std::string& target) {
    const auto question = target.find('?');
    Request request;
    request.method = method;
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.raw_query = target.substr(question + 1);
    request.query = Parameters::parse(request.raw_query);
    request.base_url = "http://sim";
    return request;
}

std::string basicOf(const std::string& user) {
    const auto pair = user + ":" + user;
    std::vector<unsigned char> out(pair.size() * 2 + 4);
    const auto* bytes = reinterpret_cast<const unsigned char*>(pair.data());
    const int length = EVP_EncodeBlock(out.data(), bytes, static_cast<int>(pair.size()));
    return "Basic " + std::string(out.begin(), out.begin() + length);
}

Reply InstanceFixture::send(const std::string& method,
                            const std::string& target,
                            const std::string& user,
                            const std::string& body) {
    auto request = requestTo(method, target);
    request.authorization = basicOf(user);
    request.body = body;
    if (!body.empty()) request.content_type = "application/json";
    return instance_->answer(request);
}

json InstanceFixture::result(const std::string& target, const std::string& user) {
    const auto reply = get(target, user);
    EXPECT_EQ(reply.status, 200) << target << '\n' << reply.body;
    return bodyOf(reply).value("result", json());
}

json InstanceFixture::rows(const std::string& table,
                           const std::string& query,
                           const std::string& more) {
    return result("/api/now/table/" + table + "?sysparm_query=" + percentEncoded(query) + more,
                  "admin");
}

long long InstanceFixture::count(const std::string& table, const std::string& query) {
    const auto stats = result(
        "/api/now/stats/" + table + "?sysparm_count=true&sysparm_query=" + percentEncoded(query),
        "admin");
    return std::stoll(stats.at("stats").at("count").get<std::string>());
}

json InstanceFixture::create(const std::string& table,
                             const json& fields,
                             const std::string& user) {
    const auto reply = send("POST", "/api/now/table/" + table, user, fields.dump());
    EXPECT_EQ(reply.status, 201) << reply.body;
    return bodyOf(reply).value("result", json());
}

Reply InstanceFixture::patch(const std::string& table,
                             const json& record,
                             const json& fields,
                             const std::string& user) {
    const auto id = record.at("sys_id").get<std::string>();
    return send("PATCH", "/api/now/table/" + table + "/" + id, user, fields.dump());
}

std::string header(const Reply& reply, std::string_view name) {
    for (const auto& [key, value] : reply.headers) {
        if (key == name) return value;
    }
    return {};
}

json bodyOf(const Reply& reply) {
    return json::parse(reply.body, nullptr, false);
}

std::string complaint(const Reply& reply) {
    const auto error = bodyOf(reply).value("error", json::object());
    const auto detail = error.value("detail", json());
    return error.value("message", "") + " | " +
           (detail.is_string() ? detail.get<std::string>() : detail.dump());
}

}  // namespace toolhost::sim
