#include "servicenow/paging/reading.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "servicenow/paging/cursor.hpp"
#include "servicenow/paging/keyset.hpp"
#include "servicenow/paging/record_list.hpp"
#include "servicenow/paging/row_shape.hpp"
#include "servicenow/query/query_check.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::int64_t kPageRows = 1'000;
/// ServiceNow cuts a page before it takes out the rows that the user may not see. Where a page
/// shows nothing, the next one asks for more rows from the same record on, up to so many.
constexpr std::int64_t kWindowMax = 1'600;
constexpr std::int64_t kWindowGrowth = 4;
/// How many pages more than the limit needs are read to get past rows the user may not see.
constexpr std::int64_t kExtraPagesMax = 10;
/// How many records that are left out a notice describes; the answer lists them all.
constexpr std::size_t kDescribedMax = 3;

Json jsonOf(const std::vector<OversizeRecord>& left_out) {
    Json list = Json::array();
    for (const auto& record : left_out) {
        Json fields = Json::array();
        for (const auto& [name, bytes] : record.largest_fields) {
            fields.push_back({{"name", name}, {"bytes", bytes}});
        }
        list.push_back({{"sys_id", record.sys_id},
                        {"bytes", record.bytes},
                        {"largest_fields", std::move(fields)}});
    }
    return list;
}

std::string noticeOf(const OversizeRecord& record) {
    std::vector<std::string> fields;
    for (const auto& [name, bytes] : record.largest_fields) {
        fields.push_back(name + " (" + std::to_string(bytes) + " bytes)");
    }
    return "record " + record.sys_id + " is left out: alone it has " +
           std::to_string(record.bytes) +
           " bytes, more than an answer may have; ask for fields without " +
           base::join(fields, ", ");
}

class Reading : public std::enable_shared_from_this<Reading> {
public:
    Reading(Instance& instance, Caller caller, RecordQuery query, Then<Answer> then)
        : caller_(std::move(caller)),
          instance_(instance),
          query_(std::move(query)),
          then_(std::move(then)),
          records_(query_.limit, query_.bytes_max) {}

    void start() {
        checkQuery(instance_,
                   caller_,
                   {query_.table, query_.conditions, query_.fields},
                   [self = shared_from_this()](Outcome<CheckedFields> checked) {
                       self->begin(std::move(checked));
                   });
    }

private:
    enum class More { Yes, No };

    void begin(Outcome<CheckedFields> checked) {
        if (!checked) return then_(checked.problem());
        notices_ = checked.value().notices;
        const auto shown =
            query_.fields.empty() ? usualFields(*checked.value().schema) : query_.fields;
        auto keyset = Keyset::of(query_.table, query_.conditions.orders(), checked.value());
        if (keyset) {
            keyset_ = std::move(keyset).value();
        } else {
            why_by_offset_ = keyset.error().what;
        }
        shape_.emplace(
            shown, query_.display, keyset_ ? keyset_->fields() : std::vector<std::string>());
        if (const auto problem = findPlace()) return then_(*problem);
        window_ = std::min(kPageRows, query_.limit + 1);  // one more shows whether there is more
        readPage();
    }

    [[nodiscard]] std::optional<Problem> findPlace() {
        place_.offset = place_.start = query_.offset;
        place_.is_by_offset = !keyset_;
        if (query_.cursor.empty()) return std::nullopt;
        const auto& host = instance_.host();
        auto place = openPlace(host.sealer, host.clock.wall(), question(), query_.cursor);
        if (!place) return invalidRequest(place.error().what);
        place_ = std::move(place).value();
        if (place_.is_by_offset && why_by_offset_.empty()) {
            why_by_offset_ = "conditions did not fit their order when the reading began";
        }
        if (!place_.after || pageConditions()) return std::nullopt;
        return invalidRequest(
            "the cursor no longer fits the table's columns; ask without cursor to start again");
    }

    [[nodiscard]] Question question() const {
        return {
            instance_.name(), caller_.user, query_.table, query_.conditions.text(), shape_->name()};
    }

    /// The query from the place on; absent when that cannot be said.
    [[nodiscard]] std::optional<EncodedQuery> pageConditions() const {
        EncodedQuery conditions = query_.conditions;
        if (!place_.after) return conditions;
        const auto beyond = keyset_ ? keyset_->after(*place_.after) : std::nullopt;
        if (!beyond || !conditions.narrowBy(*beyond)) return std::nullopt;
        return conditions;
    }

    void readPage() {
        taken_of_page_ = 0;
        rows_of_page_ = 0;
        ApiRequest page{
            .attempted = "query " + base::quoted(query_.table),
            .path = "/api/now/table/" + query_.table,
            .parameters = {
                {"sysparm_query", pageConditions().value_or(query_.conditions).text()},
                {"sysparm_fields", base::join(shape_->asked(), ",")},
                {"sysparm_limit", std::to_string(window_)},
                {"sysparm_offset", std::to_string(place_.offset)},
                {"sysparm_display_value", std::string(parameterOf(shape_->displayAsked()))},
                {"sysparm_exclude_reference_link", "true"},
                {"sysparm_suppress_pagination_header", "true"}}};
        instance_.askForRows(
            caller_,
            std::move(page),
            [self = shared_from_this()](std::string_view row) { return self->takeRow(row); },
            [self = shared_from_this()](const Outcome<ApiReply>& reply) { self->endPage(reply); });
    }

    /// A rule of the instance may forbid to compare sys_id, or the column the query is ordered by.
    void takeRefusal(const Problem& problem) {
        const bool may_be_the_keyset =
            problem.kind == Problem::Kind::Forbidden && place_.after && rows_of_page_ == 0;
        if (!may_be_the_keyset ||
            !countFromHere("the instance refuses to compare: " + problem.message)) {
            return then_(problem);
        }
        readPage();
    }

    void noticeHiddenRows(std::optional<std::int64_t> total) {
        const auto due = std::clamp<std::int64_t>(total.value_or(0) - place_.offset, 0, window_);
        place_.rows_hidden = place_.rows_hidden || rows_of_page_ < due;
    }

    /// Takes the page's next record, or only counts it when there is no room any more.
    base::Result<base::Done> takeRow(std::string_view row) {
        ++rows_of_page_;
        if (is_stopped_) return base::Done{};
        is_stopped_ = records_.take(shape_->show(row)) == RecordList::Verdict::Full;
        if (is_stopped_) return base::Done{};
        ++place_.seen;
        ++taken_of_page_;
        checkOrder(row);
        last_row_ = row;
        return base::Done{};
    }

    /// Conditions can only go on from where the instance orders as they compare.
    void checkOrder(std::string_view row) {
        if (place_.is_by_offset || keyset_->fields().empty() || last_row_.empty()) return;
        const auto before = shape_->positionAfter(last_row_);
        const auto now = shape_->positionAfter(row);
        if (before && now && !keyset_->mayPrecede(before.value(), now.value())) {
            why_by_offset_ = "the instance orders these records otherwise than it compares them";
        }
    }

    void endPage(const Outcome<ApiReply>& reply) {
        if (!reply) return takeRefusal(reply.problem());
        transaction_ = reply.value().transaction_id;
        const auto total = reply.value().total;
        if (!place_.after && query_.cursor.empty()) place_.total = total;
        noticeHiddenRows(total);
        if (is_stopped_) return finish(More::Yes);
        decide(total);
    }

    void decide(std::optional<std::int64_t> total) {
        const bool is_end = total ? place_.offset + window_ >= *total : rows_of_page_ == 0;
        if (is_end) return finish(More::No);
        const bool total_is_true = total && !place_.rows_hidden;
        if (records_.isFull() && total_is_true) return finish(More::Yes);
        const bool is_patient = ++pages_read_ < query_.limit / kPageRows + 1 + kExtraPagesMax;
        if (!is_patient) {
            notices_.push_back("stopped after " + std::to_string(pages_read_) +
                               " pages, most of whose records this user may not see; narrow the "
                               "query or go on with next_cursor");
        }
        if (moveOn() && is_patient) return readPage();
        finish(More::Yes);
    }

    /// To the page after this one. False when that cannot be said.
    [[nodiscard]] bool moveOn() {
        const bool is_empty = taken_of_page_ == 0;
        if (is_empty && !place_.is_by_offset && window_ < kWindowMax) {
            window_ = std::min(window_ * kWindowGrowth, kWindowMax);
            return true;
        }
        const auto missing = query_.limit + 1 - records_.counted();
        const auto rows = window_;
        window_ = place_.rows_hidden ? kPageRows : std::min(kPageRows, missing);
        if (!is_empty && !place_.is_by_offset) return moveAfterLastRow();
        place_.offset += rows;
        return true;
    }

    /// Puts the place after the last record taken, if any was since it was set.
    [[nodiscard]] bool moveAfterLastRow() {
        if (taken_of_page_ == 0) return true;
        if (place_.is_by_offset) {
            place_.offset += std::exchange(taken_of_page_, 0);
            return true;
        }
        const auto position = shape_->positionAfter(last_row_);
        if (!position) return countFromHere(position.error().what);
        if (!why_by_offset_.empty()) return countFromHere(why_by_offset_);
        Place next = place_;
        next.after = position.value();
        next.offset = 0;
        std::swap(place_, next);
        taken_of_page_ = 0;
        if (pageConditions()) return true;
        std::swap(place_, next);
        return countFromHere("the last record's value cannot be written in a query");
    }

    /// Goes on by offset. Only possible while no row was hidden: nobody knows how many were passed.
    [[nodiscard]] bool countFromHere(const std::string& why) {
        why_by_offset_ = why;
        if (place_.rows_hidden) return false;
        place_.after.reset();
        place_.is_by_offset = true;
        place_.offset = place_.start + place_.seen;
        taken_of_page_ = 0;
        return true;
    }

    void finish(More more) {
        const auto total = trueTotal(more);
        noticeWhatIsMissing(total.has_value());
        Json reply = {{"table", query_.table},
                      {"total", total ? Json(*total) : Json()},
                      {"returned", records_.size()},
                      {"has_more", more == More::Yes},
                      {"fields", shape_->shown()},
                      {"effective_query", query_.conditions.text()},
                      {"transaction_id", transaction_}};
        if (more == More::Yes) addCursor(reply);
        if (!records_.leftOut().empty()) reply["left_out"] = jsonOf(records_.leftOut());
        reply["notices"] = notices_;
        Answer answer(std::move(reply));
        answer.records = records_.takeText();
        then_(std::move(answer));
    }

    void addCursor(Json& reply) {
        if (!moveAfterLastRow()) {
            notices_.push_back("there is more, but no way to go on from here: " + why_by_offset_ +
                               "; narrow the query or order it by sys_id");
            return;
        }
        if (place_.is_by_offset) {
            notices_.push_back(
                "the next page is counted by offset, so records that come or go "
                "meanwhile can be skipped or repeated: " +
                why_by_offset_);
        }
        const auto& host = instance_.host();
        auto cursor = sealPlace(host.sealer, host.clock.wall(), question(), place_);
        if (cursor) {
            reply["next_cursor"] = std::move(cursor).value();
        } else {
            notices_.push_back(cursor.error().what);
        }
    }

    /// X-Total-Count also counts rows the user may not see.
    [[nodiscard]] std::optional<std::int64_t> trueTotal(More more) const {
        if (more == More::No && place_.start == 0) return place_.seen;
        return place_.rows_hidden ? std::nullopt : place_.total;
    }

    void noticeWhatIsMissing(bool total_is_known) {
        if (place_.rows_hidden && !total_is_known) {
            notices_.emplace_back(
                "some matching records are hidden from this user, so the total is not known");
        }
        noticeWhatIsLeftOut(records_.leftOut());
        if (is_stopped_ && !records_.isFull()) {
            notices_.push_back("stopped after " + std::to_string(records_.size()) +
                               " records: an answer has at most " +
                               std::to_string(query_.bytes_max) +
                               " bytes of them; go on with next_cursor, or ask for fewer fields");
        }
        if (records_.size() == 0) return;
        // A field the user may not read is absent from the records, without a word.
        for (const auto& field : query_.fields) {
            if (!records_.shows(field)) {
                notices_.push_back("this user may not read the field " + field +
                                   " of these records");
            }
        }
    }

    void noticeWhatIsLeftOut(const std::vector<OversizeRecord>& left_out) {
        const std::size_t described = std::min(left_out.size(), kDescribedMax);
        for (std::size_t i = 0; i < described; ++i) {
            notices_.push_back(noticeOf(left_out[i]));
        }
        if (left_out.size() == described) return;
        notices_.push_back("so are " + std::to_string(left_out.size() - described) +
                           " more records, which left_out names");
    }

    const Caller caller_;
    Instance& instance_;
    const RecordQuery query_;
    const Then<Answer> then_;
    std::vector<std::string> notices_;
    std::optional<Keyset> keyset_;  // absent: records are counted
    std::string why_by_offset_;
    std::optional<RowShape> shape_;  // since begin()
    Place place_;
    RecordList records_;
    std::string last_row_;            // as it was asked
    std::int64_t taken_of_page_ = 0;  // since the place was set
    std::int64_t rows_of_page_ = 0;   // that were shown, whether there was room or not
    std::int64_t window_ = 0;
    std::int64_t pages_read_ = 0;
    bool is_stopped_ = false;  // a record found no room
    std::string transaction_;
};

}  // namespace

void readRecords(Instance& instance, const Caller& caller, RecordQuery query, Then<Answer> then) {
    std::make_shared<Reading>(instance, caller, std::move(query), std::move(then))->start();
}

}  // namespace toolhost::servicenow
