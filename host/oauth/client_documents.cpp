#include "oauth/client_documents.hpp"

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "identity/compact_jwt.hpp"
#include "oauth/client_metadata.hpp"
#include "oauth/presented_credentials.hpp"

namespace toolhost::oauth {
namespace {

using identity::Client;

constexpr std::string_view kScheme = "https://";
constexpr std::size_t kAddressBytesMax = 255;
constexpr std::size_t kDocumentBytesMax = 16U << 10U;
constexpr std::size_t kRememberedMax = 200;
constexpr std::chrono::milliseconds kPatience{2500};
constexpr std::chrono::minutes kGoodFor{5};
constexpr std::chrono::minutes kBadFor{1};

base::Error unusable(const std::string& why) {
    return {"The application's description cannot be used: " + why + "."};
}

/// "host" of "https://host:port/path".
std::string_view hostOf(std::string_view address) {
    const auto rest = address.substr(kScheme.size());
    return rest.substr(0, rest.find_first_of(":/"));
}

bool hasDotSegment(std::string_view path) {
    for (const auto segment : base::split(path, '/')) {
        const auto lower = base::toLower(segment);
        for (const std::string_view dots : {".", "..", "%2e", "%2e%2e", ".%2e", "%2e."}) {
            if (lower == dots) return true;
        }
    }
    return false;
}

bool isJsonType(const outbound::Response& response) {
    const auto type = response.findHeader("Content-Type").value_or(std::string_view());
    const auto media = base::toLower(base::trim(type.substr(0, type.find(';'))));
    return media == "application/json" || media.ends_with("+json");
}

/// The document's text, or why there is none, without a word of what the other side said.
base::Result<std::string> textFrom(outbound::Outcome outcome) {
    if (const auto* failure = std::get_if<outbound::Failure>(&outcome)) {
        return unusable("it cannot be fetched (" + std::string(nameOf(failure->kind)) + ")");
    }
    auto& response = std::get<outbound::Response>(outcome);
    if (response.status != 200) return unusable("its address does not answer 200");
    if (!isJsonType(response)) return unusable("it is not JSON");
    return std::move(response.body);
}

}  // namespace

ClientDocuments::ClientDocuments(const Settings& settings,
                                 outbound::Client* outbound,
                                 const base::Clock& clock,
                                 base::Log& log)
    : settings_(settings), outbound_(outbound), clock_(clock), log_(log) {}

bool ClientDocuments::areTaken() const {
    return outbound_ != nullptr && !settings_.document_hosts.empty();
}

bool ClientDocuments::describe(std::string_view client_id) const {
    return areTaken() && client_id.starts_with(kScheme);
}

ClientDocuments::Found ClientDocuments::fetch(const std::string& client_id) const {
    if (const auto fault = documentAddressFault(client_id); !fault.empty()) return unusable(fault);
    const auto& hosts = settings_.document_hosts;
    const bool is_allowed = std::find(hosts.begin(), hosts.end(), "*") != hosts.end() ||
                            std::find(hosts.begin(), hosts.end(), hostOf(client_id)) != hosts.end();
    if (!is_allowed) {
        return base::Error{"The administrator has not allowed applications of " +
                           std::string(hostOf(client_id)) + " (oauth.client_documents)."};
    }
    {
        std::unique_lock lock(mutex_);
        answered_.wait(lock, [&] { return !asked_.contains(client_id); });
        const auto known = remembered_.find(client_id);
        if (known != remembered_.end() && clock_.steady() < known->second.until) {
            return known->second.found;
        }
        asked_.insert(client_id);
    }
    auto found = ask(client_id);
    if (!found) {
        log_.warning("oauth.client_document.refused",
                     {{"client", client_id}, {"reason", found.error().what}});
    }
    remember(client_id, found);
    return found;
}

ClientDocuments::Found ClientDocuments::ask(const std::string& client_id) const {
    const auto promise = std::make_shared<std::promise<outbound::Outcome>>();
    auto answer = promise->get_future();
    outbound::Request request;
    request.url = client_id;
    request.headers = {{"Accept", "application/json"}};
    request.deadline = clock_.steady() + kPatience;
    request.response_bytes_max = kDocumentBytesMax;
    request.reach = outbound::Reach::Public;
    outbound_->send(std::move(request), {}, [promise](outbound::Outcome outcome) {
        promise->set_value(std::move(outcome));
    });
    const auto text = textFrom(answer.get());
    if (!text) return text.error();
    auto client = readClientDocument(client_id, text.value(), clock_.wall());
    if (!client) return client.error();
    return std::make_shared<const Client>(std::move(client).value());
}

void ClientDocuments::remember(const std::string& client_id, const Found& found) const {
    {
        const std::lock_guard lock(mutex_);
        asked_.erase(client_id);
        if (remembered_.size() >= kRememberedMax) {
            const auto by_end = [](const auto& one, const auto& other) {
                return one.second.until < other.second.until;
            };
            remembered_.erase(std::min_element(remembered_.begin(), remembered_.end(), by_end));
        }
        const auto until = clock_.steady() + (found.ok() ? kGoodFor : kBadFor);
        remembered_.insert_or_assign(client_id, Remembered{found, until});
    }
    answered_.notify_all();
}

std::string documentAddressFault(std::string_view client_id) {
    if (!client_id.starts_with(kScheme)) return "its address is not https";
    if (client_id.size() > kAddressBytesMax) return "its address is longer than 255 bytes";
    const auto rest = client_id.substr(kScheme.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos || slash == 0) return "its address has no host or no path";
    const bool is_plain = std::all_of(rest.begin(), rest.end(), [](char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view("\\\"<>^`{|}#@").find(c) == std::string_view::npos;
    });
    if (!is_plain) {
        return "its address has a fragment, user information or a character that a URL has not";
    }
    const auto path = rest.substr(slash);
    if (hasDotSegment(path.substr(0, path.find('?')))) return "its address has dot segments";
    return {};
}

base::Result<Client> readClientDocument(const std::string& client_id,
                                        const std::string& json,
                                        base::WallTime now) {
    const auto metadata = identity::parseStrictObject(json);
    if (!metadata) return unusable("it is not a JSON object");
    if (base::textIn(*metadata, "client_id") != client_id) {
        return unusable("its client_id is not its address");
    }
    auto read = readMetadata(*metadata, kNone);
    if (const auto* fault = std::get_if<MetadataFault>(&read)) return unusable(fault->description);
    auto& request = std::get<identity::ClientRequest>(read);
    if (request.proof == identity::ClientProof::Secret) {
        return unusable("a public document cannot have a shared secret");
    }
    request.origin = identity::ClientOrigin::Document;
    std::erase(request.grants, std::string(identity::kClientCredentials));
    return clientFrom(request, client_id, now);
}

}  // namespace toolhost::oauth
