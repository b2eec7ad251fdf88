#include "base/redaction.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace toolhost::base {
namespace {

constexpr std::array<std::string_view, 18> kSecretNames = {"authorization",
                                                           "proxy-authorization",
                                                           "cookie",
                                                           "set-cookie",
                                                           "client_secret",
                                                           "password",
                                                           "code",
                                                           "code_verifier",
                                                           "refresh_token",
                                                           "access_token",
                                                           "assertion",
                                                           "client_assertion",
                                                           "subject_token",
                                                           "x-sn-apikey",
                                                           "secret",
                                                           "token",
                                                           "api_key",
                                                           "private_key"};

bool isTokenCharacter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-_.~+/=").find(c) != std::string_view::npos;
}

std::size_t endOfToken(std::string_view text, std::size_t from) {
    while (from < text.size() && isTokenCharacter(text[from])) {
        ++from;
    }
    return from;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           equalsIgnoringCase(text.substr(0, prefix.size()), prefix);
}

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The credential that starts at `at`, empty when none does.
Span credentialAt(std::string_view text, std::size_t at) {
    const auto rest = text.substr(at);
    if (rest.substr(0, 3) == "eyJ") {
        const std::size_t end = endOfToken(text, at);
        const bool has_dots = std::count(&text[at], &text[at] + (end - at), '.') >= 1;
        return has_dots ? Span{at, end} : Span{};
    }
    for (const std::string_view scheme : {"bearer ", "basic ", "dpop "}) {
        if (!startsWithIgnoringCase(rest, scheme)) continue;
        const std::size_t begin = at + scheme.size();
        return {begin, endOfToken(text, begin)};
    }
    if (rest.substr(0, 11) == "-----BEGIN ") {
        const auto end = text.find("-----END ", at);
        return {at, end == std::string_view::npos ? text.size() : end};
    }
    return {};
}

}  // namespace

bool isSecretName(std::string_view name) {
    return std::any_of(kSecretNames.begin(), kSecretNames.end(), [name](auto secret) {
        return equalsIgnoringCase(name, secret);
    });
}

std::string redact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Span credential = credentialAt(text, at);
        if (credential.end <= credential.begin) {
            out += text[at++];
            continue;
        }
        out += text.substr(at, credential.begin - at);
        out += kRedacted;
        at = credential.end;
    }
    return out;
}

}  // namespace toolhost::base
