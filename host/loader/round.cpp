#include "loader/round.hpp"

#include <utility>

#include "loader/plugin_form.hpp"

namespace toolhost::loader {
namespace {

Finding storeFault(const base::Error& error) {
    return {Weight::Refuses, "pins", error.what, "see to the state directory's toolhost.db"};
}

/// It serves already, and goes on; only its history has a gap.
Finding unrecorded(const base::Error& error) {
    return {Weight::Warns,
            "record",
            "that it served could not be remembered: " + error.what,
            "see to the state directory's toolhost.db"};
}

Finding contractFault(const base::Error& error) {
    return {Weight::Refuses,
            "contract",
            error.what,
            "mend its settings if it complains of them, else have its maker mend it"};
}

Finding nameTaken(const base::Error& error, const std::string& file) {
    return {Weight::Refuses,
            std::string(rule::kName),
            error.what,
            "set plugin." + pluginNameOf(file) + ".prefix to tell its tools apart"};
}

std::vector<std::string> toolNames(const Generation& generation) {
    std::vector<std::string> names;
    for (const auto& tool : generation.offerings.tools) {
        names.push_back(tool->definition().name);
    }
    return names;
}

}  // namespace

PluginSettings settingsOf(const Settings& settings, const std::string& file) {
    const auto found = settings.plugins.find(pluginNameOf(file));
    return found == settings.plugins.end() ? PluginSettings() : found->second;
}

base::Result<Round> Round::open(const Settings& settings,
                                const Rooms& rooms,
                                const Admission::Memory& memory,
                                Stage& stage) {
    auto opened = Admission::open(settings, memory);
    if (!opened.ok()) return opened.error();
    return Round(
        settings, rooms, std::make_shared<const Admission>(std::move(opened).value()), stage);
}

Round::Round(const Settings& settings,
             const Rooms& rooms,
             std::shared_ptr<const Admission> admission,
             Stage& stage)
    : settings_(settings),
      rooms_(rooms),
      admission_(std::move(admission)),
      places_{ShippedPlugins::read(settings.shipped_list), settings.worker_program},
      stage_(stage) {}

base::Result<std::vector<std::string>> Round::files() const {
    auto files = admission_->files();
    if (!files.ok()) return files;
    std::erase_if(files.value(),
                  [&](const auto& file) { return !settingsOf(settings_, file).enabled; });
    return files;
}

Round::Outcome Round::look(const std::string& file, Content content) {
    return judge(admission_->examine(file), content);
}

Round::Outcome Round::bringBack(const std::string& file, const std::string& sha256) {
    return judge(admission_->examineKept(file, sha256), Content::GoesOn);
}

Round::Outcome Round::listAnew(const std::string& file) {
    const GenerationPtr before = stage_.roster.find(file);
    const Candidate candidate{file, {}, {}, before->examination};
    Findings findings = candidate.examination.findings;
    append(findings, takeLists(candidate, *before));
    return conclude(candidate, std::move(findings), before);
}

Round::Outcome Round::judge(const Candidate& candidate, Content content) {
    Findings findings = candidate.examination.findings;
    const GenerationPtr before = stage_.roster.find(candidate.file);
    const bool is_same = before && before->sha256 == candidate.examination.sha256;
    const bool goes_on = is_same && content == Content::GoesOn &&
                         before->settings == settingsOf(settings_, candidate.file);
    if (findRefusal(findings) == nullptr) {
        append(findings, goes_on ? goOn(candidate, *before) : begin(candidate, content));
    }
    if (goes_on && findRefusal(findings) != nullptr) withdraw(candidate.file);
    return conclude(candidate, std::move(findings), before);
}

/// What became of a candidate, now that it serves or does not.
Round::Outcome Round::conclude(const Candidate& candidate,
                               Findings findings,
                               const GenerationPtr& before) {
    Outcome outcome{verdictOn(candidate)};
    Verdict& verdict = outcome.verdict;
    const bool is_refused = findRefusal(findings) != nullptr;
    const GenerationPtr now = stage_.roster.find(candidate.file);
    if (now && !is_refused) verdict.tools = toolNames(*now);
    if (now && is_refused) verdict.still_serving = now->version;
    outcome.is_new = now != before && !is_refused;
    settle(std::move(findings), verdict);
    return outcome;
}

Findings Round::takeLists(const Candidate& candidate, const Generation& serving) {
    const auto next = listedAnew(serving, rooms_);
    if (!next.ok()) return {contractFault(next.error())};
    return admit(candidate, next.value());
}

/// What is to be said against a content that serves already.
Findings Round::goOn(const Candidate& candidate, const Generation& serving) const {
    auto findings = admission_->judgeTools(*candidate.examination.note, serving.pins);
    if (!findings.ok()) return {storeFault(findings.error())};
    return std::move(findings).value();
}

Findings Round::begin(const Candidate& candidate, Content content) {
    if (formOf(candidate.file) == PluginForm::Library &&
        runsInProcess(candidate.examination.sha256,
                      settingsOf(settings_, candidate.file).isolation,
                      places_.shipped)) {
        auto refused = stage_.mapped.add(
            candidate.file, candidate.examination.sha256, settings_.generations_max);
        if (refused) return {std::move(*refused)};
    }
    const auto next = start(candidate, content);
    if (!next.ok()) return {contractFault(next.error())};
    return admit(candidate, next.value());
}

/// Lets a generation serve whose tools may be offered.
Findings Round::admit(const Candidate& candidate, const GenerationPtr& next) {
    auto findings = admission_->judgeTools(*candidate.examination.note, next->pins);
    if (!findings.ok()) return {storeFault(findings.error())};
    if (findRefusal(findings.value()) != nullptr) return std::move(findings).value();
    append(findings.value(), place(candidate, next));
    return std::move(findings).value();
}

/// The generation that is to serve next: the one that serves, where it can take up what changed.
base::Result<GenerationPtr> Round::start(const Candidate& candidate, Content content) {
    const PluginSettings settings = settingsOf(settings_, candidate.file);
    const GenerationPtr before = stage_.roster.find(candidate.file);
    const bool is_same = before && before->sha256 == candidate.examination.sha256;
    if (is_same && content == Content::GoesOn) {
        auto taken_up = reconfigured(*before, settings);
        if (!taken_up.ok() || taken_up.value()) return taken_up;
    }
    return startGeneration(candidate, settings, admission_, places_, rooms_);
}

Findings Round::place(const Candidate& candidate, const GenerationPtr& next) {
    const auto before = stage_.roster.place(next);
    if (!before.ok()) return {nameTaken(before.error(), candidate.file)};
    has_changed_ = true;
    has_freed_names_ = has_freed_names_ || before.value() != nullptr;
    if (before.value() && before.value()->plugin != next->plugin) {
        stage_.retired.add(before.value());
    }
    const auto recorded = admission_->recordServed(candidate, next->pins, rooms_.clock.wall());
    if (recorded.ok()) return {};
    return {unrecorded(recorded.error())};
}

void Round::withdraw(const std::string& file) {
    auto before = stage_.roster.vacate(file);
    has_changed_ = has_changed_ || before != nullptr;
    has_freed_names_ = has_freed_names_ || before != nullptr;
    stage_.retired.add(std::move(before));
}

}  // namespace toolhost::loader
