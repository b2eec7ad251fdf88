#pragma once

#include <string>

#include <toolhost/input.hpp>
#include <toolhost/result.hpp>

/// What the tool is given. The host has checked it against the schema that fields() makes.
struct Greeting {
    std::string name;
    int times = 1;

    template <class Field>
    void fields(Field& field) {
        field("name", name, "Who to greet").length(1, 100);
        field("times", times, "How often").optional().between(1, 5);
    }
};

/// The tool: a function of its input, so that a test needs no host.
toolhost::sdk::Result greet(const Greeting& greeting);
