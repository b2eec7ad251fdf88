#include "audit/trail.hpp"

#include <array>
#include <unistd.h>
#include <utility>

#include "audit/arguments.hpp"
#include "base/ids.hpp"
#include "crypto/secret_file.hpp"

namespace toolhost::audit {
namespace {

std::string hostName() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
    return name.data();
}

base::Error refused(std::string why) {
    return base::because("record an audit event", base::Error{std::move(why)});
}

}  // namespace

std::filesystem::path trailFile(const store::Settings& store) {
    return store.state_dir / "audit.db";
}

base::Result<std::unique_ptr<Trail>> Trail::open(const store::Settings& store,
                                                 const Settings& settings,
                                                 const base::Clock& clock,
                                                 base::Log& log) {
    auto ledger = Ledger::open(trailFile(store), clock, log);
    if (!ledger.ok()) return ledger.error();
    auto digest_key = crypto::ensureSecretKey(store.state_dir / "audit-digest.key");
    if (!digest_key.ok()) return digest_key.error();
    return std::unique_ptr<Trail>(
        new Trail(std::move(ledger).value(), std::move(digest_key).value(), settings, clock, log));
}

Trail::Trail(std::unique_ptr<Ledger> ledger,
             base::Secret digest_key,
             const Settings& settings,
             const base::Clock& clock,
             base::Log& log)
    : settings_(settings),
      clock_(clock),
      log_(log),
      node_(hostName()),
      digest_key_(std::move(digest_key)),
      ledger_(std::move(ledger)),
      writer_("audit-writer",
              {settings.queue_max, settings.group_max, settings.group_wait},
              [this](std::vector<Entry> entries) { write(std::move(entries)); }) {}

Trail::~Trail() {
    writer_.stop();
    if (auto signed_end = ledger_->checkpoint(); !signed_end.ok()) {
        log_.error("audit.checkpoint.failed", {{"reason", signed_end.error().what}});
    }
}

base::Result<base::Done> Trail::append(const Event& event, base::Completion<base::Done> durable) {
    if (!durable && !outage_.admits(clock_.steady())) {
        return refused("the audit trail cannot be written at present; the log says why");
    }
    const auto now = clock_.wall();
    const Stamp stamp{base::microsecondsSinceEpoch(now), base::makeUlid(now), node_};
    Entry entry{draftRecord(event, stamp), event.type + ' ' + stamp.id, std::move(durable)};
    const auto haste = entry.durable ? store::Haste::Now : store::Haste::MayWait;
    switch (writer_.offer(entry, haste)) {
        case store::Offer::Taken:
            return base::Done{};
        case store::Offer::Full:
            return refused("too many events are waiting to be written; try again later");
        case store::Offer::Stopping:
            return refused("the audit trail is being closed");
    }
    return base::Done{};
}

std::string Trail::digestOf(std::string_view arguments_json) const {
    return settings_.arguments == Arguments::Full ? argumentsText(arguments_json)
                                                  : argumentsDigest(arguments_json, digest_key_);
}

void Trail::write(std::vector<Entry> entries) {
    std::vector<Draft> drafts;
    drafts.reserve(entries.size());
    for (auto& entry : entries) {
        drafts.push_back(std::move(entry.draft));
    }
    const auto written = ledger_->append(drafts);
    if (written.ok()) {
        outage_.noteSuccess();
    } else {
        outage_.noteFailure(clock_.steady());
    }
    for (const auto& entry : entries) {
        report(entry, written);
    }
}

void Trail::report(const Entry& entry, const base::Result<base::Done>& written) {
    if (entry.durable) return entry.durable(written);
    if (!written.ok()) {
        log_.error("audit.event.lost", {{"event", entry.name}, {"reason", written.error().what}});
    }
}

}  // namespace toolhost::audit
