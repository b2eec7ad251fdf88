#include <gtest/gtest.h>

#include <toolhost/input.hpp>

namespace toolhost::sdk {
namespace {

struct Address {
    std::string street;

    template <class Field>
    void fields(Field& field) {
        field("street", street, "");
    }
};

struct Order {
    std::string table;
    int limit = 20;
    bool urgent = false;
    std::optional<double> price;
    std::vector<std::string> tags;
    std::map<std::string, nlohmann::json> values;
    Address address;

    template <class Field>
    void fields(Field& field) {
        field("table", table, "The table").length(1, 80);
        field("limit", limit, "Rows").optional().between(1, 200);
        field("urgent", urgent, "Now").optional();
        field("price", price, "A price");
        field("tags", tags, "Tags");
        field("values", values, "Anything");
        field("address", address, "Where");
    }
};

TEST(Codec, RefusesAValueOfAnotherTypeNamingTheField) {
    try {
        Codec<Order>::read({{"table", 7}});
        FAIL() << "a number is no table";
    } catch (const std::exception& e) {
        EXPECT_EQ(std::string(e.what()).rfind("table: ", 0), 0U) << e.what();
    }
    EXPECT_THROW(Codec<Order>::read(nlohmann::json::array()), std::exception);
}

TEST(Codec, DescribesAStructInTheOrderOfItsFields) {
    EXPECT_EQ(
        Codec<Order>::schema().dump(),
        R"({"type":"object","properties":{)"
        R"("table":{"type":"string","description":"The table","minLength":1,"maxLength":80},)"
        R"("limit":{"type":"integer","description":"Rows","default":20,"minimum":1,"maximum":200},)"
        R"("urgent":{"type":"boolean","description":"Now","default":false},)"
        R"("price":{"type":"number","description":"A price"},)"
        R"("tags":{"type":"array","items":{"type":"string"},"description":"Tags"},)"
        R"("values":{"type":"object","additionalProperties":{},"description":"Anything"},)"
        R"("address":{"type":"object","properties":{"street":{"type":"string"}},)"
        R"("required":["street"],"additionalProperties":false,"description":"Where"}},)"
        R"("required":["table","tags","values","address"],"additionalProperties":false})");
}

TEST(Codec, ReadsWhatItWrites) {
    Order order;
    order.table = "incident";
    order.price = 1.5;
    order.tags = {"a", "b"};
    order.values = {{"n", 1}};
    order.address.street = "x";
    const auto written = Codec<Order>::write(order);
    EXPECT_EQ(Codec<Order>::write(Codec<Order>::read(written)), written);
}

TEST(Codec, KeepsInitialValuesForWhatIsLeftOut) {
    const Order order = Codec<Order>::read({{"table", "incident"}});
    EXPECT_EQ(order.limit, 20);
    EXPECT_FALSE(order.price);
}

}  // namespace
}  // namespace toolhost::sdk
