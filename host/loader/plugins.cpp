#include "loader/plugins.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/thread.hpp"
#include "loader/plugin_form.hpp"
#include "loader/services/shared_services.hpp"

namespace toolhost::loader {
namespace {

using std::chrono::milliseconds;

/// How often replaced generations are looked after, while there are any.
constexpr milliseconds kReaping{50};
constexpr milliseconds kIdle{60'000};

/// A required plugin whose file is not there at all.
std::string missingRequired(const Settings& settings, const std::vector<std::string>& files) {
    for (const auto& [name, plugin] : settings.plugins) {
        const bool is_there = std::any_of(files.begin(), files.end(), [&](const auto& file) {
            return pluginNameOf(file) == name;
        });
        if (plugin.required && plugin.enabled && !is_there) return name;
    }
    return {};
}

Finding inQuarantine(const std::string& file) {
    return {
        Weight::Warns,
        "quarantine",
        "a call of it never came back, so it is called no more",
        "have its maker mend it; toolhost plugin reload " + pluginNameOf(file) + " starts it anew"};
}

/// Where plugins say what has changed; null when nobody listens.
EventInbox* eventsOf(const Rooms& rooms) {
    return rooms.shared == nullptr ? nullptr : rooms.shared->rooms().events;
}

base::Error refusalOf(const Verdict& verdict) {
    return base::Error{verdict.rule + ": " + verdict.refusal};
}

}  // namespace

base::Result<std::unique_ptr<Plugins>> Plugins::start(Settings settings,
                                                      const Rooms& rooms,
                                                      Custody custody) {
    std::unique_ptr<Plugins> plugins(new Plugins(std::move(settings), rooms, std::move(custody)));
    const std::lock_guard lock(plugins->control_);
    if (const auto looked = plugins->lookAtAll(); !looked.ok()) return looked.error();
    const Settings& known = plugins->settings_;
    for (const auto& verdict : plugins->verdicts_) {
        if (!verdict.serves() && settingsOf(known, verdict.file).required) {
            return base::because("load the required plugin " + verdict.file, refusalOf(verdict));
        }
    }
    return plugins;
}

Plugins::Plugins(Settings settings, const Rooms& rooms, Custody custody)
    : settings_(std::move(settings)), rooms_(rooms), custody_(std::move(custody)) {}

Plugins::~Plugins() {
    stopFollowing();
}

std::shared_ptr<const tools::Catalogue> Plugins::catalogue() const {
    const std::lock_guard lock(mutex_);
    return catalogue_;
}

std::vector<Verdict> Plugins::verdicts() const {
    const std::lock_guard lock(mutex_);
    std::vector<Verdict> verdicts = verdicts_;
    for (auto& verdict : verdicts) {
        const auto found = quarantines_.find(verdict.file);
        if (found != quarantines_.end() && *found->second) {
            verdict.cautions.push_back(inQuarantine(verdict.file));
        }
    }
    return verdicts;
}

// ---- looking

base::Result<std::vector<Verdict>> Plugins::reload(const Settings& settings,
                                                   const std::optional<std::string>& anew) {
    const std::lock_guard lock(control_);
    settings_ = settings;
    if (const auto looked = lookAtAll(anew); !looked.ok()) return looked.error();
    if (!anew) return verdicts();
    const auto file = fileOf(*anew);
    if (!file) return base::Error{"there is no plugin " + base::quoted(*anew)};
    return std::vector{*verdictOnFile(*file)};
}

base::Result<Round> Plugins::openRound() {
    auto round = Round::open(settings_, rooms_, custody_.memory, stage_);
    if (round.ok()) {
        const auto& doubts = round.value().admission().trustFindings();
        warnOf(doubts, settings_.keys.string(), rooms_.log);
    }
    return round;
}

base::Result<base::Done> Plugins::lookAtAll(const std::optional<std::string>& anew) {
    watchDirectories();
    auto round = openRound();
    if (!round.ok()) return round.error();
    const auto files = round.value().files();
    if (!files.ok()) return files.error();
    if (const auto missing = missingRequired(settings_, files.value());
        !missing.empty() && !catalogue_) {
        return base::Error{"plugin " + missing + " is required but " +
                           settings_.directory.string() + " has no " + missing +
                           ".so or .tools.json"};
    }
    for (const auto& file : stage_.roster.files()) {
        if (std::binary_search(files.value().begin(), files.value().end(), file)) continue;
        round.value().withdraw(file);
        announceRemoved(file);
    }
    take(lookAt(files.value(), anew, round.value()), round.value());
    return base::Done{};
}

std::vector<Verdict> Plugins::lookAt(const std::vector<std::string>& files,
                                     const std::optional<std::string>& anew,
                                     Round& round) {
    const auto renewed = anew ? fileOf(*anew) : std::nullopt;
    const auto lookAtOne = [&](const std::string& file) {
        return round.look(file,
                          file == renewed ? Round::Content::BeginsAnew : Round::Content::GoesOn);
    };
    std::vector<Round::Outcome> outcomes;
    outcomes.reserve(files.size());
    for (const auto& file : files) {
        outcomes.push_back(lookAtOne(file));
    }
    std::vector<Verdict> verdicts;
    for (auto& outcome : outcomes) {
        // Its tool's name may have become free only after it was looked at.
        if (outcome.verdict.rule == rule::kName && round.hasFreedNames()) {
            outcome = lookAtOne(outcome.verdict.file);
        }
        announce(outcome);
        verdicts.push_back(std::move(outcome.verdict));
    }
    return verdicts;
}

/// What serves from here on, and what is said of it.
void Plugins::take(std::vector<Verdict> verdicts, const Round& round) {
    std::shared_ptr<const tools::Catalogue> changed;
    {
        const std::lock_guard lock(mutex_);
        verdicts_ = std::move(verdicts);
        quarantines_ = stage_.roster.quarantines();
        if (!catalogue_ || round.hasChanged()) changed = catalogue_ = stage_.roster.catalogue();
    }
    if (changed && follower_.catalogue) follower_.catalogue(changed);
    if (watch_) watch_->wake();  // there may be something to end
    auto needed = stage_.retired.contents();
    needed.merge(stage_.roster.contents());
    if (const auto swept = round.admission().sweep(std::move(needed)); !swept.ok()) {
        rooms_.log.warning("loader.store.unswept", {{"reason", swept.error().what}});
    }
}

// ---- rolling back

base::Result<Verdict> Plugins::rollBack(const std::string& name,
                                        const std::optional<std::string>& version) {
    const std::lock_guard lock(control_);
    const auto file = fileOf(name);
    if (!file) return base::Error{"there is no plugin " + base::quoted(name)};
    auto round = openRound();
    if (!round.ok()) return round.error();
    const auto aside = round.value().admission().examineFile(*file).examination.sha256;
    const auto content = earlierContent(*verdictOnFile(*file), aside, version);
    if (!content.ok()) return content.error();
    auto outcome = round.value().bringBack(*file, content.value().sha256);
    if (!outcome.verdict.serves()) return refusalOf(outcome.verdict);
    if (const auto done = remember(outcome.verdict, aside); !done.ok()) {
        return base::because("it serves, but would not after a restart", done.error());
    }
    report(event::kRolledBack, outcome.verdict, rooms_.log);
    if (custody_.witness) custody_.witness(event::kRolledBack, outcome.verdict);
    take(replaced(outcome.verdict), round.value());
    return outcome.verdict;
}

/// Of what served as the plugin: that version, or the latest that neither serves nor is the file's.
base::Result<ServedContent> Plugins::earlierContent(
    const Verdict& now, const std::string& aside, const std::optional<std::string>& version) const {
    if (custody_.memory.record == nullptr) return base::Error{"nothing is remembered of plugins"};
    const auto serving = stage_.roster.find(now.file);
    const auto contents = custody_.memory.record->contents(serving ? serving->id : now.id);
    if (!contents.ok()) return contents.error();
    for (const auto& content : contents.value()) {
        const bool is_wanted =
            version ? content.version == *version
                    : content.sha256 != aside && (!serving || content.sha256 != serving->sha256);
        if (is_wanted) return content;
    }
    return base::Error{"no " + (version ? "version " + *version : std::string("earlier content")) +
                       " of plugin " + now.id +
                       " is kept here; toolhost plugin list shows what "
                       "serves"};
}

base::Result<base::Done> Plugins::remember(const Verdict& back, const std::string& aside) {
    PluginRegister& record = *custody_.memory.record;
    if (back.sha256 != aside) {
        return record.rollBack(back.id, back.file, {aside, back.sha256}, back.version);
    }
    if (auto lowered = record.setFloor(back.id, back.version); !lowered.ok()) return lowered;
    return record.release(back.file);
}

// ---- telling

void Plugins::announce(const Round::Outcome& outcome) {
    const Verdict& verdict = outcome.verdict;
    if (!outcome.is_new && verdictOnFile(verdict.file) == verdict) return;
    const auto event = verdict.serves() ? event::kLoaded : event::kRefused;
    report(event, verdict, rooms_.log);
    if (custody_.witness) custody_.witness(event, verdict);
}

void Plugins::announceRemoved(const std::string& file) {
    const auto verdict = verdictOnFile(file);
    if (!verdict) return;
    rooms_.log.info("loader." + std::string(event::kRemoved),
                    {{"file", file}, {"plugin", verdict->id}, {"version", verdict->version}});
    if (custody_.witness) custody_.witness(event::kRemoved, *verdict);
}

std::optional<Verdict> Plugins::verdictOnFile(const std::string& file) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(
        verdicts_.begin(), verdicts_.end(), [&](const auto& one) { return one.file == file; });
    if (found == verdicts_.end()) return std::nullopt;
    return *found;
}

std::optional<std::string> Plugins::fileOf(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(verdicts_.begin(), verdicts_.end(), [&](const auto& one) {
        return pluginNameOf(one.file) == name || one.id == name;
    });
    if (found == verdicts_.end()) return std::nullopt;
    return found->file;
}

/// What became of each file, with that one's verdict in place of its own before.
std::vector<Verdict> Plugins::replaced(const Verdict& verdict) const {
    const std::lock_guard lock(mutex_);
    std::vector<Verdict> verdicts = verdicts_;
    for (auto& one : verdicts) {
        if (one.file == verdict.file) one = verdict;
    }
    return verdicts;
}

// ---- housekeeping

base::Result<base::Done> Plugins::follow(Follower follower) {
    const std::lock_guard lock(control_);
    auto watch = DirectoryWatch::open();
    if (!watch.ok()) return watch.error();
    watch_.emplace(std::move(watch).value());
    follower_ = std::move(follower);
    watchDirectories();
    if (EventInbox* const events = eventsOf(rooms_)) {
        events->onArrival([this] { watch_->wake(); });
    }
    housekeeper_ = std::thread([this] { keepHouse(); });
    return base::Done{};
}

void Plugins::stopFollowing() {
    is_stopping_ = true;
    if (EventInbox* const events = eventsOf(rooms_)) events->onArrival({});
    if (watch_) watch_->wake();
    if (housekeeper_.joinable()) housekeeper_.join();
}

/// By their names, anew for each look: a directory may be replaced by another of its name.
void Plugins::watchDirectories() {
    if (!watch_) return;
    watch_->follow(settings_.watch ? std::vector{settings_.directory, settings_.keys}
                                   : std::vector<std::filesystem::path>());
}

void Plugins::keepHouse() {
    base::nameThisThread("plugins");
    EventInbox* const events = eventsOf(rooms_);
    while (!is_stopping_) {
        const auto waiting = events ? events->take() : std::vector<PluginEvent>();
        for (const auto& event : waiting) {
            seeTo(event);
        }
        const auto seen = watch_->wait(stage_.retired.count() == 0 ? kIdle : kReaping);
        stage_.retired.reap();
        if (seen == DirectoryWatch::Seen::Change && !is_stopping_) lookAtDirectory();
    }
}

void Plugins::lookAtDirectory() {
    const std::lock_guard lock(control_);
    if (const auto looked = lookAtAll(); !looked.ok()) {
        rooms_.log.error("loader.directory.unread", {{"reason", looked.error().what}});
    }
}

void Plugins::seeTo(const PluginEvent& event) {
    if (event.event == TOOLHOST_EVENT_RESOURCE_UPDATED) {
        if (follower_.resource) follower_.resource(event.subject);
        return;
    }
    if (const auto listed = listAnew(event.plugin_id); !listed.ok()) {
        rooms_.log.error("loader.lists.unread",
                         {{"plugin", event.plugin_id}, {"reason", listed.error().what}});
    }
}

/// Reads again what the plugin of that id lists.
base::Result<base::Done> Plugins::listAnew(const std::string& id) {
    const std::lock_guard lock(control_);
    const auto file = fileOf(id);
    if (!file || !stage_.roster.find(*file)) return base::Done{};  // it serves no longer
    auto round = openRound();
    if (!round.ok()) return round.error();
    const auto outcome = round.value().listAnew(*file);
    announce(outcome);
    take(replaced(outcome.verdict), round.value());
    return base::Done{};
}

}  // namespace toolhost::loader
