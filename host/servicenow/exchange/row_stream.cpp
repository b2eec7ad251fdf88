#include "servicenow/exchange/row_stream.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json_text.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

using Verdict = RowStream::Verdict;
using Ending = RowStream::Ending;

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view withoutSpaceAtEnd(std::string_view text) {
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// The text without this ending and the space before it; absent when it does not end so.
std::optional<std::string_view> withoutEnd(std::string_view text, std::string_view end) {
    if (!text.ends_with(end)) return std::nullopt;
    return withoutSpaceAtEnd(text.substr(0, text.size() - end.size()));
}

/// The JSON object that starts the text, if it closes.
std::optional<Json> leadingObject(std::string_view text) {
    if (text.empty() || text.front() != '{') return std::nullopt;
    for (auto end = text.find('}'); end != std::string_view::npos; end = text.find('}', end + 1)) {
        if (auto object = parseJson(text.substr(0, end + 1))) return object;
    }
    return std::nullopt;
}

/// The last `"error": {…}` in text that is no JSON as a whole.
std::optional<Json> findErrorIn(std::string_view text) {
    constexpr std::string_view kName = "\"error\"";
    const auto at = text.rfind(kName);
    if (at == std::string_view::npos) return std::nullopt;
    auto rest = text.substr(at + kName.size());
    const auto skip = [&rest](auto isSkipped) {
        while (!rest.empty() && isSkipped(rest.front())) {
            rest.remove_prefix(1);
        }
    };
    skip(isSpace);
    if (rest.empty() || rest.front() != ':') return std::nullopt;
    rest.remove_prefix(1);
    skip(isSpace);
    return leadingObject(rest);
}

Verdict failedWith(const Json& error) {
    return {Ending::Failed, textOf(error, "message"), textOf(error, "detail")};
}

}  // namespace

void RowStream::Lexer::see(char c) {
    if (is_escaped) {
        is_escaped = false;
    } else if (in_string) {
        is_escaped = c == '\\';
        in_string = c != '"';
    } else if (c == '"') {
        in_string = true;
    } else if (c == '{' || c == '[') {
        ++depth;
    } else if (c == '}' || c == ']') {
        --depth;
    }
}

RowStream::RowStream(TakeRow take_row) : RowStream(std::move(take_row), Bounds{}) {}

RowStream::RowStream(TakeRow take_row, Bounds bounds)
    : take_row_(std::move(take_row)), bounds_(bounds) {}

base::Result<base::Done> RowStream::take(std::string_view chunk) {
    while (!chunk.empty() && state_.ok()) {
        std::size_t taken = 0;
        switch (place_) {
            case Place::Frame:
                taken = takeFrame(chunk);
                break;
            case Place::Row:
                taken = takeRow(chunk);
                break;
            case Place::FirstRow:
            case Place::AfterRow:
            case Place::NextRow:
                taken = takeBetween(chunk.front());
                break;
            case Place::Wreckage:
                keep(chunk);
                taken = chunk.size();
                break;
        }
        chunk.remove_prefix(taken);
    }
    return state_;
}

std::size_t RowStream::takeFrame(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (opensRows(text[i])) {
            keep(text.substr(i, 1));
            rows_seen_ = true;
            place_ = Place::FirstRow;
            return i + 1;
        }
        if (lexer_.depth <= 0 && !isSpace(text[i]) && (text[i] != '{' || rows_seen_)) {
            wreck();
            return i;
        }
        keep(text.substr(i, 1));
        if (!state_.ok()) return i + 1;
        lexer_.see(text[i]);
    }
    return text.size();
}

/// Whether this is the bracket of the outermost `"result": [`, the first of them.
bool RowStream::opensRows(char c) const {
    if (c != '[' || rows_seen_ || lexer_.in_string || lexer_.depth != 1) return false;
    const auto before_colon = withoutEnd(withoutSpaceAtEnd(frame_), ":");
    const auto before_name = before_colon ? withoutEnd(*before_colon, "\"result\"") : std::nullopt;
    return before_name && (before_name->ends_with('{') || before_name->ends_with(','));
}

std::size_t RowStream::takeBetween(char c) {
    if (isSpace(c)) return 1;
    if (c == '{' && place_ != Place::AfterRow) {
        lexer_ = Lexer{};
        place_ = Place::Row;
        return 0;
    }
    if (c == ',' && place_ == Place::AfterRow) {
        place_ = Place::NextRow;
        return 1;
    }
    if (c == ']' && place_ != Place::NextRow) {
        keep("]");
        lexer_ = Lexer{.depth = 1};
        place_ = Place::Frame;
        return 1;
    }
    wreck();
    return 0;
}

std::size_t RowStream::takeRow(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        lexer_.see(text[i]);
        if (lexer_.depth > bounds_.depth_max) refuse("a record nests too deep");
        if (partial_row_.size() + i >= bounds_.row_bytes_max) {
            refuse("a record is larger than " + std::to_string(bounds_.row_bytes_max) + " bytes");
        }
        if (!state_.ok()) return i + 1;
        if (lexer_.depth > 0) continue;
        if (partial_row_.empty()) {
            handOn(text.substr(0, i + 1));
        } else {
            partial_row_ += text.substr(0, i + 1);
            handOn(std::exchange(partial_row_, {}));
        }
        return i + 1;
    }
    partial_row_ += text;
    return text.size();
}

void RowStream::handOn(std::string_view row) {
    if (!base::isJson(row)) {
        wreck();
        return keep(row);
    }
    place_ = Place::AfterRow;
    ++rows_;
    state_ = take_row_(row);
}

/// From here on it is no JSON; what follows is kept only to be searched for an error.
void RowStream::wreck() {
    place_ = Place::Wreckage;
    keep(partial_row_);
    partial_row_.clear();
}

void RowStream::keep(std::string_view text) {
    const std::size_t room = bounds_.frame_bytes_max - frame_.size();
    const bool is_json = place_ != Place::Wreckage;
    if (text.size() > room && is_json) {
        return refuse("the answer holds more than " + std::to_string(bounds_.frame_bytes_max) +
                      " bytes besides its records");
    }
    frame_ += text.substr(0, room);
}

void RowStream::refuse(std::string why) {
    state_ = base::Error{std::move(why)};
}

Verdict RowStream::finish() const {
    const auto frame = parseJson(frame_);
    // What is wrecked after a record was handed on lacks that record, and proves nothing by
    // parsing.
    const bool is_telling = place_ != Place::Wreckage || rows_ == 0;
    if (!frame || !is_telling || isUnfinished()) {
        if (const auto error = findErrorIn(frame_ + partial_row_)) return failedWith(*error);
        return {isUnfinished() ? Ending::CutShort : Ending::NotJson};
    }
    if (memberOf(*frame, "error").is_object()) return failedWith(memberOf(*frame, "error"));
    const Json& result = memberOf(*frame, "result");
    return {rows_seen_ && result.is_array() && result.empty() ? Ending::Whole : Ending::NotRows};
}

bool RowStream::isUnfinished() const {
    if (place_ == Place::Frame) return lexer_.depth > 0;
    return place_ != Place::Wreckage;
}

}  // namespace toolhost::servicenow
