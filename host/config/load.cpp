#include "config/load.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "config/checks.hpp"
#include "config/keys.hpp"
#include "config/names.hpp"

namespace toolhost::config {
namespace {

/// An assignment whose key exists.
struct Known {
    Assignment assignment;
    NamedKey key;
};

/// One assignment a key: the strongest. Twice at one strength is a problem.
class Winners {
public:
    explicit Winners(std::vector<Problem>& problems) : problems_(problems) {}

    void add(Known known) {
        auto [place, fresh] = winners_.try_emplace(known.key.name, known);
        if (fresh) return;
        auto& standing = place->second;
        if (standing.assignment.level == known.assignment.level) {
            problems_.push_back({known.assignment.where,
                                 known.key.name + " is set a second time; it was first set at " +
                                     standing.assignment.where});
        } else if (standing.assignment.level < known.assignment.level) {
            standing = std::move(known);
        }
    }

    [[nodiscard]] const std::map<std::string, Known>& all() const { return winners_; }

private:
    std::vector<Problem>& problems_;
    std::map<std::string, Known> winners_;
};

base::Result<NamedKey> findKey(const std::vector<Group>& groups, const Assignment& assignment) {
    return assignment.level == Level::Variables
               ? findByVariable(groups, assignment.name)
               : findByName(groups, assignment.name, assignment.prefix);
}

void put(const Known& known, const Environment& environment, Loaded& loaded) {
    const auto& [assignment, key] = known;
    loaded.origins[key.name] = assignment.where;
    const auto done =
        key.key->field.put(loaded.settings, key.captures, assignment.value, environment);
    if (!done) loaded.problems.push_back({assignment.where, key.name + ": " + done.error().what});
}

std::vector<Captures> inEither(const Field& field, const Settings& one, const Settings& other) {
    auto of_one = field.present(one);
    auto of_other = field.present(other);
    std::sort(of_one.begin(), of_one.end());
    std::sort(of_other.begin(), of_other.end());
    std::vector<Captures> both;
    std::set_union(
        of_one.begin(), of_one.end(), of_other.begin(), of_other.end(), std::back_inserter(both));
    return both;
}

bool holds(const Field& field, const Settings& settings, const Captures& captures) {
    const auto present = field.present(settings);
    return std::find(present.begin(), present.end(), captures) != present.end();
}

bool isEqual(const Field& field,
             const Settings& one,
             const Settings& other,
             const Captures& captures) {
    return holds(field, one, captures) && holds(field, other, captures) &&
           field.equal(one, other, captures);
}

void addDifferences(const Key& key,
                    const Settings& before,
                    const Settings& after,
                    std::vector<Difference>& found) {
    for (const auto& captures : inEither(key.field, before, after)) {
        if (isEqual(key.field, before, after, captures)) continue;
        found.push_back({nameWith(key.name, captures), key.taken_up == TakenUp::AtHangup});
    }
}

}  // namespace

Loaded load(const Sources& sources) {
    const auto groups = declaredKeys();
    auto gathered = gather(sources);
    Loaded loaded{sources.defaults, std::move(gathered.problems), {}};
    Winners winners(loaded.problems);
    for (auto& assignment : gathered.assignments) {
        auto key = findKey(groups, assignment);
        if (key) {
            winners.add({std::move(assignment), std::move(key).value()});
        } else {
            loaded.problems.push_back({assignment.where, key.error().what});
        }
    }
    for (const auto& entry : winners.all()) {
        put(entry.second, sources.environment, loaded);
    }
    auto contradictions = findContradictions(loaded.settings, loaded.origins);
    std::move(contradictions.begin(), contradictions.end(), std::back_inserter(loaded.problems));
    return loaded;
}

std::vector<Difference> differences(const Settings& before, const Settings& after) {
    std::vector<Difference> found;
    for (const auto& group : declaredKeys()) {
        for (const auto& key : group.keys) {
            addDifferences(key, before, after, found);
        }
    }
    return found;
}

}  // namespace toolhost::config
