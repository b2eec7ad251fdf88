#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "simulator/database.hpp"

namespace toolhost::sim {

/// A property that changes how the instance behaves.
struct Property {
    std::string_view name;
    std::string_view value;  ///< unless the row says otherwise
    std::string_view type;   ///< as sys_properties.type
    std::string_view description;
};

namespace properties {

// Of the platform.
inline constexpr std::string_view kInvalidQueryReturnsNoRows =
    "glide.invalid_query.returns_no_rows";
inline constexpr std::string_view kFirstDayOfWeek = "glide.ui.date_picker.first_day_of_week";

inline constexpr std::string_view kAttachmentMegabytes = "com.glide.attachment.max_size";
inline constexpr std::string_view kAttachmentExtensions = "glide.attachment.extensions";
inline constexpr std::string_view kAutoCloseDays = "glide.ui.autoclose.time";
inline constexpr std::string_view kClientCredentials =
    "glide.oauth.inbound.client.credential.grant_type.enabled";

// Ours: one for each behaviour of the platform that we only guess at.
inline constexpr std::string_view kCaretEscape = "toolhost_sim.query.caret_escape";
inline constexpr std::string_view kDiffersMatchesEmpty = "toolhost_sim.query.differs_matches_empty";
inline constexpr std::string_view kJwtFailure = "toolhost_sim.oauth.jwt_failure";
inline constexpr std::string_view kBatchSeconds = "toolhost_sim.batch.quota_seconds";
inline constexpr std::string_view kBatchCountsInner = "toolhost_sim.batch.counts_inner_requests";
inline constexpr std::string_view kCheckChangeModel = "toolhost_sim.change.check_transitions";
inline constexpr std::string_view kRateCommitSeconds = "toolhost_sim.rate_limit.commit_seconds";
inline constexpr std::string_view kUrlBytesMax = "toolhost_sim.url.max_bytes";
inline constexpr std::string_view kMatchOperators = "toolhost_sim.query.match_operators";

}  // namespace properties

/// Every property the simulator knows, in order of name.
const std::vector<Property>& knownProperties();

/// The instance's switches: rows of sys_properties, which an administrator may change at any time.
/// For one request, like its session.
class Properties {
public:
    /// `session` outlives the object.
    explicit Properties(Session& session) : session_(session) {}

    /// The row's value, else what the simulator assumes, else "".
    [[nodiscard]] std::string get(std::string_view name) const;
    [[nodiscard]] bool isTrue(std::string_view name) const;
    /// The value as a number; what the simulator assumes when it is none.
    [[nodiscard]] long long number(std::string_view name) const;
    /// Changes the row, or adds one.
    void set(std::string_view name, std::string_view value);

private:
    Session& session_;
};

}  // namespace toolhost::sim
