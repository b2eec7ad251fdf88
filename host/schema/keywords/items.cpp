#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/equality.hpp"
#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

using nlohmann::json;

constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

/// `prefixItems` and, for all items after those, `items`.
class Items final : public Keyword {
public:
    Items(std::vector<const Node*> prefix, const Node* rest)
        : prefix_(std::move(prefix)), rest_(rest) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_array()) return true;
        Conjunction all(evaluation);
        const std::size_t count = applied(instance.value);
        for (std::size_t i = 0; i < count; ++i) {
            const Node& node = i < prefix_.size() ? *prefix_[i] : *rest_;
            const Location location(instance.location, i);
            if (!all.goesOn(evaluation.check(node, {instance.value[i], location}))) break;
            if (instance.evaluated != nullptr) instance.evaluated->add(instance.value[i]);
        }
        return all.holds();
    }

    void addInterest(Interest& interest) const override {
        for (const Node* const node : prefix_) {
            node->addInterest(interest.items());
        }
        if (rest_ != nullptr) rest_->addInterest(interest.items());
    }

private:
    [[nodiscard]] std::size_t applied(const json& array) const {
        return rest_ != nullptr ? array.size() : std::min(prefix_.size(), array.size());
    }

    std::vector<const Node*> prefix_;
    const Node* rest_;  // nullptr: anything
};

class Contains final : public Keyword {
public:
    Contains(const Node& wanted, std::size_t min, std::size_t max)
        : wanted_(wanted), min_(min), max_(max) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_array()) return true;
        const std::size_t found = countFound(evaluation, instance);
        if (found < min_) return tell(evaluation, instance, "at least ", min_, found);
        if (found > max_) return tell(evaluation, instance, "at most ", max_, found);
        return true;
    }

private:
    std::size_t countFound(Evaluation& evaluation, const Instance& instance) const {
        std::size_t found = 0;
        for (std::size_t i = 0; i < instance.value.size(); ++i) {
            const Location location(instance.location, i);
            if (!evaluation.checkQuietly(wanted_, {instance.value[i], location})) continue;
            ++found;
            if (instance.evaluated != nullptr) instance.evaluated->add(instance.value[i]);
            if (isSettled(found, instance)) break;
        }
        return found;
    }

    /// Whether further items change nothing; who asks for evaluated ones needs all that match.
    [[nodiscard]] bool isSettled(std::size_t found, const Instance& instance) const {
        return instance.evaluated == nullptr && found >= min_ && max_ == kUnbounded;
    }

    static bool tell(Evaluation& evaluation,
                     const Instance& instance,
                     const char* bound,
                     std::size_t limit,
                     std::size_t found) {
        return evaluation.fail(instance, [&] {
            return std::string("must contain ") + bound + counted(limit, "item") +
                   " as described by the schema's 'contains' (has " + std::to_string(found) + ")";
        });
    }

    const Node& wanted_;
    std::size_t min_;
    std::size_t max_;
};

class UniqueItems final : public Keyword {
public:
    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_array() || instance.value.size() < 2) return true;
        if (!evaluation.spend(instance.value.size(), instance)) return false;
        std::vector<const json*> items;
        items.reserve(instance.value.size());
        for (const auto& item : instance.value) {
            items.push_back(&item);
        }
        std::sort(items.begin(), items.end(), [](const json* one, const json* other) {
            const int difference = order(*one, *other);
            return difference != 0 ? difference < 0 : std::less<>()(one, other);
        });
        const auto twin = std::adjacent_find(
            items.begin(), items.end(), [](auto one, auto other) { return equal(*one, *other); });
        if (twin == items.end()) return true;
        return evaluation.fail(instance, [&] { return repeated(instance.value, *twin, twin[1]); });
    }

private:
    static std::string repeated(const json& array, const json* one, const json* other) {
        const auto position = [&](const json* item) {
            return std::to_string(item - &array.front());  // an array's items lie side by side
        };
        return "must have no two equal items, but items " + position(one) + " and " +
               position(other) + " are equal (both " + shown(*one) + ")";
    }
};

}  // namespace

Built items(Source& source) {
    auto prefix = source.subschemas("prefixItems");
    return std::make_unique<Items>(std::move(prefix), source.subschema("items"));
}

Built contains(Source& source) {
    const bool counts = source.has(Vocabulary::Validation);
    const auto min = counts ? source.count("minContains") : std::nullopt;
    const auto max = counts ? source.count("maxContains") : std::nullopt;
    const Node* const wanted = source.subschema("contains");
    if (wanted == nullptr) return nullptr;
    return std::make_unique<Contains>(*wanted, min.value_or(1), max.value_or(kUnbounded));
}

Built uniqueItems(Source& source) {
    return source.truth("uniqueItems").value_or(false) ? std::make_unique<UniqueItems>() : nullptr;
}

}  // namespace toolhost::schema::keywords
