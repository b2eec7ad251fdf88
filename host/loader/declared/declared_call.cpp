#include "loader/declared/declared_call.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "loader/declared/table_answers.hpp"
#include "loader/declared/table_requests.hpp"
#include "loader/declared/tool_kind.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

/// One call on its way: owned by whoever will bring the reply it waits for.
class DeclaredCall : public std::enable_shared_from_this<DeclaredCall> {
public:
    DeclaredCall(boundary::Call& call,
                 std::shared_ptr<boundary::Services> services,
                 std::shared_ptr<const DeclaredTool> tool)
        : call_(call), services_(std::move(services)), tool_(std::move(tool)) {
        call_.retain();
    }
    DeclaredCall(const DeclaredCall&) = delete;
    DeclaredCall& operator=(const DeclaredCall&) = delete;
    ~DeclaredCall() { call_.release(); }

    toolhost_status start() {
        arguments_ =
            json::parse(call_.field(TOOLHOST_CALL_ARGUMENTS).value_or("{}"), nullptr, false);
        if (!arguments_.is_object() || !namesItsRecord()) {
            return call_.fail(TOOLHOST_FAILURE_INVALID_PARAMS,
                              "The arguments do not conform to the tool's inputSchema.");
        }
        switch (tool_->operation) {
            case Operation::List:
                return askFor(listRequest(*tool_, arguments_), listAnswer);
            case Operation::Get:
                return askFor(findRequest(*tool_, arguments_, tool_->fields),
                              [tool = tool_](auto reply) { return recordAnswer(reply, *tool); });
            case Operation::Create:
                return askFor(createRequest(*tool_, arguments_), writtenAnswer);
            case Operation::Update:
                return findToUpdate();
        }
        return TOOLHOST_E_UNSUPPORTED;
    }

private:
    /// Of a reply, the answer to the call.
    using Render = std::function<base::Result<std::string>(std::string_view reply)>;

    /// An empty name would be one of every record that has none.
    [[nodiscard]] bool namesItsRecord() const {
        if (!kindOf(tool_->operation).names_a_record) return true;
        const json key = arguments_.value(tool_->key, json());
        return key.is_string() && !key.get_ref<const std::string&>().empty();
    }

    toolhost_status askFor(const json& request, Render render) {
        return ask(request, [self = shared_from_this(), render = std::move(render)](auto reply) {
            self->answer(render(reply));
        });
    }

    toolhost_status ask(const json& request, std::function<void(std::string_view reply)> take) {
        const std::string text = request.dump(-1, ' ', false, json::error_handler_t::replace);
        const toolhost_status status = services_->ask(
            {TOOLHOST_SERVICENOW_SERVICE, &call_, text, {}},
            [take = std::move(take)](toolhost_status, std::string_view reply, std::string_view) {
                take(reply);
            });
        if (status == TOOLHOST_PENDING) return TOOLHOST_PENDING;
        call_.fail(TOOLHOST_FAILURE_TOOL, "This host does not let the plugin ask ServiceNow.");
        return TOOLHOST_OK;
    }

    toolhost_status findToUpdate() {
        return ask(findRequest(*tool_, arguments_, {"sys_id"}),
                   [self = shared_from_this()](std::string_view reply) { self->update(reply); });
    }

    void update(std::string_view reply) {
        const auto sys_id = foundSysId(reply, *tool_);
        if (!sys_id.ok()) return answer(sys_id.error());
        if (call_.isCancelled()) {
            return answer(base::Error{"The call was cancelled; nothing was changed."});
        }
        askFor(updateRequest(*tool_, arguments_, sys_id.value()), writtenAnswer);
    }

    void answer(const base::Result<std::string>& result) {
        if (result.ok()) {
            call_.finish(result.value());
        } else {
            call_.fail(TOOLHOST_FAILURE_TOOL, result.error().what);
        }
    }

    boundary::Call& call_;
    const std::shared_ptr<boundary::Services> services_;
    const std::shared_ptr<const DeclaredTool> tool_;
    json arguments_;
};

}  // namespace

toolhost_status startDeclaredCall(boundary::Call& call,
                                  std::shared_ptr<boundary::Services> services,
                                  std::shared_ptr<const DeclaredTool> tool) {
    return std::make_shared<DeclaredCall>(call, std::move(services), std::move(tool))->start();
}

}  // namespace toolhost::loader
