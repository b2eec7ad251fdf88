#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace toolhost::oauth {

/// Who may register a client at the registration endpoint (RFC 7591).
enum class Registration {
    Off,      ///< nobody; the endpoint is not there
    Guarded,  ///< who holds a token of `toolhost client registration-token`
    Open      ///< anybody who reaches the host
};

/// How users sign in and clients come to be known.
struct Settings {
    Registration registration = Registration::Guarded;
    /// Hosts whose client metadata documents are taken, their subdomains not; "*" takes any, and
    /// none means that there are no such clients.
    std::vector<std::string> document_hosts{"claude.ai", "chatgpt.com", "vscode.dev"};
    std::chrono::seconds code_lifetime{60};
    /// How long a refresh token may lie unused, and how long one sign-in lasts at the most.
    std::chrono::seconds refresh_idle_lifetime{14 * 86'400};
    std::chrono::seconds refresh_lifetime{90 * 86'400};
    /// How long a browser stays signed in unused, and at the most.
    std::chrono::seconds session_idle_lifetime{1800};
    std::chrono::seconds session_lifetime{28'800};
    /// The ServiceNow instances that tools act on, as people know them; for the consent page.
    std::vector<std::string> instances{};
};

}  // namespace toolhost::oauth
