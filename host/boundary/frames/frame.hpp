#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace toolhost::boundary {

/// What a frame between the host and a worker says, with its parts in order. Numbers in parts are
/// decimal text. An answer carries the id of what it answers.
enum class FrameType : std::uint8_t {
    // The host to the worker: each control frame is answered by Done or Failed.
    Hello = 1,    ///< see hello.hpp
    Create,       ///< config (JSON)
    Reconfigure,  ///< config (JSON), then its keys and texts in turn; Done with "1" when it was
                  ///< taken up, "0" when it cannot be
    List,         ///< kind; Done with one part for each object
    Health,       ///< –
    Quiesce,      ///< –
    Call,         ///< milliseconds left, then the fields from TOOLHOST_CALL_NAME on
    Cancel,       ///< of the call with that id; unanswered
    Answer,       ///< to Ask: status, JSON, bytes
    Probe,        ///< of a cancelled call: Stuck comes back if the plugin's call() still runs
    Describe,     ///< –; Done with what describe() says now
    End,          ///< –; quiesces and destroys the instance
    Live,         ///< config (JSON), number; makes and ends so many instances, one after the other
    // The worker to the host.
    Done = 64,    ///< to a control frame: what it gives; to Hello: the description (JSON)
    Failed,       ///< to a control frame: why
    Log,          ///< level, message
    Measure,      ///< kind, name, labels (JSON), value
    Raise,        ///< event, subject
    Refused,      ///< an interface that the plugin asked for and may not have: its id
    Ask,          ///< a service: call id or 0, service id, JSON, bytes
    Progress,     ///< of a call: done, total, message
    Partial,      ///< of a call: content block (JSON)
    Finish,       ///< of a call: result (JSON)
    Fail,         ///< of a call: TOOLHOST_FAILURE_*, message
    NeedInput,    ///< of a call: requests (JSON), state
    Misbehaved,   ///< of a call: how
    Stuck,        ///< of a call: see Probe
    Release,      ///< of a call: the plugin holds it no more
    CloseStream,  ///< of a call: milliseconds
    Message       ///< of a call: level, logger, data (JSON)
};

/// One frame as it was read; its parts borrow the buffer it came from.
struct Frame {
    FrameType type{};
    std::uint64_t id = 0;
    std::vector<std::string_view> parts;

    /// The part of that position, empty when there are fewer.
    [[nodiscard]] std::string_view part(std::size_t position) const {
        return position < parts.size() ? parts[position] : std::string_view();
    }
    /// The same as a whole number; 0 for what is none.
    [[nodiscard]] std::int64_t number(std::size_t position) const;
};

/// The largest frame either side takes.
inline constexpr std::size_t kFrameBytesMax = std::size_t{32} << 20;

/// The frame's bytes.
std::string encode(FrameType type, std::uint64_t id, std::initializer_list<std::string_view> parts);
std::string encode(FrameType type, std::uint64_t id, const std::vector<std::string>& parts);

/// Takes frames out of a stream of bytes. The other side may be hostile: what is no frame is an
/// error, after which nothing more is read.
class FrameBuffer {
public:
    /// Room for the next bytes of the stream; say with added() how many came.
    char* room(std::size_t bytes);
    void added(std::size_t bytes) { end_ += bytes; }

    /// The next whole frame; absent until more bytes come. Its parts last until the next call of
    /// any of these functions.
    base::Result<std::optional<Frame>> next();

private:
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace toolhost::boundary
