#include "simulator/server.hpp"

#include <chrono>
#include <future>
#include <sstream>
#include <vector>

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;

class OverASocket : public InstanceFixture {
protected:
    OverASocket() : server_(std::make_unique<Server>(*instance_, log_, "127.0.0.1", 0)) {}

    std::unique_ptr<Poco::Net::HTTPClientSession> connect() const {
        const Poco::URI url(server_->url());
        return std::make_unique<Poco::Net::HTTPClientSession>(url.getHost(), url.getPort());
    }

    static HTTPRequest request(const std::string& method,
                               const std::string& target,
                               const std::string& user = "beth.anglin") {
        HTTPRequest request(method, target, HTTPRequest::HTTP_1_1);
        request.set("Authorization", basicOf(user));
        request.setKeepAlive(true);
        return request;
    }

    static std::string exchange(Poco::Net::HTTPClientSession& session,
                                HTTPRequest& request,
                                const std::string& body,
                                HTTPResponse& response) {
        if (!body.empty()) request.setContentLength64(static_cast<Poco::Int64>(body.size()));
        session.sendRequest(request) << body;
        std::string answer;
        Poco::StreamCopier::copyToString(session.receiveResponse(response), answer);
        return answer;
    }

    std::unique_ptr<Server> server_;
};

TEST_F(OverASocket, RefusesABodyThatIsTooLargeAndCloses) {
    const auto session = connect();
    auto post = request("POST", "/api/now/table/incident");
    HTTPResponse response;
    // One byte past the limit: what the client has sent is read, so the answer arrives.
    const auto answer = exchange(*session, post, std::string(10'485'761, 'x'), response);
    EXPECT_EQ(response.getStatus(), 413);
    EXPECT_FALSE(response.getKeepAlive());
    EXPECT_NE(answer.find("Rejected large REST payload"), std::string::npos);
}

TEST_F(OverASocket, KeepsTheConnectionAfterARefusedPost) {
    const auto session = connect();
    auto post = request("POST", "/api/now/table/incident", "nobody");
    post.setContentType("application/json");
    HTTPResponse refused;
    exchange(
        *session, post, R"({"short_description":"GET /api/now/table/incident HTTP/1.1"})", refused);
    EXPECT_EQ(refused.getStatus(), 401);
    auto get = request("GET", "/api/now/table/incident?sysparm_limit=1");
    HTTPResponse response;
    const auto answer = exchange(*session, get, "", response);
    EXPECT_EQ(response.getStatus(), 200);
    EXPECT_EQ(nlohmann::json::parse(answer).at("result").size(), 1U);
}

TEST_F(OverASocket, AnswersWithLinksToItself) {
    const auto session = connect();
    auto get =
        request("GET", "/api/now/table/incident?sysparm_limit=1&sysparm_query=number%3DINC0000001");
    HTTPResponse response;
    const auto answer = exchange(*session, get, "", response);
    EXPECT_EQ(response.get("Content-Type"), "application/json;charset=UTF-8");
    EXPECT_EQ(response.get("X-Total-Count"), "1");
    EXPECT_EQ(response.get("Server"), "ServiceNow");
    EXPECT_FALSE(response.has("ETag"));
    const auto link = nlohmann::json::parse(answer)
                          .at("result")
                          .at(0)
                          .at("caller_id")
                          .at("link")
                          .get<std::string>();
    EXPECT_EQ(link.rfind(server_->url() + "/api/now/table/sys_user/", 0), 0U);
}

TEST_F(OverASocket, TakesTheMethodThatOverridesPost) {
    const auto session = connect();
    auto get = request("POST", "/api/now/table/incident?sysparm_limit=1");
    get.set("X-HTTP-Method-Override", "GET");
    HTTPResponse response;
    const auto answer = exchange(*session, get, "", response);
    EXPECT_EQ(response.getStatus(), 200);
    EXPECT_TRUE(nlohmann::json::parse(answer).at("result").is_array());
}

TEST_F(OverASocket, AnswersHeadWithoutABody) {
    const auto session = connect();
    auto head = request("HEAD", "/api/now/table/incident?sysparm_limit=1");
    HTTPResponse response;
    EXPECT_EQ(exchange(*session, head, "", response), "");
    EXPECT_EQ(response.getStatus(), 200);
    EXPECT_EQ(response.get("X-Total-Count"), "40");
    auto get = request("GET", "/api/now/table/incident?sysparm_limit=1");
    EXPECT_NE(exchange(*session, get, "", response), "") << "the connection is still usable";
}

TEST_F(OverASocket, ServesManyAtOnce) {
    std::vector<std::future<int>> writers;
    for (int n = 0; n < 16; ++n) {
        writers.push_back(std::async(std::launch::async, [this] {
            const auto session = connect();
            int created = 0;
            for (int k = 0; k < 5; ++k) {
                auto post = request("POST", "/api/now/table/incident");
                post.setContentType("application/json");
                HTTPResponse response;
                exchange(*session, post, R"({"correlation_id":"many"})", response);
                created += response.getStatus() == 201 ? 1 : 0;
            }
            return created;
        }));
    }
    int created = 0;
    for (auto& writer : writers)
        created += writer.get();
    EXPECT_EQ(created, 80);
    std::set<std::string> numbers;
    for (const auto& row : rows("incident", "correlation_id=many"))
        numbers.insert(row.at("number").get<std::string>());
    EXPECT_EQ(numbers.size(), 80U);
}

/// What comes of one GET while a fault is planned: the body, or the name of what was thrown.
class OverAFaultySocket : public OverASocket {
protected:
    OverAFaultySocket() {
        auto settings = smallInstance();
        settings.admin_paths = AdminPaths::Open;
        server_.reset();
        restart(settings);
        server_ = std::make_unique<Server>(*instance_, log_, "127.0.0.1", 0);
    }

    std::string getUnder(const std::string& fault) {
        auto plan = requestTo("POST", "/__sim/faults");
        plan.body = fault;
        EXPECT_EQ(sendRequest(plan).status, 200) << fault;
        const auto session = connect();
        auto get = request("GET", "/api/now/table/incident?sysparm_limit=2");
        HTTPResponse response;
        try {
            return exchange(*session, get, "", response);
        } catch (const Poco::Exception& lost) {
            return lost.name();
        }
    }
};

TEST_F(OverAFaultySocket, DropsTheConnectionWithoutAnAnswer) {
    EXPECT_EQ(getUnder(R"({"kind":"dropped","count":1})"), "No message received");
}

TEST_F(OverAFaultySocket, DropsTheConnectionInTheMiddleOfTheBody) {
    const auto got = getUnder(R"({"kind":"dropped_midway","bytes":40,"count":1})");
    EXPECT_LE(got.size(), 40U) << got;
    EXPECT_EQ(bodyOf({200, {}, got, {}, {}}).is_discarded(), true);
}

TEST_F(OverAFaultySocket, SendsTheBodyInPieces) {
    const auto got = getUnder(R"({"kind":"trickle","bytes":500,"every_ms":1,"count":1})");
    EXPECT_EQ(bodyOf({200, {}, got, {}, {}}).at("result").size(), 2U);
}

TEST_F(OverAFaultySocket, SaysItsOwnTime) {
    const auto session = connect();
    auto get = request("GET", "/api/now/table/incident?sysparm_limit=1");
    HTTPResponse response;
    exchange(*session, get, "", response);
    EXPECT_EQ(response.get("Date"), "Wed, 01 Jul 2026 00:00:00 GMT");
}

TEST_F(OverASocket, EndsAtOnceDespiteOpenConnections) {
    const auto session = connect();
    auto get = request("GET", "/api/now/table/incident?sysparm_limit=1");
    HTTPResponse response;
    exchange(*session, get, "", response);
    const auto start = std::chrono::steady_clock::now();
    server_.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(OverASocket, SaysWhyItCannotListen) {
    const Poco::URI url(server_->url());
    EXPECT_THROW(Server(*instance_, log_, "127.0.0.1", url.getPort()), std::runtime_error);
}

}  // namespace
}  // namespace toolhost::sim
