#include "tasks/tasks.hpp"

#include "base/text.hpp"
#include "jsonrpc/members.hpp"
#include "mcp/methods/methods.hpp"
#include "mcp/methods/particulars.hpp"
#include "mcp/result.hpp"
#include "mcp/task_text.hpp"

namespace toolhost::mcp {
namespace {

/// What a request about a task names. Spans borrow the request.
struct Named {
    std::string id;
    jsonrpc::Members params;
};

/// The client must declare the extension before it is told anything, even that there is no such
/// task.
std::variant<Named, Refusal> readNamed(const Offer& offer, const MethodCall& call) {
    if (offer.tasks == nullptr) return methodNotFound(call.request.method);
    const auto params = jsonrpc::Members::read(call.request.params);
    if (!params.ok()) return invalidParams("params: " + params.error().what);
    if (!knowsTasks(capabilitiesOf(call, metaOf(params.value())))) {
        return missingCapability(call.request.method, kTasksCapability);
    }
    auto id = params.value().findString("taskId");
    if (!id) return invalidParams(call.request.method + " needs params.taskId, a string");
    return Named{std::move(*id), params.value()};
}

Refusal unknownTask(const std::string& id) {
    return invalidParams("this caller has no task " + base::quoted(id) +
                         "; it may have been kept as long as its ttlMs said");
}

/// The acknowledgement of a request that changes a task.
base::Completion<bool> acknowledging(const Revision& revision,
                                     std::string id,
                                     const MethodDone& done) {
    return [&revision, id = std::move(id), done](const base::Result<bool>& is_known) {
        if (!is_known.ok()) return done(internalError("change the task: " + is_known.error().what));
        if (!is_known.value()) return done(unknownTask(id));
        done(closeResult(revision, {}));
    };
}

}  // namespace

void getTask(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto named = readNamed(offer, call);
    if (const auto* refusal = std::get_if<Refusal>(&named)) return done(*refusal);
    const std::string& id = std::get<Named>(named).id;
    const auto task = offer.tasks->find(id, *call.principal);
    if (!task.ok()) return done(internalError("find the task: " + task.error().what));
    if (!task.value()) return done(unknownTask(id));
    done(closeResult(call.revision, taskMembers(call.revision, *task.value())));
}

void updateTask(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto read = readNamed(offer, call);
    if (const auto* refusal = std::get_if<Refusal>(&read)) return done(*refusal);
    const auto& named = std::get<Named>(read);
    if (!named.params.isObject("inputResponses")) {
        return done(invalidParams(
            "tasks/update needs params.inputResponses, an object of answers by the keys of "
            "inputRequests"));
    }
    offer.tasks->answer(
        {named.id, call.principal, std::string(*named.params.find("inputResponses"))},
        offer.catalogue,
        acknowledging(call.revision, named.id, done));
}

void cancelTask(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    const auto named = readNamed(offer, call);
    if (const auto* refusal = std::get_if<Refusal>(&named)) return done(*refusal);
    const std::string& id = std::get<Named>(named).id;
    offer.tasks->cancel(id, *call.principal, acknowledging(call.revision, id, done));
}

}  // namespace toolhost::mcp
