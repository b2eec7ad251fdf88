#include "simulator/api/attachment_api.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "simulator/api/multipart.hpp"
#include "simulator/api/table_list.hpp"
#include "simulator/attachments.hpp"
#include "simulator/refusals.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"
#include "simulator/write/writer.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

constexpr long long kLimit = 1'000;
constexpr long long kBytesPerMegabyte = 1'048'576;

/// What is to be attached.
struct Upload {
    std::string table;
    std::string record;
    std::string file_name;
    std::string content_type;
    std::string_view bytes;
};

const Table& attachments(const Call& call) {
    return call.records.schema().table("sys_attachment");
}

/// The record something is attached to, if it exists and the caller sees it.
std::optional<Record> parentOf(const Call& call, std::string_view table, std::string_view sys_id) {
    const auto* named = call.records.schema().findTable(table);
    if (named == nullptr) return std::nullopt;
    auto record = call.records.find(*named, sys_id);
    if (!record || !call.access.maySee(call.caller, *record)) return std::nullopt;
    return record;
}

std::optional<Record> parentOf(const Call& call, const Record& attachment) {
    return parentOf(call, attachment.get("table_name"), attachment.get("table_sys_id"));
}

json shown(const Call& call, const Record& attachment) {
    auto out = call.renderer().render(attachment);
    out["download_link"] = call.api_url + "/attachment/" + attachment.sysId() + "/file";
    return out;
}

Result<Reply> list(const Call& call) {
    const auto listing = listRows(call, attachments(call), kLimit);
    if (!listing) return listing.refusal();
    json rows = json::array();
    for (const auto& attachment : listing.value().records) {
        if (parentOf(call, attachment)) rows.push_back(shown(call, attachment));
    }
    auto reply = jsonReply(200, {{"result", std::move(rows)}});
    reply.headers = listing.value().headers;
    return reply;
}

/// The attachment, if the caller may see what it belongs to.
Result<Record> visible(const Call& call, std::string_view sys_id) {
    auto attachment = call.records.find(attachments(call), sys_id);
    if (!attachment || !parentOf(call, *attachment)) return refusals::noRecord();
    return std::move(*attachment);
}

Result<Record> writable(const Call& call, std::string_view sys_id, std::string_view verb) {
    auto attachment = visible(call, sys_id);
    if (!attachment) return attachment;
    const auto parent = parentOf(call, attachment.value());
    if (!call.access.mayWrite(call.caller, *parent)) return refusals::forbiddenWrite(verb);
    return attachment;
}

std::optional<Refusal> checkFile(const Call& call, const Upload& upload) {
    const auto megabytes = call.properties.number(properties::kAttachmentMegabytes);
    if (static_cast<long long>(upload.bytes.size()) > megabytes * kBytesPerMegabyte) {
        return Refusal{400,
                       "File size exceeds the limit",
                       "The limit is " + std::to_string(megabytes) + " MB"};
    }
    const auto allowed = call.properties.get(properties::kAttachmentExtensions);
    const auto dot = upload.file_name.rfind('.');
    const auto extension = dot == std::string::npos ? "" : upload.file_name.substr(dot + 1);
    if (trim(allowed).empty()) return std::nullopt;
    for (const auto known : split(allowed, ',')) {
        if (sameText(trim(known), extension)) return std::nullopt;
    }
    return Refusal{400, "File type is not allowed", "Allowed are: " + allowed};
}

Result<Reply> attach(const Call& call, const Upload& upload) {
    if (upload.table.empty() || upload.record.empty() || upload.file_name.empty()) {
        return refusals::unreadableRequest(
            "table_name, table_sys_id and file_name are required parameters");
    }
    const auto parent = parentOf(call, upload.table, upload.record);
    if (!parent) return refusals::noRecord();
    if (!call.access.mayWrite(call.caller, *parent)) return refusals::forbiddenWrite("Insert");
    if (auto refusal = checkFile(call, upload)) return std::move(*refusal);
    const auto size = std::to_string(upload.bytes.size());
    Writer writer(call.records, call.access, call.caller, call.now);
    Transaction transaction(call.records.session());
    const auto added = writer.add(attachments(call),
                                  {{"file_name", upload.file_name},
                                   {"content_type", upload.content_type},
                                   {"size_bytes", size},
                                   {"size_compressed", size},
                                   {"table_name", upload.table},
                                   {"table_sys_id", upload.record},
                                   {"hash", sha256Hex(upload.bytes)},
                                   {"state", "available"}});
    if (!added) return added.refusal();
    const auto& stored = added.value();
    storeAttachment(call.records.session(), stored.sysId(), upload.bytes);
    transaction.commit();
    auto reply = jsonReply(201, {{"result", shown(call, stored)}});
    reply.headers.emplace_back("Location", call.api_url + "/attachment/" + stored.sysId());
    return reply;
}

/// The body is the file; what it is stands in the query.
Result<Reply> attachBody(const Call& call) {
    const auto& query = call.request.query;
    return attach(call,
                  {std::string(query.get("table_name")),
                   std::string(query.get("table_sys_id")),
                   std::string(query.get("file_name")),
                   call.request.content_type,
                   call.request.body});
}

/// A form: the fields first, then the file, as the platform reads it as it comes.
Result<Reply> attachForm(const Call& call) {
    const auto parts = parseMultipart(call.request.content_type, call.request.body);
    if (!parts) return refusals::unreadableRequest("The body is no multipart/form-data");
    Upload upload;
    for (const auto& part : *parts) {
        if (part.name == "table_name") upload.table = part.body;
        if (part.name == "table_sys_id") upload.record = part.body;
        if (part.file_name.empty()) continue;
        upload.file_name = part.file_name;
        upload.content_type = part.content_type;
        upload.bytes = part.body;
        break;
    }
    return attach(call, upload);
}

Result<Reply> download(const Call& call, std::string_view sys_id) {
    const auto attachment = visible(call, sys_id);
    if (!attachment) return attachment.refusal();
    const auto bytes = readAttachment(call.records.session(), sys_id);
    if (!bytes) return refusals::noRecord();
    Reply reply{200, attachment.value().get("content_type"), *bytes, {}, {}};
    reply.headers.emplace_back("X-Attachment-Metadata", jsonText(shown(call, attachment.value())));
    return reply;
}

Result<Reply> rename(const Call& call, std::string_view sys_id) {
    const auto attachment = writable(call, sys_id, "Update");
    if (!attachment) return attachment.refusal();
    const auto body = json::parse(call.request.body, nullptr, false);
    const auto name = body.is_object() ? body.value("file_name", json()) : json();
    if (!name.is_string()) return refusals::unreadableRequest("The body must hold a file_name");
    Writer writer(call.records, call.access, call.caller, call.now);
    Transaction transaction(call.records.session());
    const auto renamed =
        writer.change(attachment.value(), {{"file_name", name.get<std::string>()}});
    if (!renamed) return renamed.refusal();
    transaction.commit();
    return jsonReply(200, {{"result", shown(call, renamed.value())}});
}

Result<Reply> remove(const Call& call, std::string_view sys_id) {
    const auto attachment = writable(call, sys_id, "Delete");
    if (!attachment) return attachment.refusal();
    auto& session = call.records.session();
    Transaction transaction(session);
    removeAttachment(session, sys_id);
    call.records.remove(attachments(call), sys_id);
    transaction.commit();
    return Reply{204, {}, {}, {}, {}};
}

Result<Reply> answerOne(const Call& call, std::string_view sys_id) {
    const auto& method = call.request.method;
    if (method == "PATCH" || method == "PUT") return rename(call, sys_id);
    if (method == "DELETE") return remove(call, sys_id);
    if (method != "GET") return refusals::methodNotSupported();
    const auto attachment = visible(call, sys_id);
    if (!attachment) return attachment.refusal();
    return jsonReply(200, {{"result", shown(call, attachment.value())}});
}

}  // namespace

Result<Reply> answerAttachment(const Call& call, std::string_view rest) {
    const auto& method = call.request.method;
    if (rest.empty()) return method == "GET" ? list(call) : refusals::methodNotSupported();
    if (rest == "file" || rest == "upload") {
        if (method != "POST") return refusals::methodNotSupported();
        return rest == "file" ? attachBody(call) : attachForm(call);
    }
    constexpr std::string_view kFile = "/file";
    if (!rest.ends_with(kFile)) return answerOne(call, rest);
    if (method != "GET") return refusals::methodNotSupported();
    return download(call, rest.substr(0, rest.size() - kFile.size()));
}

}  // namespace toolhost::sim
