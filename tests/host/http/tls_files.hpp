#pragma once

#include <filesystem>
#include <string>

namespace toolhost::http {

/// A certificate for `name` and its key in a folder of their own, which goes with this.
class TlsFiles {
public:
    explicit TlsFiles(const std::string& name);
    TlsFiles(const TlsFiles&) = delete;
    TlsFiles& operator=(const TlsFiles&) = delete;
    ~TlsFiles();

    /// Puts another certificate, for `name`, and another key in their place.
    void renew(const std::string& name);

    [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "host.pem"; }
    [[nodiscard]] std::filesystem::path key() const { return folder_ / "host.key"; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

}  // namespace toolhost::http
