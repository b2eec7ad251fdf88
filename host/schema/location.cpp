#include "schema/location.hpp"

#include <algorithm>

#include "base/redaction.hpp"
#include "base/text.hpp"
#include "schema/json_pointer.hpp"
#include "schema/text.hpp"

namespace toolhost::schema {
namespace {

constexpr std::size_t kNameBytesMax = 80;

bool isPlain(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytesMax &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '$';
           });
}

}  // namespace

Location Location::ofName(const Location& parent, std::string_view member) {
    Location location(parent, member);
    location.kind_ = Kind::Name;
    return location;
}

std::string Location::pointer() const {
    std::string pointer;
    appendPointer(pointer);
    return pointer;
}

void Location::appendPointer(std::string& pointer) const {
    if (parent_ != nullptr) parent_->appendPointer(pointer);
    if (kind_ == Kind::Member) pointer += pointerToken(name_);
    if (kind_ == Kind::Item) pointer += "/" + std::to_string(item_);
}

std::string Location::name() const {
    if (kind_ != Kind::Name) {
        const std::string here = path();
        return here.empty() ? "the value" : here;
    }
    const std::string object = parent_->path();
    return "the property name " + base::quoted(shortened(name_, kNameBytesMax)) +
           (object.empty() ? "" : " in " + object);
}

std::string Location::path() const {
    std::string path;
    appendPath(path);
    return path;
}

void Location::appendPath(std::string& path) const {
    if (parent_ != nullptr) parent_->appendPath(path);
    if (kind_ == Kind::Item) {
        path += "[" + std::to_string(item_) + "]";
    } else if (kind_ == Kind::Member && isPlain(name_)) {
        if (!path.empty()) path += '.';
        path += name_;
    } else if (kind_ == Kind::Member) {
        path += "[" + base::quoted(shortened(name_, kNameBytesMax)) + "]";
    }
}

bool Location::isSecret() const {
    const Location* at = this;
    while (at->kind_ == Kind::Item) {
        at = at->parent_;
    }
    return at->kind_ == Kind::Member && base::isSecretName(at->name_);
}

}  // namespace toolhost::schema
