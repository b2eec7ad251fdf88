#include "loader/services/trace_service.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "loader/host_call.hpp"

namespace toolhost::loader {
namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanDigits = 16;
constexpr std::size_t kSpanBytes = 8;

bool isHex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool isId(std::string_view text, std::size_t digits) {
    return isHex(text, digits) && text.find_first_not_of('0') != std::string_view::npos;
}

bool isTraceparent(const std::vector<std::string_view>& parts) {
    return parts.size() >= 4 && isHex(parts[0], 2) && parts[0] != "ff" &&
           (parts[0] != "00" || parts.size() == 4) && isId(parts[1], kTraceDigits) &&
           isId(parts[2], kSpanDigits) && isHex(parts[3], 2);
}

void giveChild(const Question& question) {
    const auto trace =
        question.call() == nullptr ? std::nullopt : question.call()->field(TOOLHOST_CALL_TRACE);
    question.answer({{"traceparent", childOf(trace.value_or(std::string_view()))}});
}

}  // namespace

std::string childOf(std::string_view traceparent) {
    const auto parts = base::split(traceparent, '-');
    const bool is_known = isTraceparent(parts);
    const std::string trace = is_known ? std::string(parts[1]) : base::randomHexId();
    // Whether it is sampled; of later versions nothing else is known.
    const bool is_sampled =
        is_known && std::string_view("13579bdf").find(parts[3][1]) != std::string_view::npos;
    const std::string flags = is_sampled ? "01" : "00";
    return "00-" + trace + '-' + base::toHex(base::randomBytes(kSpanBytes)) + '-' + flags;
}

TraceService::TraceService() : operations_{{"child", {}, giveChild}} {}

}  // namespace toolhost::loader
