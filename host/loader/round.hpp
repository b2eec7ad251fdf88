#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "loader/mapped.hpp"
#include "loader/provenance/admission.hpp"
#include "loader/retired.hpp"
#include "loader/rooms.hpp"
#include "loader/roster.hpp"
#include "loader/settings.hpp"
#include "loader/verdict.hpp"

namespace toolhost::loader {

/// Names of rules that others ask for.
namespace rule {
inline constexpr std::string_view kName = "name";
}  // namespace rule

/// Where generations come and go.
struct Stage {
    Roster roster;
    Retired retired;
    Mapped mapped;
};

/// One look at plugin files, which gives each its place among those that serve. Directory, keys and
/// settings are read once for all. [control]
class Round {
public:
    /// Whether a content that serves already goes on, or begins anew.
    enum class Content { GoesOn, BeginsAnew };

    /// What became of a file.
    struct Outcome {
        Verdict verdict;
        bool is_new = false;  ///< it did not serve in this way before
    };

    /// What it is given by reference outlives it.
    static base::Result<Round> open(const Settings& settings,
                                    const Rooms& rooms,
                                    const Admission::Memory& memory,
                                    Stage& stage);

    /// The plugin files that are there and enabled, in order.
    [[nodiscard]] base::Result<std::vector<std::string>> files() const;

    /// Judges the file and lets it serve. One that may not, or cannot be started, leaves what
    /// served before in its place, unless that is the very content that may not.
    Outcome look(const std::string& file, Content content);

    /// Lets a content serve that served as that file before; see look().
    Outcome bringBack(const std::string& file, const std::string& sha256);

    /// Reads again what the plugin that serves for the file lists. A list that may not be offered
    /// leaves the one before in its place.
    Outcome listAnew(const std::string& file);

    /// Lets the file serve no longer.
    void withdraw(const std::string& file);

    /// Whether what serves is another than before the round.
    [[nodiscard]] bool hasChanged() const { return has_changed_; }

    /// Whether names of tools became free that were taken when the round began.
    [[nodiscard]] bool hasFreedNames() const { return has_freed_names_; }

    [[nodiscard]] const Admission& admission() const { return *admission_; }

private:
    Round(const Settings& settings,
          const Rooms& rooms,
          std::shared_ptr<const Admission> admission,
          Stage& stage);

    Outcome judge(const Candidate& candidate, Content content);
    Outcome conclude(const Candidate& candidate, Findings findings, const GenerationPtr& before);
    Findings takeLists(const Candidate& candidate, const Generation& serving);
    [[nodiscard]] Findings goOn(const Candidate& candidate, const Generation& serving) const;
    Findings begin(const Candidate& candidate, Content content);
    base::Result<GenerationPtr> start(const Candidate& candidate, Content content);
    Findings admit(const Candidate& candidate, const GenerationPtr& next);
    Findings place(const Candidate& candidate, const GenerationPtr& next);

    const Settings& settings_;
    const Rooms& rooms_;
    const std::shared_ptr<const Admission> admission_;
    const Places places_;
    Stage& stage_;
    bool has_changed_ = false;
    bool has_freed_names_ = false;
};

/// What the admin says of the plugin of that file.
PluginSettings settingsOf(const Settings& settings, const std::string& file);

}  // namespace toolhost::loader
