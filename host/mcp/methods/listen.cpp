#include <atomic>
#include <nlohmann/json.hpp>
#include <optional>

#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/particulars.hpp"
#include "mcp/result.hpp"
#include "mcp/task_text.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

constexpr std::size_t kUrisMax = 1'000;
constexpr std::size_t kTasksMax = 100;

struct ListMember {
    const char* name;
    Change change;
};

constexpr ListMember kLists[] = {{"toolsListChanged", Change::Tools},
                                 {"promptsListChanged", Change::Prompts},
                                 {"resourcesListChanged", Change::Resources}};

Refusal notAcceptable() {
    return {.message =
                "subscriptions/listen is answered with an event stream; Accept must list "
                "text/event-stream",
            .http_status = 406};
}

std::optional<Refusal> readLists(const json& wanted, Filter& into) {
    for (const auto& [name, change] : kLists) {
        const auto found = wanted.find(name);
        if (found == wanted.end()) continue;
        if (!found->is_boolean()) {
            return invalidParams("params.notifications." + std::string(name) +
                                 " must be a boolean");
        }
        if (found->get<bool>()) into.lists.insert(change);
    }
    return std::nullopt;
}

/// Those that are there are watched; the acknowledgement says which.
std::optional<Refusal> readUris(const json& wanted, const Offer& offer, Filter& into) {
    const auto found = wanted.find("resourceSubscriptions");
    if (found == wanted.end()) return std::nullopt;
    if (!found->is_array() || found->size() > kUrisMax) {
        return invalidParams(
            "params.notifications.resourceSubscriptions must be an array of at most " +
            std::to_string(kUrisMax) + " URIs");
    }
    for (const auto& uri : *found) {
        if (!uri.is_string()) {
            return invalidParams("params.notifications.resourceSubscriptions must hold strings");
        }
        const auto& text = uri.get_ref<const std::string&>();
        if (offer.catalogue->resourceAt(text)) into.uris.insert(text);
    }
    return std::nullopt;
}

/// Those that are the caller's are followed; the acknowledgement says which.
std::optional<Refusal> readTasks(const json& wanted,
                                 const Offer& offer,
                                 const MethodCall& call,
                                 Filter& into) {
    const auto found = wanted.find("taskIds");
    if (found == wanted.end() || offer.tasks == nullptr) return std::nullopt;
    const auto params = jsonrpc::Members::read(call.request.params);
    if (!knowsTasks(capabilitiesOf(call, metaOf(params.value())))) {
        return missingCapability("params.notifications.taskIds", kTasksCapability);
    }
    if (!found->is_array() || found->size() > kTasksMax) {
        return invalidParams("params.notifications.taskIds must be an array of at most " +
                             std::to_string(kTasksMax) + " ids");
    }
    for (const auto& id : *found) {
        if (!id.is_string()) {
            return invalidParams("params.notifications.taskIds must hold strings");
        }
        const auto& text = id.get_ref<const std::string&>();
        const auto task = offer.tasks->find(text, *call.principal);
        if (!task.ok()) return internalError("find the task: " + task.error().what);
        if (task.value()) into.tasks.insert(text);
    }
    return std::nullopt;
}

std::variant<Filter, Refusal> filterIn(const Offer& offer, const MethodCall& call) {
    const json params = json::parse(call.request.params, nullptr, false);
    const auto wanted = params.is_object() ? params.find("notifications") : params.end();
    if (!params.is_object() || wanted == params.end() || !wanted->is_object()) {
        return invalidParams("subscriptions/listen needs params.notifications, an object");
    }
    Filter filter;
    if (auto refusal = readLists(*wanted, filter)) return std::move(*refusal);
    if (auto refusal = readUris(*wanted, offer, filter)) return std::move(*refusal);
    if (auto refusal = readTasks(*wanted, offer, call, filter)) return std::move(*refusal);
    return filter;
}

/// What is honoured of what was asked.
std::string acknowledgement(const Filter& filter, const std::string& id) {
    json honoured = json::object();
    for (const auto& [name, change] : kLists) {
        if (filter.lists.contains(change)) honoured[name] = true;
    }
    if (!filter.uris.empty()) honoured["resourceSubscriptions"] = filter.uris;
    if (!filter.tasks.empty()) honoured["taskIds"] = filter.tasks;
    return R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{)"
           R"("notifications":)" +
           honoured.dump(-1, ' ', false, json::error_handler_t::replace) + R"(,"_meta":)" +
           subscriptionMeta(id) + "}}";
}

/// Closes the subscription when its client leaves. Owned by what closes it.
struct Leave {
    Listeners& listeners;
    std::uint64_t number;
    void operator()() const { listeners.close(number); }
};

}  // namespace

void listen(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    auto read = filterIn(offer, call);
    if (auto* refusal = std::get_if<Refusal>(&read)) return done(std::move(*refusal));
    auto& filter = std::get<Filter>(read);
    const std::string id = call.request.id.json;
    if (!call.way->carriesMessages()) return done(notAcceptable());
    if (!call.way->say(acknowledgement(filter, id))) return done(noStream());
    const auto closing = closeResult(call.revision, {}, std::nullopt, subscriptionMeta(id));
    if (filter.isEmpty()) return done(closing);
    using Watch = std::stop_callback<Leave>;
    const auto watch = std::make_shared<std::optional<Watch>>();
    const std::uint64_t number =
        offer.listeners.add({.id_json = id,
                             .filter = std::move(filter),
                             .way = call.way,
                             .connection = call.peer,
                             .close = [watch, closing, done] { done(closing); }});
    watch->emplace(call.caller_left, Leave{offer.listeners, number});
}

}  // namespace toolhost::mcp
