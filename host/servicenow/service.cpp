#include "servicenow/service.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "servicenow/dictionary/field_suggestion.hpp"
#include "servicenow/dictionary/table_suggestion.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/reply.hpp"

namespace toolhost::servicenow {
namespace {

struct NamedOperation {
    const char* name;
    Operation operation;
};

constexpr std::array kOperations = {NamedOperation{"query", queryRecords},
                                    NamedOperation{"get", getRecord},
                                    NamedOperation{"create", createRecord},
                                    NamedOperation{"update", updateRecord},
                                    NamedOperation{"delete", deleteRecord},
                                    NamedOperation{"aggregate", aggregateRecords},
                                    NamedOperation{"tables", findTables},
                                    NamedOperation{"schema", describeTable}};

/// Null when there is none of that name.
Operation findOperation(const std::string& name) {
    const auto* const found = std::find_if(kOperations.begin(),
                                           kOperations.end(),
                                           [&](const auto& known) { return name == known.name; });
    return found == kOperations.end() ? nullptr : found->operation;
}

Problem unknownOperation(const std::string& name) {
    std::vector<std::string> names;
    names.reserve(kOperations.size());
    for (const auto& known : kOperations) {
        names.emplace_back(known.name);
    }
    return invalidRequest("'op' " + base::quoted(name) + " is none of " + base::join(names, ", ") +
                          base::didYouMean(name, names));
}

Problem noIdentity() {
    return {.kind = Problem::Kind::NoIdentity,
            .message = "ServiceNow is asked as a user, and this caller is none that it knows",
            .hint =
                "the administrator can register the client with --acts-as USER, issue a token "
                "with `toolhost token issue --user USER`, or map the operating-system user "
                "with stdio.user.NAME; no shared account is used"};
}

}  // namespace

/// One call until it is answered: by its operation, its deadline, its caller's or the service's
/// end, whichever comes first; what comes later is dropped and its work stopped.
class Service::PendingCall : public std::enable_shared_from_this<PendingCall> {
public:
    PendingCall(Service& service, Call call, std::function<void(std::string)> done)
        : ticket_(service.attendance_.enter()),
          service_(service),
          call_(std::move(call)),
          done_(std::move(done)) {}

    void start() {
        auto request = parseJson(call_.request);
        if (!request || !request->is_object()) {
            return answer(invalidRequest("the request is not a JSON object"));
        }
        const std::string name = textOf(*request, "op");
        const Operation operation = findOperation(name);
        if (operation == nullptr) return answer(unknownOperation(name));
        const auto instance = service_.findInstance(*request);
        if (!instance) return answer(instance.problem());
        if (call_.principal.user.value_or("").empty()) return answer(noIdentity());
        request_ = std::move(*request);
        if (const auto problem = recordSharedAccount(*instance.value(), name)) {
            return answer(*problem);
        }
        watch();
        if (!is_answered_) run(operation, *instance.value());
    }

private:
    void watch() {
        service_.host_.client.wait(
            call_.deadline, stop_.get_token(), [self = shared_from_this()](outbound::Wait how) {
                if (how == outbound::Wait::Over) self->expire();
            });
        const auto cancel = [this] {
            if (const auto self = weak_from_this().lock()) self->cancel();
        };
        on_cancel_.emplace(call_.cancelled, cancel);
        on_close_.emplace(service_.closing_.get_token(), cancel);
    }

    /// Who calls and who the instance will name for it are two; that is never silent.
    [[nodiscard]] std::optional<Problem> recordSharedAccount(const Instance& instance,
                                                             const std::string& operation) {
        const auto account = instance.sharedAccount();
        if (!account || *account == *call_.principal.user) return std::nullopt;
        acting_as_ = *account;
        if (!service_.host_.on_shared_account) return std::nullopt;
        const auto recorded = service_.host_.on_shared_account(
            {call_.principal, instance.name(), acting_as_, operation});
        if (recorded) return std::nullopt;
        return Problem{
            .kind = Problem::Kind::Unavailable,
            .message = "the call as " + base::quoted(acting_as_) +
                       " could not be put on record, so it was not made: " + recorded.error().what};
    }

    void run(Operation operation, Instance& instance) {
        // A moment before watch() answers, so that what was being done can tell why it took so
        // long.
        const Caller caller{.user = *call_.principal.user,
                            .deadline = call_.deadline - std::chrono::milliseconds(1),
                            .stop = stop_.get_token(),
                            .ticket = ticket_,
                            .own_token = call_.principal.servicenow_token};
        operation(instance,
                  caller,
                  request_,
                  [self = shared_from_this(), caller, &instance](const Outcome<Answer>& outcome) {
                      self->conclude(instance, caller, outcome);
                  });
    }

    /// An unknown name goes back with what may have been meant by it.
    void conclude(Instance& instance, const Caller& caller, const Outcome<Answer>& outcome) {
        const auto reply = [self = shared_from_this()](const Problem& problem) {
            self->answer(problem);
        };
        if (outcome) return answer(outcome);
        if (outcome.problem().kind == Problem::Kind::UnknownTable) {
            return suggestTable(
                instance, caller, textOf(request_, "table"), outcome.problem(), reply);
        }
        if (outcome.problem().kind == Problem::Kind::InvalidRequest) {
            return suggestFields(instance, caller, request_, outcome.problem(), reply);
        }
        answer(outcome);
    }

    void expire() {
        answer(Problem{.kind = Problem::Kind::Timeout,
                       .message = "ServiceNow did not answer before the call's deadline",
                       .hint = "try again with a narrower request; after a write, look first "
                               "whether it was carried out"});
    }

    void cancel() {
        answer(Problem{.kind = Problem::Kind::Cancelled,
                       .message = "the call was cancelled",
                       .hint = "after a write, look first whether it was carried out"});
    }

    void answer(const Outcome<Answer>& outcome) {
        if (is_answered_.exchange(true)) return;
        done_(replyText(outcome, acting_as_));
        stop_.request_stop();
    }

    const std::shared_ptr<const void> ticket_;  // first, so that it goes last
    Service& service_;
    const Call call_;
    const std::function<void(std::string)> done_;
    Json request_;
    std::string acting_as_;  // the shared account, when it is not the caller's own
    std::atomic<bool> is_answered_{false};
    std::stop_source stop_;  // fires once the call is answered
    std::optional<std::stop_callback<std::function<void()>>> on_cancel_;
    std::optional<std::stop_callback<std::function<void()>>> on_close_;
};

base::Result<std::unique_ptr<Service>> Service::create(Settings settings, ServiceHost host) {
    const auto& key_file = settings.cursor_key_file;
    auto sealer = key_file.empty() ? crypto::Sealer::ephemeral() : crypto::Sealer::ensure(key_file);
    if (!sealer) return base::because("set up ServiceNow", sealer.error());
    auto service =
        std::unique_ptr<Service>(new Service(std::move(host), std::move(sealer).value()));
    const Surroundings surroundings{
        service->host_.client, service->host_.clock, service->host_.log, service->sealer_};
    for (const auto& [name, instance_settings] : settings.instances) {
        auto instance =
            Instance::create(name, instance_settings, surroundings, service->closing_.get_token());
        if (!instance) return instance.error();
        service->instances_.emplace(name, std::move(instance).value());
    }
    const auto& first = service->instances_.begin();
    service->default_instance_ = std::move(settings.default_instance);
    if (service->default_instance_.empty() && first != service->instances_.end()) {
        service->default_instance_ = first->first;
    }
    const bool has_default = service->instances_.contains(service->default_instance_);
    if (!has_default && !service->default_instance_.empty()) {
        return base::Error{"set up ServiceNow: the default instance " +
                           base::quoted(service->default_instance_) + " is not configured" +
                           base::didYouMean(service->default_instance_, service->instanceNames())};
    }
    return service;
}

Service::Service(ServiceHost host, crypto::Sealer sealer)
    : host_(std::move(host)), sealer_(std::move(sealer)) {}

Service::~Service() {
    closing_.request_stop();
    attendance_.waitUntilEmpty();
}

void Service::perform(Call call, std::function<void(std::string reply_json)> done) {
    std::make_shared<PendingCall>(*this, std::move(call), std::move(done))->start();
}

std::vector<std::string> Service::instanceNames() const {
    std::vector<std::string> names;
    for (const auto& [name, instance] : instances_) {
        names.push_back(name);
    }
    return names;
}

Outcome<Instance*> Service::findInstance(const Json& request) const {
    if (instances_.empty()) {
        return invalidRequest("no ServiceNow instance is configured",
                              "the administrator can add one: servicenow.NAME.url and the rest");
    }
    const Json& member = memberOf(request, "instance");
    if (!member.is_null() && !member.is_string()) {
        return invalidRequest("'instance' must be the name of an instance");
    }
    const std::string name = member.is_null() ? default_instance_ : member.get<std::string>();
    const auto found = instances_.find(name);
    if (found != instances_.end()) return found->second.get();
    return invalidRequest("no instance is named " + base::quoted(name) +
                          base::didYouMean(name, instanceNames()) + "; there are " +
                          base::join(instanceNames(), ", "));
}

}  // namespace toolhost::servicenow
