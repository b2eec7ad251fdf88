#pragma once

#include <string>

#include "servicenow/dictionary/vocabulary.hpp"
#include "servicenow/exchange/exchange.hpp"

namespace toolhost::servicenow {

/// Reads what a table's columns and their values are called (sys_documentation, sys_choice) in a
/// language such as "de", with English where that has no word; in the vocabulary stands what this
/// user may not read of it. [any thread]
void readVocabulary(Endpoint& endpoint,
                    const Caller& caller,
                    SchemaPointer schema,
                    const std::string& language,
                    Then<VocabularyPointer> then);

}  // namespace toolhost::servicenow
