#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace toolhost::schema {

/// How far a schema looks into a value. Of what it does not look at nothing need be there: the
/// schema would hold, or fail, all the same. A scalar is always looked at.
class Interest {
public:
    /// Everything, as deep as it goes.
    void addAll() { all_ = true; }

    /// Of an object: which members it has, whatever their values.
    void addNames() { names_ = true; }

    /// Of an object: whether it has this member, and of its value what is added to the result.
    Interest& member(const std::string& name);

    /// Of an array: how many items it has, and of each what is added to the result.
    Interest& items();

    [[nodiscard]] bool isInAll() const { return all_; }
    [[nodiscard]] bool isInNames() const { return names_; }
    /// nullptr: none.
    [[nodiscard]] const Interest* inMember(std::string_view name) const;
    [[nodiscard]] const Interest* inItems() const { return items_.get(); }

private:
    bool all_ = false;
    bool names_ = false;
    std::map<std::string, std::unique_ptr<Interest>, std::less<>> members_;
    std::unique_ptr<Interest> items_;
};

}  // namespace toolhost::schema
