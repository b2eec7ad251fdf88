#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "servicenow/paging/keyset.hpp"
#include "servicenow/request_reader.hpp"

namespace toolhost::servicenow {

/// What is asked of each record and what is shown of it. They differ when the reading needs to know
/// stored values, to go on from, of a record that is shown by its labels.
class RowShape {
public:
    /// `shown` are the fields to show, `keys` those to go on from; sys_id is always among both.
    RowShape(std::vector<std::string> shown, Display display, std::vector<std::string> keys);

    [[nodiscard]] const std::vector<std::string>& shown() const { return shown_; }
    [[nodiscard]] const std::vector<std::string>& asked() const { return asked_; }
    [[nodiscard]] Display displayAsked() const;

    /// Names the shape, for a cursor to remember.
    [[nodiscard]] std::string name() const;

    /// A record as it is shown.
    [[nodiscard]] std::string show(std::string_view row) const;

    /// Where a reading stands after the record. An error when the record does not show a field it
    /// needs: the user may not read it.
    [[nodiscard]] base::Result<KeyPosition> positionAfter(std::string_view row) const;

private:
    [[nodiscard]] bool isShownAsAsked() const;

    std::vector<std::string> shown_;
    std::vector<std::string> keys_;
    std::vector<std::string> asked_;
    Display display_;
};

}  // namespace toolhost::servicenow
