#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "loader/generation.hpp"
#include "loader/provenance/finding.hpp"
#include "loader/rooms.hpp"
#include "loader/settings.hpp"
#include "tools/offerings.hpp"

namespace toolhost::loader {

/// One plugin file, wherever it lies, admitted and started as a host would, without a host: for
/// commands that try it. Nothing is remembered of it, and what served before does not count.
class LonePlugin {
public:
    /// Judges, starts and asks it for its tools. An error is the first refusal, or why it did not
    /// start. The rooms outlive it.
    static base::Result<std::unique_ptr<LonePlugin>> start(const std::filesystem::path& file,
                                                           Settings settings,
                                                           const Rooms& rooms);
    LonePlugin(const LonePlugin&) = delete;
    LonePlugin& operator=(const LonePlugin&) = delete;
    ~LonePlugin() = default;

    /// The tool of that name, with the admin's prefix or without; the error names those there are.
    [[nodiscard]] base::Result<std::shared_ptr<tools::Tool>> find(std::string_view name) const;

    /// What is to be said against it, though it would serve.
    [[nodiscard]] const Findings& cautions() const { return cautions_; }

private:
    LonePlugin() = default;

    base::Result<base::Done> startFile(const std::string& file,
                                       const Settings& settings,
                                       const Rooms& rooms);

    Findings cautions_;
    GenerationPtr running_;
};

}  // namespace toolhost::loader
