#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "loader/directory_watch.hpp"
#include "loader/event_inbox.hpp"
#include "loader/provenance/admission.hpp"
#include "loader/rooms.hpp"
#include "loader/round.hpp"
#include "loader/settings.hpp"
#include "loader/verdict.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::loader {

/// What is remembered of plugins, and who hears of what befalls them.
struct Custody {
    Admission::Memory memory;
    /// What befell which file (verdict.hpp, event). May be empty.
    std::function<void(std::string_view event, const Verdict&)> witness;
};

/// The plugins that serve. A file that changes is judged and started beside what serves, takes its
/// place in one step, and what it replaced ends when its last call has been answered. Thread-safe.
class Plugins {
public:
    /// Loads every enabled plugin file of the directory, in the order of their names, that passes
    /// its Admission. One that does not, or cannot be started, is refused with one log line and the
    /// rest serve; an error only when the directory, the trusted keys or the store of copies cannot
    /// be used, or a plugin marked as required was refused. Rooms' references and the register
    /// outlive it.
    static base::Result<std::unique_ptr<Plugins>> start(Settings settings,
                                                        const Rooms& rooms,
                                                        Custody custody = {});
    Plugins(const Plugins&) = delete;
    Plugins& operator=(const Plugins&) = delete;
    /// Ends them all. No call may be under way.
    ~Plugins();

    /// The tools there are now.
    [[nodiscard]] std::shared_ptr<const tools::Catalogue> catalogue() const;

    /// What became of each file.
    [[nodiscard]] std::vector<Verdict> verdicts() const;

    /// How many generations were replaced and still have calls to end.
    [[nodiscard]] std::size_t draining() const { return stage_.retired.count(); }

    /// Hears of what changes, from the thread that made the change. Must not call back.
    struct Follower {
        std::function<void(const std::shared_ptr<const tools::Catalogue>&)> catalogue;
        /// A resource is another than before, by its URI.
        std::function<void(const std::string&)> resource;
    };

    /// From now on tells of changes, ends what was replaced, sees to what plugins say has changed,
    /// and looks again when the directory changes, if settings say so. Only once.
    base::Result<base::Done> follow(Follower follower);

    /// Ends that; the follower hears nothing afterwards but of what is asked for here. May be
    /// called twice.
    void stopFollowing();

    /// Looks at every file again, with these settings, and starts the plugin `anew` even if nothing
    /// of it changed. What became of that one, or of each file. An error when there is no such
    /// plugin, or the directory cannot be used: then all goes on as it was. Blocks until it is
    /// done.
    base::Result<std::vector<Verdict>> reload(const Settings& settings,
                                              const std::optional<std::string>& anew = {});

    /// Lets an earlier content of the plugin serve in place of what its file has now, from here on
    /// and after a restart, until the file has something else again: that version, or without one
    /// what served before. An error, and nothing changed, when there is none or it cannot serve.
    base::Result<Verdict> rollBack(const std::string& name,
                                   const std::optional<std::string>& version);

private:
    Plugins(Settings settings, const Rooms& rooms, Custody custody);

    /// The plugin of that name or id begins anew.
    base::Result<base::Done> lookAtAll(const std::optional<std::string>& anew = {});
    std::vector<Verdict> lookAt(const std::vector<std::string>& files,
                                const std::optional<std::string>& anew,
                                Round& round);
    base::Result<Round> openRound();
    void take(std::vector<Verdict> verdicts, const Round& round);
    [[nodiscard]] std::vector<Verdict> replaced(const Verdict& verdict) const;
    void announce(const Round::Outcome& outcome);
    void announceRemoved(const std::string& file);
    [[nodiscard]] std::optional<Verdict> verdictOnFile(const std::string& file) const;
    [[nodiscard]] std::optional<std::string> fileOf(const std::string& name) const;
    base::Result<ServedContent> earlierContent(const Verdict& now,
                                               const std::string& aside,
                                               const std::optional<std::string>& version) const;
    base::Result<base::Done> remember(const Verdict& back, const std::string& aside);
    void watchDirectories();
    void keepHouse();
    void lookAtDirectory();
    void seeTo(const PluginEvent& event);
    base::Result<base::Done> listAnew(const std::string& id);

    std::mutex control_;  // one change at a time
    Settings settings_;   // guarded by control_
    const Rooms rooms_;
    const Custody custody_;
    Stage stage_;  // guarded by control_, but for retired
    mutable std::mutex mutex_;
    std::shared_ptr<const tools::Catalogue> catalogue_;  // guarded by mutex_
    std::vector<Verdict> verdicts_;                      // guarded by mutex_
    std::map<std::string, Quarantine> quarantines_;      // guarded by mutex_
    Follower follower_;                                  // set before housekeeper_ starts
    std::optional<DirectoryWatch> watch_;                // set before housekeeper_ starts
    std::atomic<bool> is_stopping_{false};
    std::thread housekeeper_;
};

}  // namespace toolhost::loader
