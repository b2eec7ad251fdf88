#include "oauth/form.hpp"

#include <gtest/gtest.h>

namespace toolhost::oauth {
namespace {

std::string fields(int count) {
    std::string body;
    for (int i = 0; i < count; ++i)
        body += "f" + std::to_string(i) + "=x&";
    return body;
}

TEST(ParseForm, RefusesWhatIsNotPlainlyAForm) {
    const std::string full = "a=" + std::string((64U << 10U) - 2, 'x');
    for (const std::string& body : {std::string("a=1&a=2"),
                                    std::string("a=1&%61=2"),
                                    std::string("a=%"),
                                    std::string("a=%4"),
                                    std::string("a=%zz"),
                                    std::string("%=1"),
                                    std::string("a=%00"),
                                    std::string("a=\0b", 4),
                                    std::string("%00=1"),
                                    std::string("a=%ff"),
                                    std::string("a=%c3"),
                                    std::string("a=\xff"),
                                    fields(65),
                                    full + 'x'})
        EXPECT_FALSE(parseForm(body)) << body.substr(0, 40);
    EXPECT_TRUE(parseForm(fields(64)));
    EXPECT_TRUE(parseForm(full));
}

TEST(ParseForm, DecodesNamesAndValues) {
    const auto form = parseForm("a%62=c+d%2B&e=&f&g==&h=%C3%AB&");
    ASSERT_TRUE(form);
    EXPECT_EQ(*form.value().find("ab"), "c d+");
    EXPECT_EQ(*form.value().find("g"), "=");
    EXPECT_EQ(*form.value().find("h"), "\xc3\xab");
    EXPECT_EQ(form.value().find("e"), nullptr) << "an empty field is a missing one";
    EXPECT_EQ(form.value().find("f"), nullptr);
    EXPECT_EQ(form.value().find("absent"), nullptr);
    EXPECT_TRUE(parseForm(""));
}

}  // namespace
}  // namespace toolhost::oauth
