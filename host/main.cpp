#include <exception>
#include <iostream>

#include "cli/commands.hpp"

int main(int argc, char** argv) {
    try {
        return toolhost::cli::runCommand({argv + 1, argv + argc});
    } catch (const std::exception& e) {
        std::cerr << "toolhost: " << e.what() << '\n';
        return toolhost::cli::kFailure;
    }
}
