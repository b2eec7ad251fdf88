#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "audit/record.hpp"
#include "base/result.hpp"

namespace toolhost::audit {

/// Which records are wanted; an empty text asks for all.
struct Query {
    /// The newest so many of those that fit.
    std::size_t last = 50;
    std::string type;
    /// As whoOf() says.
    std::string user;
};

/// A record and its line for other systems.
struct Row {
    Record record;
    std::string line;
};

/// The records that fit, oldest first. Reads only; the trail may be in use.
base::Result<std::vector<Row>> search(const std::filesystem::path& file, const Query& query);

/// Writes every record as a line of JSON, oldest first, all of one moment. Reads only.
base::Result<base::Done> exportTo(std::ostream& out, const std::filesystem::path& file);

}  // namespace toolhost::audit
