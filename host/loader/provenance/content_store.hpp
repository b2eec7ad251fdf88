#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "loader/plugin_form.hpp"

namespace toolhost::loader {

/// A content that was kept.
struct KeptContent {
    std::string bytes;
    /// The text of the signature file it came with; absent when it came with none.
    std::optional<std::string> signature;
};

/// What a copy is of: its digest in hexadecimal, and what the file is, which its copy's name says.
struct ContentName {
    std::string sha256;
    PluginForm form = PluginForm::Library;
};

/// The private copies that are loaded, each named for its content: what was judged is what runs,
/// whatever becomes of the file it came from; and an earlier version can serve again.
class ContentStore {
public:
    /// The store in that directory, made with mode 0700 when it is missing.
    static base::Result<ContentStore> open(const std::filesystem::path& directory);

    /// A store in a new directory below that one that goes when this object does; what is mapped of
    /// it stays mapped. For commands, which keep nothing.
    static base::Result<ContentStore> temporary(const std::filesystem::path& below);

    ContentStore(ContentStore&& other) noexcept;
    ContentStore(const ContentStore&) = delete;
    ContentStore& operator=(const ContentStore&) = delete;
    ContentStore& operator=(ContentStore&&) = delete;
    ~ContentStore();

    /// Keeps the bytes, whole and on disk or not at all, and gives the absolute path of their copy
    /// (mode 0400). A copy that is there is believed only if it still has these bytes.
    [[nodiscard]] base::Result<std::filesystem::path> keep(std::string_view bytes,
                                                           const ContentName& content) const;

    /// Keeps the text of its signature file beside the copy.
    [[nodiscard]] base::Result<base::Done> keepSignature(std::string_view text,
                                                         const ContentName& content) const;

    /// Reads a copy of at most that size from the store in that directory, which need not be this
    /// one's. Its digest is not checked here.
    static base::Result<KeptContent> read(const std::filesystem::path& directory,
                                          const ContentName& content,
                                          std::size_t bytes_max);

    /// Removes every copy that is not among these, and what a killed process left half written.
    [[nodiscard]] base::Result<base::Done> sweep(const std::set<std::string>& sha256s) const;

private:
    enum class Lasts { Always, ForThisObject };
    ContentStore(std::filesystem::path directory, Lasts lasts);

    std::filesystem::path directory_;
    Lasts lasts_;
};

}  // namespace toolhost::loader
