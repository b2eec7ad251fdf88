#pragma once

#include <functional>
#include <string>
#include <utility>

#include "tools/offerings.hpp"

namespace toolhost::tools {

/// A tool that does what a test says.
class FakeTool final : public Tool {
public:
    using Run = std::function<void(Invocation, Answered)>;

    FakeTool(const std::string& name,
             const std::string& plugin,
             Run run = {},
             const char* more = "")
        : definition_(define(R"({"name":")" + name +
                                 R"(","description":"d","inputSchema":{"type":"object"})" + more +
                                 "}",
                             plugin,
                             "")
                          .value()),
          run_(std::move(run)) {}

    [[nodiscard]] const Definition& definition() const override { return definition_; }

    void run(Invocation invocation, Answered answered) override {
        run_(std::move(invocation), std::move(answered));
    }

private:
    Definition definition_;
    Run run_;
};

}  // namespace toolhost::tools
