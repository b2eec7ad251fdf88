#include "oauth/pages/dialogs.hpp"

#include "base/text.hpp"
#include "identity/names.hpp"
#include "identity/redirect_uris.hpp"

namespace toolhost::oauth {
namespace {

std::string nameOf(const identity::Client& client) {
    return displayName(client.name.empty() ? client.id : client.name);
}

std::string hiddenRequest(const Dialog& dialog) {
    return R"(<input type="hidden" name="request" value=")" + dialog.sealed + R"(">)";
}

std::string row(const std::string& term, const std::string& description) {
    return "<div><dt>" + term + "</dt><dd>" + description + "</dd></div>";
}

std::string instancesOf(const Dialog& dialog) {
    if (dialog.instances.empty()) return "None is set up yet";
    return escapeHtml(base::join(dialog.instances, ", "));
}

/// Where the form's answer leads, as a content security policy has it, which knows no IPv6 address.
std::string targetOf(const Dialog& dialog) {
    auto origin = identity::originOfRedirect(dialog.request.redirect_uri);
    if (origin.find('[') == std::string::npos) return origin;
    return origin.substr(0, origin.find(':') + 1);
}

/// Where the browser goes with the answer, so that a person can tell a stranger's address.
std::string destinationOf(const Dialog& dialog) {
    const auto& uri = dialog.request.redirect_uri;
    const auto where = "<code>" + escapeHtml(identity::originOfRedirect(uri)) + "</code>";
    if (identity::isLoopbackRedirect(uri)) return "A program on this computer, " + where;
    return uri.starts_with("https://") ? where : "An app on this device, " + where;
}

/// Who vouches for what the client says of itself.
std::string voucherOf(const identity::Client& client) {
    switch (client.origin) {
        case identity::ClientOrigin::Operator:
            return "Registered by the administrator of this server";
        case identity::ClientOrigin::Registration:
            return "Registered itself; its name is what it says of itself";
        case identity::ClientOrigin::Document:
            return "Described by <code>" + escapeHtml(client.id) + "</code>";
    }
    return {};
}

std::string inWords(const std::string& scope, const std::string& acts_as) {
    if (scope == identity::kToolsScope) {
        return "Use the tools of this server: find, read and change whatever <strong>" +
               displayName(acts_as) + "</strong> may in ServiceNow";
    }
    return escapeHtml(scope);
}

std::string permissions(const Dialog& dialog, const std::string& acts_as) {
    std::string list = "<ul>";
    for (const auto& scope : dialog.request.scopes) {
        list += "<li>" + inWords(scope, acts_as) + "</li>";
    }
    return list + "</ul>";
}

std::string duration(const identity::Client& client) {
    return client.mayUse(identity::kRefreshToken)
               ? "Until it has not been used for two weeks, 90 days at the most"
               : "For some minutes; then it has to ask again";
}

std::string caution(const Dialog& dialog) {
    const bool is_local = !dialog.request.redirect_uri.starts_with("https://");
    if (!is_local) return {};
    return R"(<p class="note" role="note">Any program on this device can pass for this one. )"
           "Allow it only if you started the sign-in yourself, just now.</p>";
}

}  // namespace

Page signInPage(const Dialog& dialog, const std::string& objection, const std::string& user) {
    std::string body = "<h1>Sign in</h1><p class=\"quiet\">to let <strong>" +
                       nameOf(dialog.client) + "</strong> use your ServiceNow tools</p>";
    if (!objection.empty()) {
        body += R"(<p class="error" role="alert" id="objection">)" + escapeHtml(objection) + "</p>";
    }
    const std::string described = objection.empty() ? "" : R"( aria-describedby="objection")";
    body += R"(<form method="post" action="/oauth/login">)" + hiddenRequest(dialog) +
            R"(<label for="user">User name</label><input id="user" name="user" )"
            R"(autocomplete="username" autocapitalize="none" spellcheck="false" required value=")" +
            escapeHtml(user) + '"' + described + (user.empty() ? " autofocus" : "") +
            R"(><label for="password">Password</label><input id="password" name="password" )"
            R"(type="password" autocomplete="current-password" required)" +
            (user.empty() ? "" : " autofocus") +
            R"(><div class="actions"><button class="main" name="decision" value="sign-in">)"
            R"(Sign in</button><button name="decision" value="deny" formnovalidate>Cancel</button>)"
            "</div></form><dl>" +
            row("ServiceNow", instancesOf(dialog)) + row("Then goes to", destinationOf(dialog)) +
            "</dl>";
    return {
        .status = 200, .title = "Sign in", .body = std::move(body), .leads_to = targetOf(dialog)};
}

Page consentPage(const Dialog& dialog, const std::string& user, const std::string& acts_as) {
    std::string body =
        "<h1>Let " + nameOf(dialog.client) + " act as you?</h1>" +
        R"(<form method="post" action="/oauth/consent">)" + hiddenRequest(dialog) +
        "<p class=\"quiet\">Signed in as <strong>" + displayName(user) +
        R"(</strong>. <button class="link" name="decision" value="switch">Not you?</button></p>)" +
        "<dl>" + row("Application", nameOf(dialog.client)) +
        row("Known how", voucherOf(dialog.client)) + row("Answer goes to", destinationOf(dialog)) +
        row("ServiceNow", instancesOf(dialog)) +
        row("Acts as", "<strong>" + displayName(acts_as) + "</strong>, as if it were you") +
        row("May", permissions(dialog, acts_as)) + row("For how long", duration(dialog.client)) +
        "</dl>" + caution(dialog) +
        R"(<div class="actions"><button class="main" name="decision" value="allow">Allow</button>)"
        R"(<button name="decision" value="deny">Deny</button></div></form>)";
    return {.status = 200,
            .title = "Allow access",
            .body = std::move(body),
            .leads_to = targetOf(dialog)};
}

Page faultPage(int status, const std::string& what, const std::string& remedy) {
    return {.status = status,
            .title = "This cannot go on",
            .body = "<h1>This cannot go on</h1><p>" + escapeHtml(what) + "</p><p class=\"quiet\">" +
                    escapeHtml(remedy) + "</p>"};
}

}  // namespace toolhost::oauth
