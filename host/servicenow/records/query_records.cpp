#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/query/query_check.hpp"
#include "servicenow/query/query_request.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::int64_t kPageRows = 100;
constexpr std::int64_t kLimitMax = 10'000;
constexpr std::int64_t kOffsetMax = 100'000'000;
/// How many pages more than the limit needs are read to get past rows the user may not see.
constexpr std::int64_t kExtraPagesMax = 10;

constexpr std::array kUsualFields = {
    "number", "short_description", "state", "priority", "assigned_to", "sys_created_on"};

struct Query {
    std::string table;
    EncodedQuery conditions;
    std::vector<std::string> fields;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    Display display = Display::Labels;
};

Outcome<Query> readRequest(const Json& request, const ScriptPolicy& scripts) {
    RequestReader reader(request);
    Query query;
    query.table = reader.table();
    query.conditions = readQuery(reader, scripts);
    query.fields = reader.fields("fields");
    query.limit = reader.number("limit", {.least = 1, .most = kLimitMax, .otherwise = 20});
    query.offset = reader.number("offset", {.least = 0, .most = kOffsetMax, .otherwise = 0});
    query.display = reader.display();
    if (const auto problem = reader.problem()) return *problem;
    query.conditions.orderAlsoBy("sys_id");  // or pages could repeat and skip records
    return query;
}

/// The fields a person would want to see of a list, as far as the table has them.
std::vector<std::string> usualFields(const TableSchema& schema) {
    std::vector<std::string> fields = {"sys_id"};
    const Column* display = schema.displayColumn();
    if (display != nullptr) fields.push_back(display->name);
    for (const std::string field : kUsualFields) {
        const bool is_there = !schema.is_complete || systemColumn(field) != nullptr ||
                              schema.findColumn(field) != nullptr;
        const bool is_new = std::find(fields.begin(), fields.end(), field) == fields.end();
        if (is_there && is_new) fields.push_back(field);
    }
    return fields;
}

/// Reads page after page until there are as many records as wanted and it is known whether there
/// are more. ServiceNow cuts a page before it takes out the rows that the user may not see: a short
/// page is not the end, and offsets count the hidden rows.
class QueryPages : public std::enable_shared_from_this<QueryPages> {
public:
    QueryPages(Instance& instance, Caller caller, Query query, Then<Json> then)
        : caller_(std::move(caller)),
          instance_(instance),
          query_(std::move(query)),
          then_(std::move(then)),
          next_offset_(query_.offset) {}

    void start() {
        checkQuery(instance_,
                   caller_,
                   {query_.table, query_.conditions, query_.fields},
                   [self = shared_from_this()](Outcome<CheckedFields> checked) {
                       self->chooseFields(std::move(checked));
                   });
    }

private:
    void chooseFields(Outcome<CheckedFields> checked) {
        if (!checked) return then_(checked.problem());
        notices_ = std::move(checked.value().notices);
        shown_ = query_.fields.empty() ? usualFields(*checked.value().schema) : query_.fields;
        readPage();
    }

    void readPage() {
        // One more than wanted shows whether there is more.
        const auto missing = query_.limit + 1 - returned();
        page_rows_ = rows_hidden_ ? kPageRows : std::min(kPageRows, missing);
        ApiRequest page{
            .attempted = "query " + base::quoted(query_.table),
            .path = "/api/now/table/" + query_.table,
            .parameters = {{"sysparm_query", query_.conditions.text()},
                           {"sysparm_fields", base::join(shown_, ",")},
                           {"sysparm_limit", std::to_string(page_rows_)},
                           {"sysparm_offset", std::to_string(next_offset_)},
                           {"sysparm_display_value", std::string(parameterOf(query_.display))},
                           {"sysparm_exclude_reference_link", "true"},
                           {"sysparm_suppress_pagination_header", "true"}}};
        instance_.ask(
            caller_, std::move(page), [self = shared_from_this()](Outcome<ApiReply> reply) {
                self->takePage(std::move(reply));
            });
    }

    void takePage(Outcome<ApiReply> reply) {
        if (!reply) return then_(reply.problem());
        const Json& rows = reply.value().result;
        transaction_ = reply.value().transaction_id;
        if (!rows.is_array())
            return then_(Problem{.message = "query " + base::quoted(query_.table) +
                                            ": ServiceNow's result is no list of records",
                                 .transaction_id = transaction_});
        total_ = reply.value().total;
        const auto due = total_ ? std::clamp<std::int64_t>(*total_ - next_offset_, 0, page_rows_)
                                : static_cast<std::int64_t>(rows.size());
        rows_hidden_ = rows_hidden_ || static_cast<std::int64_t>(rows.size()) < due;
        if (const auto beyond = keep(rows)) return finish(More::Yes, next_offset_ + *beyond);
        next_offset_ += page_rows_;
        decide(rows.empty());
    }

    /// Keeps what is wanted; the index of the first record beyond that.
    [[nodiscard]] std::optional<std::int64_t> keep(const Json& rows) {
        std::int64_t index = 0;
        for (const Json& row : rows) {
            if (returned() == query_.limit) return index;
            records_.push_back(row);
            ++index;
        }
        return std::nullopt;
    }

    void decide(bool page_was_empty) {
        const bool is_end = total_ ? next_offset_ >= *total_ : page_was_empty;
        if (is_end) return finish(More::No, next_offset_);
        const bool total_is_true = total_ && !rows_hidden_;
        if (returned() == query_.limit && total_is_true) return finish(More::Yes, next_offset_);
        const auto pages_max = query_.limit / kPageRows + 1 + kExtraPagesMax;
        if (++pages_read_ < pages_max) return readPage();
        notices_.push_back("stopped after " + std::to_string(pages_read_) +
                           " pages, most of whose records this user may not see; narrow the query "
                           "or go on from next_offset");
        finish(More::Yes, next_offset_);
    }

    enum class More { Yes, No };

    void finish(More more, std::int64_t next_offset) {
        const auto total = trueTotal(more);
        if (rows_hidden_ && !total)
            notices_.emplace_back(
                "some matching records are hidden from this user, so the total is not known");
        noticeUnreadableFields();
        Json reply = {{"table", query_.table},
                      {"total", total ? Json(*total) : Json()},
                      {"returned", returned()},
                      {"has_more", more == More::Yes},
                      {"fields", shown_},
                      {"effective_query", query_.conditions.text()},
                      {"notices", notices_},
                      {"transaction_id", transaction_}};
        reply["records"] = std::move(records_);
        if (more == More::Yes) reply["next_offset"] = next_offset;
        then_(std::move(reply));
    }

    /// X-Total-Count also counts rows the user may not see.
    [[nodiscard]] std::optional<std::int64_t> trueTotal(More more) const {
        if (more == More::No && query_.offset == 0) return returned();
        return rows_hidden_ ? std::nullopt : total_;
    }

    /// A field the user may not read is absent from the records, without a word.
    void noticeUnreadableFields() {
        if (records_.empty()) return;
        for (const auto& field : query_.fields) {
            const bool is_shown =
                std::any_of(records_.begin(), records_.end(), [&](const Json& record) {
                    return record.contains(field);
                });
            if (!is_shown)
                notices_.push_back("this user may not read the field " + field +
                                   " of these records");
        }
    }

    [[nodiscard]] std::int64_t returned() const {
        return static_cast<std::int64_t>(records_.size());
    }

    const Caller caller_;
    Instance& instance_;
    const Query query_;
    const Then<Json> then_;
    std::vector<std::string> shown_;
    std::vector<std::string> notices_;
    Json records_ = Json::array();
    std::int64_t next_offset_;
    std::int64_t page_rows_ = 0;
    std::int64_t pages_read_ = 0;
    std::optional<std::int64_t> total_;
    std::string transaction_;
    bool rows_hidden_ = false;
};

}  // namespace

void queryRecords(Instance& instance, const Caller& caller, const Json& request, Then<Json> then) {
    auto query = readRequest(request, instance.scripts());
    if (!query) return then(query.problem());
    std::make_shared<QueryPages>(instance, caller, std::move(query).value(), std::move(then))
        ->start();
}

}  // namespace toolhost::servicenow
