#include "schema/uri.hpp"

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

struct Resolution {
    const char* base;
    const char* reference;
    const char* target;
};

class ResolveUri : public testing::TestWithParam<Resolution> {};

TEST_P(ResolveUri, FollowsRfc3986) {
    EXPECT_EQ(resolveUri(GetParam().base, GetParam().reference), GetParam().target);
}

// The examples of RFC 3986 §5.4, and what schemas without a base need.
constexpr const char* kBase = "http://a/b/c/d;p?q";
INSTANTIATE_TEST_SUITE_P(Table,
                         ResolveUri,
                         testing::Values(Resolution{kBase, "g:h", "g:h"},
                                         Resolution{kBase, "g", "http://a/b/c/g"},
                                         Resolution{kBase, "./g", "http://a/b/c/g"},
                                         Resolution{kBase, "g/", "http://a/b/c/g/"},
                                         Resolution{kBase, "/g", "http://a/g"},
                                         Resolution{kBase, "//g", "http://g"},
                                         Resolution{kBase, "?y", "http://a/b/c/d;p?y"},
                                         Resolution{kBase, "g?y/../x#s", "http://a/b/c/g?y/../x#s"},
                                         Resolution{kBase, "#s", "http://a/b/c/d;p?q#s"},
                                         Resolution{kBase, "", "http://a/b/c/d;p?q"},
                                         Resolution{kBase, ".", "http://a/b/c/"},
                                         Resolution{kBase, "..", "http://a/b/"},
                                         Resolution{kBase, "../../../g", "http://a/g"},
                                         Resolution{kBase, "/./g", "http://a/g"},
                                         Resolution{kBase, "g;x=1/../y", "http://a/b/c/y"},
                                         Resolution{kBase, "..g", "http://a/b/c/..g"},
                                         Resolution{"http://a", "g", "http://a/g"},
                                         Resolution{"", "g.json#x", "g.json#x"},
                                         Resolution{"", "./g.json", "g.json"},
                                         Resolution{"", "#/a", "#/a"},
                                         Resolution{"a.json", "b.json", "b.json"},
                                         Resolution{"urn:x:y", "#z", "urn:x:y#z"}));

TEST(SplitUri, DecodesTheFragmentOnly) {
    const auto [document, fragment] = splitUri("http://a/%20#/a%20b%2");
    EXPECT_EQ(document, "http://a/%20");
    EXPECT_EQ(fragment, "/a b%2");
}

}  // namespace
}  // namespace toolhost::schema
