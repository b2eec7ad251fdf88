#pragma once

#include <string>
#include <string_view>

namespace toolhost::sim {

/// A fresh random record id: 32 lowercase hexadecimal digits.
std::string makeSysId();
/// The record id that a natural key always gets, so that seeded records keep their ids.
std::string sysIdOf(std::string_view table, std::string_view key);
/// Whether `text` has the form of a record id.
bool isSysId(std::string_view text);
/// `digits` random lowercase hexadecimal digits (an even number).
std::string randomHex(std::size_t digits);
/// SHA-256 of `text` as 32 bytes.
std::string sha256Bytes(std::string_view text);
/// SHA-256 of `text` as 64 lowercase hexadecimal digits.
std::string sha256Hex(std::string_view text);

}  // namespace toolhost::sim
