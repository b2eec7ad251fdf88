#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::servicenow {

/// Takes a list answer, `{"result":[ … ]}`, apart while it arrives: hands on each record as soon as
/// it is whole, and says in the end whether the answer was what it should be. Only the bytes
/// decide, not how they were cut into chunks. Holds one record and what stands around the records.
class RowStream {
public:
    /// Takes the JSON text of one record, an object; borrowed for the call. An error ends it all.
    using TakeRow = std::function<base::Result<base::Done>(std::string_view row)>;

    struct Bounds {
        std::size_t row_bytes_max = 4U << 20U;
        /// Of what stands around the records.
        std::size_t frame_bytes_max = 64U << 10U;
        int depth_max = 32;
    };

    enum class Ending {
        Whole,     ///< every record was handed on
        Failed,    ///< the instance gave up while it wrote; see Verdict::message
        CutShort,  ///< the text ends before it should
        NotRows,   ///< JSON, and no list of records
        NotJson
    };

    struct Verdict {
        Ending ending = Ending::NotJson;
        /// ServiceNow's own words, with Ending::Failed.
        std::string message{};
        std::string detail{};
    };

    explicit RowStream(TakeRow take_row);
    RowStream(TakeRow take_row, Bounds bounds);

    /// The next bytes. An error is a bound that was passed, or what `take_row` had against a
    /// record; nothing is fed after it.
    base::Result<base::Done> take(std::string_view chunk);

    /// What the answer came to, once all of it was fed.
    [[nodiscard]] Verdict finish() const;

    /// How many records were handed on.
    [[nodiscard]] std::size_t rows() const { return rows_; }

private:
    enum class Place {
        Frame,     ///< outside of the list of records
        FirstRow,  ///< after its bracket
        Row,       ///< in a record
        AfterRow,  ///< where a comma or the closing bracket stands
        NextRow,   ///< after a comma
        Wreckage   ///< after something that belongs nowhere
    };

    /// Where in JSON text a scan is. The quotes of a string count as part of it.
    struct Lexer {
        int depth = 0;
        bool in_string = false;
        bool is_escaped = false;

        void see(char c);
    };

    std::size_t takeFrame(std::string_view text);
    std::size_t takeRow(std::string_view text);
    std::size_t takeBetween(char c);
    void handOn(std::string_view row);
    void keep(std::string_view text);
    void wreck();
    void refuse(std::string why);
    [[nodiscard]] bool opensRows(char c) const;
    [[nodiscard]] bool isUnfinished() const;

    const TakeRow take_row_;
    const Bounds bounds_;
    Place place_ = Place::Frame;
    Lexer lexer_;
    std::string frame_;        // all but the records
    std::string partial_row_;  // a record's bytes out of earlier chunks
    std::size_t rows_ = 0;
    bool rows_seen_ = false;
    base::Result<base::Done> state_ = base::Done{};
};

}  // namespace toolhost::servicenow
