#include "loader/services/store_service.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/base64.hpp"
#include "loader/services/key_value_steps.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using Type = Member::Type;

constexpr std::int64_t kScanDefault = 100;
constexpr std::int64_t kScanMax = 1'000;
constexpr std::size_t kScanBytesMax = std::size_t{1} << 20;

void refuseFailed(const Question& question, const base::Error& error) {
    question.refuse({TOOLHOST_E_FAILED, "unavailable", error.what});
}

json entryOf(const StoredValue& stored) {
    json entry = {{"key", stored.key}, {"version", stored.version}};
    if (stored.form == ValueForm::Json) {
        entry["value"] = json::parse(stored.value, nullptr, false);
    } else {
        entry["bytes_base64"] = base::encodeBase64(stored.value);
    }
    return entry;
}

base::Result<KeyValueRange> rangeOf(const Question& question) {
    KeyValueRange range{.prefix = question.text("prefix").value_or(""),
                        .after = question.text("cursor"),
                        .limit = question.whole("limit").value_or(kScanDefault),
                        .bytes_max = kScanBytesMax};
    if (range.limit < 1 || range.limit > kScanMax) {
        return base::Error{"limit is a whole number from 1 to " + std::to_string(kScanMax)};
    }
    if (range.after && range.after->rfind(range.prefix, 0) != 0) {
        return base::Error{"cursor is the next_cursor of a scan with the same prefix"};
    }
    return range;
}

}  // namespace

StoreService::StoreService(KeyValues& values, KeyValueOwner owner, const base::Clock& clock)
    : values_(values),
      owner_(std::move(owner)),
      clock_(clock),
      operations_{{"get", {{"key"}}, [this](const auto& question) { get(question); }},
                  {"put",
                   {{"key"},
                    {"value", Type::Any},
                    {"ttl_seconds", Type::Whole},
                    {"if_version", Type::Whole},
                    {"only_if_absent", Type::Flag}},
                   [this](const auto& question) { put(question); }},
                  {"delete",
                   {{"key"}, {"if_version", Type::Whole}},
                   [this](const auto& question) { remove(question); }},
                  {"scan",
                   {{"prefix"}, {"limit", Type::Whole}, {"cursor"}},
                   [this](const auto& question) { scan(question); }},
                  {"transaction",
                   {{"steps", Type::List, Member::Presence::Required}},
                   [this](const auto& question) { transact(question); }}} {}

void StoreService::get(const Question& question) const {
    const std::string key = question.text("key").value_or("");
    if (const auto checked = checkKey(key); !checked.ok()) {
        return question.refuseArgument(checked.error().what);
    }
    const auto found = values_.find(owner_.plugin_id, key);
    if (!found.ok()) return refuseFailed(question, found.error());
    if (!found.value()) return question.answer({{"found", false}});
    const StoredValue& stored = *found.value();
    json answer = {{"found", true}, {"version", stored.version}};
    if (stored.form == ValueForm::Bytes) return question.answer(answer, stored.value);
    answer["value"] = json::parse(stored.value, nullptr, false);
    question.answer(answer);
}

void StoreService::scan(const Question& question) const {
    const auto range = rangeOf(question);
    if (!range.ok()) return question.refuseArgument(range.error().what);
    const auto page = values_.list(owner_.plugin_id, range.value());
    if (!page.ok()) return refuseFailed(question, page.error());
    json answer = {{"entries", json::array()}};
    for (const auto& stored : page.value().values) {
        answer["entries"].push_back(entryOf(stored));
    }
    if (page.value().has_more) answer["next_cursor"] = page.value().values.back().key;
    question.answer(answer);
}

void StoreService::put(const Question& question) const {
    const auto step = readStep(question.json(), question.bytes(), clock_.wall());
    if (!step.ok()) return question.refuseArgument(step.error().what);
    change(question, {step.value()}, [](const Changed& changed) {
        return json{{"version", changed.version}};
    });
}

void StoreService::remove(const Question& question) const {
    const auto step = readStep(question.json(), question.bytes(), clock_.wall());
    if (!step.ok()) return question.refuseArgument(step.error().what);
    change(question, {step.value()}, [](const Changed& changed) {
        return json{{"deleted", changed.deleted > 0}};
    });
}

void StoreService::transact(const Question& question) const {
    auto steps = readSteps(question.json()["steps"], question.bytes(), clock_.wall());
    if (!steps.ok()) return question.refuseArgument(steps.error().what);
    change(question, std::move(steps).value(), [](const Changed& changed) {
        return json{{"version", changed.version}, {"deleted", changed.deleted}};
    });
}

void StoreService::change(const Question& question,
                          std::vector<KeyValueStep> steps,
                          nlohmann::json (*told)(const Changed&)) const {
    values_.change(
        owner_, std::move(steps), [told, replied = question.replied()](const auto& outcome) {
            if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
                return refuse(replied, *refusal);
            }
            reply(replied, told(std::get<Changed>(outcome)));
        });
}

}  // namespace toolhost::loader
