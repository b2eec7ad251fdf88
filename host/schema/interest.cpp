#include "schema/interest.hpp"

namespace toolhost::schema {

Interest& Interest::member(const std::string& name) {
    auto& interest = members_[name];
    if (!interest) interest = std::make_unique<Interest>();
    return *interest;
}

Interest& Interest::items() {
    if (!items_) items_ = std::make_unique<Interest>();
    return *items_;
}

const Interest* Interest::inMember(std::string_view name) const {
    const auto found = members_.find(name);
    return found == members_.end() ? nullptr : found->second.get();
}

}  // namespace toolhost::schema
