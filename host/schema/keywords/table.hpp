#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "schema/node.hpp"
#include "schema/source.hpp"
#include "schema/vocabulary.hpp"

namespace toolhost::schema {

/// How a group of keywords that are checked together is compiled.
struct KeywordGroup {
    /// The group is built when the schema has any of these; "" fills up.
    std::array<std::string_view, 4> keywords;
    Vocabulary vocabulary = Vocabulary::Core;
    /// The keyword to check, null when there is nothing to. Refuses through the source.
    std::unique_ptr<const Keyword> (*build)(Source& source) = nullptr;
};

/// Every group in the order in which it is checked, cheap and telling ones first. The unevaluated
/// vocabulary is apart: it is checked when all else holds.
std::span<const KeywordGroup> keywordGroups();

}  // namespace toolhost::schema
