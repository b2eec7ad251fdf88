#include "loader/services/sql_files.hpp"

#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

constexpr store::GroupBounds kBounds{.queue_max = 256, .group_max = 1};

bool isFileName(std::string_view id) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return !id.empty() && id.size() <= 200 && id.front() != '.' &&
           id.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace

SqlFile::SqlFile(std::filesystem::path file,
                 const store::GuestLimits& limits,
                 const base::Clock& clock)
    : file_(std::move(file)),
      limits_(limits),
      clock_(clock),
      worker_("plugin-sql", kBounds, [this](const std::vector<Work>& group) {
          for (const auto& work : group) {
              perform(work);
          }
      }) {}

bool SqlFile::offer(Work work) {
    return worker_.offer(work, store::Haste::Now) == store::Offer::Taken;
}

void SqlFile::perform(const Work& work) {
    if (const auto opened = ensureOpen(); !opened.ok()) {
        return work.done(store::GuestFault{store::GuestFault::Kind::Storage, opened.error().what});
    }
    work.done(database_->run(work.statements, work.time));
}

base::Result<base::Done> SqlFile::ensureOpen() {
    if (database_) return base::Done{};
    auto opened = store::GuestDatabase::open(file_, limits_, clock_);
    if (!opened.ok()) return opened.error();
    database_ = std::move(opened).value();
    return base::Done{};
}

base::Result<SqlFile*> SqlFiles::of(const SqlOwner& owner) {
    if (!isFileName(owner.plugin_id)) {
        return base::Error{"a plugin of id " + base::quoted(owner.plugin_id) +
                           " has no database: its id is no name for a file"};
    }
    const std::lock_guard lock(mutex_);
    auto& file = files_[owner.plugin_id];
    if (!file) {
        file = std::make_unique<SqlFile>(directory_ / (owner.plugin_id + ".db"),
                                         store::GuestLimits{.file_bytes_max = owner.bytes_max},
                                         clock_);
    }
    return file.get();
}

}  // namespace toolhost::loader
