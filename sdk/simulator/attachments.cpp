#include "simulator/attachments.hpp"

namespace toolhost::sim {

void createAttachments(Session& session) {
    session.execute(
        "CREATE TABLE IF NOT EXISTS sim_attachment (sys_id TEXT PRIMARY KEY, bytes BLOB NOT NULL)");
}

void storeAttachment(Session& session, std::string_view sys_id, std::string_view bytes) {
    session.prepare("INSERT INTO sim_attachment VALUES (?, ?)").bind(sys_id).bindBytes(bytes).run();
}

std::optional<std::string> readAttachment(Session& session, std::string_view sys_id) {
    auto statement = session.prepare("SELECT bytes FROM sim_attachment WHERE sys_id = ?");
    if (!statement.bind(sys_id).step()) return std::nullopt;
    return std::string(statement.bytes(0));
}

void removeAttachment(Session& session, std::string_view sys_id) {
    session.prepare("DELETE FROM sim_attachment WHERE sys_id = ?").bind(sys_id).run();
}

void removeAttachmentsOf(Session& session, std::string_view record) {
    session
        .prepare(
            "DELETE FROM sim_attachment WHERE sys_id IN (SELECT \"sys_id\" FROM "
            "\"sys_attachment\" WHERE \"table_sys_id\" = ?)")
        .bind(record)
        .run();
    session.prepare("DELETE FROM \"sys_attachment\" WHERE \"table_sys_id\" = ?").bind(record).run();
}

}  // namespace toolhost::sim
