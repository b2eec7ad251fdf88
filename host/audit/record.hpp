#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "audit/event.hpp"

namespace toolhost::audit {

/// When and where an event happened, and its own name.
struct Stamp {
    /// Microseconds since 1970-01-01 UTC.
    std::int64_t time_us;
    /// A ULID.
    std::string id;
    /// The host's name.
    std::string node;
};

/// A record read back; hashes are 64 hexadecimal digits, as written.
struct Record {
    std::int64_t seq = 0;
    std::int64_t time_us = 0;
    std::string id;
    std::string node;
    std::string type;
    std::string outcome;
    std::string subject;
    std::string client_id;
    std::optional<std::string> user;
    std::string token_id;
    std::string evidence;
    std::string target;
    std::string call_id;
    std::map<std::string, std::string> details;
    std::string previous_hash;
};

/// A record that has no place in the chain yet.
struct Draft {
    /// Its members from "ts" to "details", as JSON without braces.
    std::string members;
    /// What it is found by, as the members have it.
    std::string type;
    std::string who;
};

/// Drafts the event's record: credentials are removed by name and shape, bytes that are not UTF-8
/// replaced, long values cut.
Draft draftRecord(const Event& event, const Stamp& stamp);

/// Whom a record is found by: the ServiceNow user, or the subject when it acts as none.
const std::string& whoOf(const Record& record);

/// The bytes that are hashed and kept: one line of JSON with its members in a fixed order, from "v"
/// to "prev".
std::string recordBytes(std::int64_t seq, std::string_view members, std::string_view previous_hash);

/// What the bytes say; absent when they are not a record.
std::optional<Record> parseRecord(std::string_view bytes);

/// The record as a line for other systems: its bytes with a last member "hash". Taking that member
/// out gives the hashed bytes back.
std::string exportLine(std::string_view bytes, std::string_view hash);

}  // namespace toolhost::audit
