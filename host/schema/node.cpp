#include "schema/node.hpp"

namespace toolhost::schema {

void Node::addInterest(Interest& interest) const {
    for (const auto* const group : {&keywords, &unevaluated}) {
        for (const auto& keyword : *group) {
            keyword->addInterest(interest);
        }
    }
}

}  // namespace toolhost::schema
