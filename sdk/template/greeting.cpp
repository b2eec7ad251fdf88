#include "greeting.hpp"

using toolhost::sdk::Result;

Result greet(const Greeting& greeting) {
    if (greeting.name == "nobody") {
        return Result::error("There is nobody to greet. Give the name of somebody.");
    }
    std::string text;
    for (int i = 0; i < greeting.times; ++i) {
        text += (i == 0 ? "" : " ") + ("Hello, " + greeting.name + "!");
    }
    return Result::text(text);
}
