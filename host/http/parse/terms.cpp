#include "http/parse/terms.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "http/parse/syntax.hpp"

namespace toolhost::http {
namespace {

constexpr std::string_view kScheme = "http://";
constexpr std::string_view kTlsScheme = "https://";

std::optional<Fault> findHostFault(const Head& head) {
    const auto hosts = findFields(head.fields, "Host");
    if (hosts.empty() && head.minor_version == 0) return std::nullopt;
    if (hosts.size() != 1) return Fault{400, "Host must come once"};
    if (!isAuthority(hosts.front())) return Fault{400, "Host must be a host and perhaps a port"};
    return std::nullopt;
}

/// The target's authority in "http://authority/path"; empty in any other form.
std::string_view authorityOf(std::string_view target) {
    for (const auto scheme : {kScheme, kTlsScheme}) {
        if (!base::equalsIgnoringCase(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        return target.substr(0, target.find_first_of("/?"));
    }
    return {};
}

/// Splits the target; absent when its form is none that an origin server takes (RFC 9112 §3.2).
std::optional<Fault> readTarget(const Head& head, Terms& terms) {
    std::string_view target = head.target;
    const auto authority = authorityOf(target);
    if (!authority.empty()) {
        const auto host = findField(head.fields, "Host");
        if (host && !base::equalsIgnoringCase(*host, authority)) {
            return Fault{400, "the target names another host than Host"};
        }
        target.remove_prefix(static_cast<std::size_t>(authority.data() - target.data()) +
                             authority.size());
    }
    const bool is_of_server = target == "*" && head.method == "OPTIONS";
    const bool is_bare_authority = target.empty() && !authority.empty();
    if (is_bare_authority) target = "/";
    if (target.front() != '/' && !is_of_server) {
        return Fault{400, "the target must begin with a slash"};
    }
    const auto question = target.find('?');
    terms.path = target.substr(0, question);
    if (question != target.npos) terms.query = target.substr(question + 1);
    return std::nullopt;
}

std::variant<Framing, Fault> framingByLength(std::string_view value) {
    const auto length = parseDecimal(value);
    if (!length) return Fault{400, "Content-Length must be one number"};
    return Framing{*length == 0 ? Framing::Kind::None : Framing::Kind::Length, *length};
}

std::variant<Framing, Fault> framingOf(const Head& head) {
    const auto lengths = findFields(head.fields, "Content-Length");
    const auto codings = findFields(head.fields, "Transfer-Encoding");
    if (lengths.size() + codings.size() > 1) {
        return Fault{400, "Content-Length or Transfer-Encoding may come, and once"};
    }
    if (!codings.empty()) {
        if (head.minor_version == 0) return Fault{400, "HTTP/1.0 has no Transfer-Encoding"};
        if (!base::equalsIgnoringCase(codings.front(), "chunked")) {
            return Fault{400, "Transfer-Encoding must be chunked"};
        }
        return Framing{Framing::Kind::Chunked, 0};
    }
    if (!lengths.empty()) return framingByLength(lengths.front());
    if (head.method == "POST") return Fault{411, "Content-Length is required"};
    return Framing{};
}

bool mayHaveBody(std::string_view method) {
    return method != "GET" && method != "HEAD";
}

std::optional<Fault> findContentFault(const Head& head, const Framing& framing) {
    if (framing.kind != Framing::Kind::None && !mayHaveBody(head.method)) {
        return Fault{400, head.method + " has no body"};
    }
    for (const auto coding : findFields(head.fields, "Content-Encoding")) {
        if (!base::equalsIgnoringCase(coding, "identity")) {
            return Fault{415, "the body must come without a Content-Encoding"};
        }
    }
    return std::nullopt;
}

/// Whether a field that is a list names the option.
bool names(const Fields& fields, std::string_view field, std::string_view option) {
    for (const auto value : findFields(fields, field)) {
        for (const auto part : base::split(value, ',')) {
            if (base::equalsIgnoringCase(base::trim(part), option)) return true;
        }
    }
    return false;
}

std::optional<Fault> readExpectation(const Head& head, Terms& terms) {
    const auto expectations = findFields(head.fields, "Expect");
    if (expectations.empty()) return std::nullopt;
    if (expectations.size() > 1 ||
        !base::equalsIgnoringCase(expectations.front(), "100-continue")) {
        return Fault{417, "the only expectation met here is 100-continue"};
    }
    terms.expects_continue = head.minor_version > 0 && terms.framing.kind != Framing::Kind::None;
    return std::nullopt;
}

}  // namespace

std::variant<Terms, Fault> termsOf(const Head& head) {
    Terms terms;
    if (auto fault = findHostFault(head)) return std::move(*fault);
    if (auto fault = readTarget(head, terms)) return std::move(*fault);
    auto framing = framingOf(head);
    if (auto* fault = std::get_if<Fault>(&framing)) return std::move(*fault);
    terms.framing = std::get<Framing>(framing);
    if (auto fault = findContentFault(head, terms.framing)) return std::move(*fault);
    if (auto fault = readExpectation(head, terms)) return std::move(*fault);
    terms.keeps_open = !names(head.fields, "Connection", "close") &&
                       (head.minor_version > 0 || names(head.fields, "Connection", "keep-alive"));
    return terms;
}

}  // namespace toolhost::http
