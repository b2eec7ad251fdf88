#include "mcp/endpoint.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "mcp/batch.hpp"
#include "mcp/era.hpp"
#include "mcp/header_check.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/revisions/down_convert.hpp"
#include "mcp/sessions/owner.hpp"
#include "mcp/task_text.hpp"

namespace toolhost::mcp {
namespace {

/// Notifications and responses are taken without a body (MCP, transports).
Outbound accepted() {
    return {.http_status = 202, .body = {}, .session_id = {}};
}

Refusal noSession() {
    return {.code = jsonrpc::kInvalidRequest,
            .message =
                "Mcp-Session-Id header is missing; send initialize first and repeat the id it "
                "answers with",
            .http_status = 400};
}

Refusal unknownSession() {
    return {.code = jsonrpc::kInvalidRequest,
            .message = "no such session: it ended, or was idle too long; send initialize again",
            .http_status = 404};
}

Refusal noBatch() {
    return {.message =
                "a batch is served in a session of revision 2025-03-26 only, with 1 to 100 "
                "messages and without initialize; send one message at a time"};
}

std::map<const Revision*, Lists> listsOf(const tools::Catalogue& catalogue) {
    std::map<const Revision*, Lists> lists;
    for (const Revision* revision : revisions()) {
        lists[revision] = listsFor(*revision, catalogue);
    }
    return lists;
}

std::vector<Change> changesBetween(const Lists& before, const Lists& after) {
    std::vector<Change> changes;
    if (before.tools != after.tools) changes.push_back(Change::Tools);
    if (before.prompts != after.prompts) changes.push_back(Change::Prompts);
    if (before.resources != after.resources || before.templates != after.templates) {
        changes.push_back(Change::Resources);
    }
    return changes;
}

/// What the client said in place of a result.
base::Error errorIn(const jsonrpc::Response& response) {
    const auto error = nlohmann::json::parse(response.error, nullptr, false);
    const std::string message = base::textIn(error, "message");
    return {message.empty() ? "it gave no reason" : message};
}

/// The client's way back for what it misses.
Resumption resumptionIn(const std::shared_ptr<Peer>& peer, const Revision& revision) {
    return {
        .open_track =
            [peer, primes = revision.has_elicitation_modes] { return peer->tracks().open(primes); },
        .expects_pauses = revision.has_elicitation_modes};
}

}  // namespace

Endpoint::Endpoint(const std::shared_ptr<const tools::Catalogue>& catalogue,
                   calls::Runner& runner,
                   const crypto::Sealer& sealer,
                   const base::Clock& clock,
                   base::Log& log,
                   const Settings& settings)
    : settings_(settings),
      runner_(runner),
      round_trips_(sealer, clock),
      cursors_(sealer.deriveFor("mcp.cursors")),
      log_(log),
      streams_(settings.streams_per_caller_max),
      sessions_(
          sealer.deriveFor("mcp.sessions"), clock, {settings.sessions_max, settings.session_idle}) {
    offer(catalogue);
}

void Endpoint::offer(const std::shared_ptr<const tools::Catalogue>& catalogue) {
    const auto next = std::make_shared<const Offer>(Offer{catalogue,
                                                          listsOf(*catalogue),
                                                          runner_,
                                                          round_trips_,
                                                          cursors_,
                                                          listeners_,
                                                          settings_,
                                                          tasks_});
    std::shared_ptr<const Offer> before = next;
    {
        const std::lock_guard lock(mutex_);
        offer_.swap(before);  // what was offered before may end with this reference
    }
    if (!before) return;
    const Revision* const latest = revisions().back();
    for (const Change change : changesBetween(before->lists.at(latest), next->lists.at(latest))) {
        listeners_.tell(change);
    }
}

void Endpoint::serveTasks(tasks::Tasks& tasks) {
    tasks_ = &tasks;
    tasks.follow([this](const tasks::Task& task) {
        listeners_.tellOfTask(task.id, [&task] { return taskMembers(*revisions().back(), task); });
    });
    offer(current()->catalogue);
}

void Endpoint::resourceUpdated(const std::string& uri) {
    listeners_.tellOfUpdate(uri);
}

std::shared_ptr<const Offer> Endpoint::current() const {
    const std::lock_guard lock(mutex_);
    return offer_;
}

void Endpoint::handle(const Inbound& inbound, const Respond& respond) {
    const jsonrpc::Message message = jsonrpc::decode(inbound.body);
    if (const auto* request = std::get_if<jsonrpc::Request>(&message)) {
        return handleRequest(*request, inbound, respond);
    }
    if (const auto* notification = std::get_if<jsonrpc::Notification>(&message)) {
        return respond(handleNotification(*notification, inbound));
    }
    if (const auto* malformed = std::get_if<jsonrpc::Malformed>(&message)) {
        return respond(
            refuse({.code = malformed->code, .message = malformed->message}, std::nullopt));
    }
    if (const auto* batch = std::get_if<jsonrpc::Batch>(&message)) {
        return handleBatch(batch->text, inbound, respond);
    }
    respond(handleResponse(std::get<jsonrpc::Response>(message), inbound));
}

/// Each message as if it came alone; only answers fit on the way back.
void Endpoint::handleBatch(std::string_view text, const Inbound& inbound, const Respond& respond) {
    const bool may_be_in_session =
        inbound.connection || (inbound.headers && inbound.headers->session_id);
    if (!may_be_in_session) return respond(refuse(noBatch(), std::nullopt));
    const auto found = findPeer(inbound);
    if (const auto* refusal = std::get_if<Refusal>(&found)) {
        return respond(refuse(*refusal, std::nullopt));
    }
    const auto terms = std::get<std::shared_ptr<Peer>>(found)->terms();
    const auto messages = messagesIn(text);
    if (!terms.revision->has_batches || !messages) {
        return respond(refuse(noBatch(), std::nullopt));
    }
    const auto gathered = std::make_shared<GatheredAnswers>(messages->size(), respond);
    for (const std::string& message : *messages) {
        Inbound one = inbound;
        one.body = message;
        one.open_stream = {};
        handle(one, [gathered](const Outbound& answer) { gathered->take(answer); });
    }
}

void Endpoint::handleRequest(const jsonrpc::Request& request,
                             const Inbound& inbound,
                             const Respond& respond) {
    const Era era = eraOfRequest(request.method, request.params, inbound.headers);
    if (const auto* refusal = std::get_if<Refusal>(&era)) {
        return respond(refuse(*refusal, request.id));
    }
    if (const auto* stateless = std::get_if<Stateless>(&era)) {
        return serveStateless(*stateless->revision, request, inbound, respond);
    }
    if (request.method == "initialize") return openSession(request, inbound, respond);
    serveInSession(request, inbound, respond);
}

/// The streams that stay open are counted.
OpenStream Endpoint::counted(const Inbound& inbound, std::string_view method) {
    if (method != "subscriptions/listen" || !inbound.open_stream) return inbound.open_stream;
    return [this,
            open = inbound.open_stream,
            left = inbound.caller_left,
            caller = ownerKey(*inbound.principal)] { return streams_.open(caller, open, left); };
}

void Endpoint::serveStateless(const Revision& revision,
                              const jsonrpc::Request& request,
                              const Inbound& inbound,
                              const Respond& respond) {
    if (inbound.headers) {
        if (const auto refusal = findMissingHeader(*inbound.headers, namedIn(request))) {
            return respond(refuse(*refusal, request.id));
        }
    }
    MethodCall call{request, revision, inbound.principal, inbound.caller_left};
    if (inbound.headers) call.header_params = inbound.headers->params;
    if (inbound.connection) {
        call.way = alongside(inbound.connection->line(), respond);
        call.peer = inbound.connection;
    } else {
        call.way = fromPost(counted(inbound, request.method), respond);
    }
    dispatch(std::move(call));
}

void Endpoint::openSession(const jsonrpc::Request& request,
                           const Inbound& inbound,
                           const Respond& respond) {
    const MethodCall call{
        request, settledRevision(request.params), inbound.principal, {}, answerOnly(respond)};
    initialize(*current(), call, [&](const MethodResult& result) {  // answers before it returns
        if (const auto* refusal = std::get_if<Refusal>(&result)) {
            return respond(refuse(*refusal, request.id));
        }
        const auto peer = inbound.connection ? inbound.connection : std::make_shared<Peer>();
        peer->settle({&call.revision, settledCapabilities(request.params)});
        Outbound outbound{.http_status = 200,
                          .body = jsonrpc::encodeResult(request.id, std::get<std::string>(result)),
                          .session_id = {}};
        if (inbound.headers) {
            auto id = sessions_.open(*inbound.principal, peer);
            if (!id.ok()) return respond(refuse(internalError(id.error().what), request.id));
            outbound.session_id = std::move(id).value();
        }
        listeners_.add(peer);
        respond(std::move(outbound));
    });
}

void Endpoint::serveInSession(const jsonrpc::Request& request,
                              const Inbound& inbound,
                              const Respond& respond) {
    const auto found = findPeer(inbound);
    if (const auto* refusal = std::get_if<Refusal>(&found)) {
        return respond(refuse(*refusal, request.id));
    }
    const auto& peer = std::get<std::shared_ptr<Peer>>(found);
    const Revision& revision = *peer->terms().revision;
    // A client that leaves does not cancel here; it may come back for the answer (2025-11-25,
    // transports).
    MethodCall call{request, revision, inbound.principal, {}};
    call.peer = peer;
    call.way = peer->line() ? alongside(peer->line(), respond)
                            : fromPost(inbound.open_stream, respond, resumptionIn(peer, revision));
    dispatch(std::move(call));
}

void Endpoint::dispatch(MethodCall call) {
    const auto way = call.way;
    const Method method = findMethod(call.revision, call.request.method);
    if (method == nullptr) {
        Refusal refusal = methodNotFound(call.request.method);
        if (!call.revision.is_modern) refusal.http_status = 200;
        return way->answer(refuse(refusal, call.request.id));
    }
    const auto peer = call.peer;
    if (peer) call.caller_left = peer->begin(call.request.id.json);
    const auto offer = current();  // until the method returns
    method(*offer,
           call,
           [this, id = call.request.id, peer, left = call.caller_left, way](MethodResult result) {
               if (peer) peer->end(id.json);
               if (peer && left.stop_requested()) {
                   return way->answer(accepted());  // cancelled: no answer
               }
               if (const auto* refusal = std::get_if<Refusal>(&result)) {
                   return way->answer(refuse(*refusal, id));
               }
               way->answer({.http_status = 200,
                            .body = jsonrpc::encodeResult(id, std::get<std::string>(result)),
                            .session_id = {}});
           });
}

Outbound Endpoint::handleNotification(const jsonrpc::Notification& notification,
                                      const Inbound& inbound) {
    const bool has_peer =
        inbound.connection || !isModernNotification(notification.params, inbound.headers);
    if (!has_peer) return accepted();
    const auto found = findPeer(inbound);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return refuse(*refusal, std::nullopt);
    if (notification.method != "notifications/cancelled") return accepted();
    const auto members = jsonrpc::Members::read(notification.params);
    if (!members.ok()) {
        return accepted();  // a notification cannot be answered, so neither can its fault
    }
    if (const auto id = members.value().find("requestId")) {
        std::get<std::shared_ptr<Peer>>(found)->cancel(std::string(*id));
    }
    return accepted();
}

/// An answer to what the host asked in a session.
Outbound Endpoint::handleResponse(const jsonrpc::Response& response, const Inbound& inbound) {
    const auto found = findPeer(inbound);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return refuse(*refusal, std::nullopt);
    auto& asks = std::get<std::shared_ptr<Peer>>(found)->asks();
    if (response.error.empty()) {
        asks.answer(response.id.json, std::string(response.result));
    } else {
        asks.answer(response.id.json, errorIn(response));
    }
    return accepted();
}

std::variant<std::shared_ptr<Peer>, Refusal> Endpoint::findPeer(const Inbound& inbound) {
    if (!inbound.connection) return findSession(*inbound.headers, *inbound.principal);
    if (inbound.connection->terms().revision == nullptr) {
        inbound.connection->settle({&latestSessionRevision()});  // it never says initialize
    }
    return inbound.connection;
}

std::variant<std::shared_ptr<Peer>, Refusal> Endpoint::findSession(
    const Headers& headers, const identity::Principal& caller) {
    if (!headers.session_id) return noSession();
    auto peer = sessions_.find(*headers.session_id, caller);
    if (!peer) return unknownSession();
    if (headers.protocol_version && findRevision(*headers.protocol_version) == nullptr) {
        return Refusal{.message = "MCP-Protocol-Version " +
                                  base::quoted(*headers.protocol_version) + " is not served"};
    }
    listeners_.add(peer);  // it may have been taken up again
    return peer;
}

void Endpoint::listen(const Listening& listening, const Respond& respond) {
    const auto found = findSession(listening.headers, *listening.principal);
    if (const auto* refusal = std::get_if<Refusal>(&found)) {
        return respond(refuse(*refusal, std::nullopt));
    }
    Tracks& tracks = std::get<std::shared_ptr<Peer>>(found)->tracks();
    auto stream =
        streams_.open(ownerKey(*listening.principal), listening.open_stream, listening.caller_left);
    if (!stream) return respond(refuse(noStream(), std::nullopt));
    const auto place = tracks.find(listening.headers.last_event_id.value_or(""));
    if (place) return place->track->resume(std::move(stream), place->after);
    tracks.standing()->attach(std::move(stream));
}

std::shared_ptr<Peer> Endpoint::connect(const Listening& listening) {
    auto stream =
        streams_.open(ownerKey(*listening.principal), listening.open_stream, listening.caller_left);
    return stream ? std::make_shared<Peer>(std::move(stream)) : nullptr;
}

Outbound Endpoint::endSession(const Headers& headers, const identity::Principal& caller) {
    if (!headers.session_id) return refuse(noSession(), std::nullopt);
    if (!sessions_.close(*headers.session_id, caller)) {
        return refuse(unknownSession(), std::nullopt);
    }
    return {.http_status = 204, .body = {}, .session_id = {}};
}

void Endpoint::hangUp(const Peer& connection) {
    listeners_.closeOf(connection);
}

void Endpoint::close() {
    listeners_.closeAll();
}

Outbound Endpoint::refuse(const Refusal& refusal, const std::optional<jsonrpc::Id>& id) {
    log_.debug("mcp.request.refused",
               {{"error_code", std::to_string(refusal.code)}, {"reason", refusal.message}});
    return answerWith(refusal, id);
}

}  // namespace toolhost::mcp
