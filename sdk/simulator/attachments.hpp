#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/records.hpp"

namespace toolhost::sim {

/// The table that holds what is attached; sys_attachment says what it is.
void createAttachments(Session& session);
void storeAttachment(Session& session, std::string_view sys_id, std::string_view bytes);
/// Nothing when there is no such attachment.
std::optional<std::string> readAttachment(Session& session, std::string_view sys_id);
void removeAttachment(Session& session, std::string_view sys_id);
/// Deletes everything that is attached to a record.
void removeAttachmentsOf(Session& session, std::string_view record);

}  // namespace toolhost::sim
