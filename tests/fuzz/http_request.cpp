// What a listener makes of a connection's bytes. How they were cut decides nothing, and what comes
// out keeps the parser's promises, whatever went in.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/parse/intake.hpp"
#include "http/parse/syntax.hpp"

namespace {

using toolhost::http::HeadLimits;
using toolhost::http::Intake;
using toolhost::http::Request;

constexpr std::size_t kBodyBytesMax = 200;
constexpr HeadLimits kLimits{
    .line_bytes_max = 200, .fields_max = 8, .fields_bytes_max = 400, .field_bytes_max = 150};

struct Outcome {
    int refused = 0;
    std::string requests;

    bool operator==(const Outcome&) const = default;
};

void require(bool holds) {
    if (!holds) std::abort();
}

void holdToPromises(const Request& request) {
    require(toolhost::http::isToken(request.method));
    require(request.path == "*" || (!request.path.empty() && request.path.front() == '/'));
    require(toolhost::http::isVisible(request.path) && toolhost::http::isVisible(request.query));
    require(request.fields.size() <= kLimits.fields_max);
    for (const auto& [name, value] : request.fields) {
        require(toolhost::http::isToken(name) && toolhost::http::isFieldText(value));
        require(value.size() <= kLimits.field_bytes_max);
    }
    require(request.body.size() <= kBodyBytesMax);
    require(toolhost::http::findFields(request.fields, "Host").size() <= 1);
    require(toolhost::http::findFields(request.fields, "Content-Length").size() +
                toolhost::http::findFields(request.fields, "Transfer-Encoding").size() <=
            1);
}

void note(Outcome& outcome, const Request& request) {
    holdToPromises(request);
    outcome.requests += request.method + ' ' + request.path + '?' + request.query + '\n';
    for (const auto& [name, value] : request.fields) {
        outcome.requests += name + ':' + value + '\n';
    }
    outcome.requests += request.body + '\n';
}

/// Feeds the bytes in pieces of 1 to `piece_max` bytes.
Outcome feed(std::string_view bytes, std::size_t piece_max) {
    static const Intake::BodyBytesMax bodies = [](std::string_view) { return kBodyBytesMax; };
    Intake intake(kLimits, bodies);
    Outcome outcome;
    for (std::size_t turn = 1; !bytes.empty(); ++turn) {
        const auto piece = std::min(1 + turn % piece_max, bytes.size());
        auto progress = intake.advance(bytes.substr(0, piece));
        bytes.remove_prefix(piece);
        while (progress == Intake::Progress::Complete) {
            note(outcome, intake.take());
            progress = intake.advance({});
        }
        if (progress == Intake::Progress::Refused) {
            outcome.refused = intake.fault().status;
            require(outcome.refused >= 400 && outcome.refused < 600);
            return outcome;
        }
    }
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto by_the_byte = feed(input, 1);
    require(by_the_byte == feed(input, 13));
    require(by_the_byte == feed(input, size + 1));
    return 0;
}
