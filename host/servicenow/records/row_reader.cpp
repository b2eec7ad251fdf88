#include "servicenow/records/row_reader.hpp"

#include <memory>
#include <utility>

namespace toolhost::servicenow {
namespace {

constexpr std::int64_t kPageRows = 1'000;
constexpr std::int64_t kRowsMax = 20'000;

/// One read, page by page. A page may be short though more follow: rows the user may not see are
/// taken out after the page is cut.
class RowReader : public std::enable_shared_from_this<RowReader> {
public:
    RowReader(Endpoint& endpoint, Caller caller, ApiRequest request, Then<Rows> then)
        : caller_(std::move(caller)),
          endpoint_(endpoint),
          request_(std::move(request)),
          then_(std::move(then)) {}

    void readPage() {
        ApiRequest page = request_;
        page.parameters.emplace_back("sysparm_limit", std::to_string(kPageRows));
        page.parameters.emplace_back("sysparm_offset", std::to_string(offset_));
        ask(endpoint_,
            caller_,
            std::move(page),
            [self = shared_from_this()](Outcome<ApiReply> reply) { self->take(std::move(reply)); });
    }

private:
    void take(Outcome<ApiReply> reply) {
        if (!reply) return then_(reply.problem());
        const auto& page = reply.value().result;
        if (!page.is_array()) {
            return then_(
                Problem{.message = request_.attempted + ": the rows are not a JSON array"});
        }
        const bool is_full = page.size() >= static_cast<std::size_t>(kPageRows);
        found_.rows.insert(found_.rows.end(), page.begin(), page.end());
        offset_ += kPageRows;
        const bool more = reply.value().total ? *reply.value().total > offset_ : is_full;
        if (more && offset_ < kRowsMax) return readPage();
        const auto total = reply.value().total.value_or(0);
        found_.some_hidden = more || total > static_cast<std::int64_t>(found_.rows.size());
        then_(std::move(found_));
    }

    const Caller caller_;
    Endpoint& endpoint_;
    const ApiRequest request_;
    const Then<Rows> then_;
    Rows found_{nlohmann::json::array(), false};
    std::int64_t offset_ = 0;
};

}  // namespace

void readRows(Endpoint& endpoint, const Caller& caller, ApiRequest request, Then<Rows> then) {
    std::make_shared<RowReader>(endpoint, caller, std::move(request), std::move(then))->readPage();
}

bool isWithheld(const Problem& problem) {
    return problem.kind == Problem::Kind::Forbidden || problem.kind == Problem::Kind::NotFound ||
           problem.kind == Problem::Kind::UnknownTable;
}

}  // namespace toolhost::servicenow
