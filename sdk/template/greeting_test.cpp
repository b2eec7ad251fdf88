// Says what differs and ends with status 1; any test framework does as well.
#include "greeting.hpp"

#include <iostream>

namespace {

bool answers(const Greeting& greeting, const std::string& expected) {
    const std::string answer = greet(greeting).jsonText();
    if (answer.find(expected) != std::string::npos) return true;
    std::cerr << "expected " << expected << " in " << answer << '\n';
    return false;
}

}  // namespace

int main() {
    const bool refuses = answers({"nobody", 1}, R"("isError":true)");
    const bool greets = answers({"Ada", 2}, R"("text":"Hello, Ada! Hello, Ada!")");
    return refuses && greets ? 0 : 1;
}
