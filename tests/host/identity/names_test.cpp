#include "identity/names.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::identity {
namespace {

TEST(ParseScopes, RefusesWhatIsNoListOfTokens) {
    for (const char* text : {"", " ", "a  b", " a", "a ", "a\tb", "a\"b", "a\\b", "\xc3\xa4"})
        EXPECT_FALSE(parseScopes(text)) << text;
}

TEST(ParseScopes, RefusesAnEndlessList) {
    EXPECT_TRUE(parseScopes(std::string(1024, 'a')));
    EXPECT_FALSE(parseScopes(std::string(1025, 'a')));
}

TEST(ParseScopes, GivesEachScopeOnceInOrder) {
    const auto scopes = parseScopes("mcp:write mcp:read mcp:write");
    ASSERT_TRUE(scopes);
    EXPECT_EQ(*scopes, (std::vector<std::string>{"mcp:write", "mcp:read"}));
}

TEST(IsName, RefusesWhatCannotNameAnybody) {
    for (const std::string& text : {std::string(),
                                    std::string(" a"),
                                    std::string("a "),
                                    std::string("a\nb"),
                                    std::string("a\0b", 3),
                                    std::string("\x7f"),
                                    std::string("\xff"),
                                    std::string(256, 'a')})
        EXPECT_FALSE(isName(text)) << text;
}

TEST(IsName, AcceptsPeoplesNames) {
    for (const std::string& text : {std::string("alice"),
                                    std::string("abel.tuter@example.com"),
                                    std::string("Zo\xc3\xab van Dijk"),
                                    std::string(255, 'a')})
        EXPECT_TRUE(isName(text)) << text;
}

}  // namespace
}  // namespace toolhost::identity
