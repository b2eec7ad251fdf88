#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toolhost::schema {

/// Where in the instance a check stands: a chain of steps on the stack, written out only when a
/// violation is reported. Borrows its parent and its name.
class Location {
public:
    /// The whole instance.
    Location() = default;
    Location(const Location& parent, std::string_view member)
        : parent_(&parent), kind_(Kind::Member), name_(member) {}
    Location(const Location& parent, std::size_t item)
        : parent_(&parent), kind_(Kind::Item), item_(item) {}

    /// A member's name itself, as `propertyNames` checks it.
    static Location ofName(const Location& parent, std::string_view member);

    /// JSON Pointer; of a name, the pointer of its object.
    [[nodiscard]] std::string pointer() const;

    /// For a reader: `address.lines[0]`, "the value" for the whole instance.
    [[nodiscard]] std::string name() const;

    /// Whether the innermost member on the way here holds a secret by its name.
    [[nodiscard]] bool isSecret() const;

private:
    enum class Kind { Whole, Member, Item, Name };

    [[nodiscard]] std::string path() const;
    void appendPath(std::string& path) const;
    void appendPointer(std::string& pointer) const;

    const Location* parent_ = nullptr;
    Kind kind_ = Kind::Whole;
    std::string_view name_;
    std::size_t item_ = 0;
};

}  // namespace toolhost::schema
