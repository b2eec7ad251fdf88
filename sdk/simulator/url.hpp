#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace toolhost::sim {

/// The `name=value` pairs of a query string or a form, decoded, in their order.
class Parameters {
public:
    Parameters() = default;
    /// Reads `a=1&b=2`; a broken percent escape stays as it is written.
    static Parameters parse(std::string_view encoded);

    /// The first value of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    /// The first value of that name, or "".
    [[nodiscard]] std::string_view get(std::string_view name) const;
    /// Whether the first value of that name is "true".
    [[nodiscard]] bool isTrue(std::string_view name) const;
    /// Gives the name this one value, in its old place if it had one.
    void set(std::string_view name, std::string value);
    /// Takes every value of that name away.
    void remove(std::string_view name);
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& entries() const {
        return entries_;
    }
    /// The pairs as a query string.
    [[nodiscard]] std::string encoded() const;

private:
    std::vector<std::pair<std::string, std::string>> entries_;
};

enum class Plus { IsBlank, IsPlus };

std::string percentDecoded(std::string_view text, Plus plus);
std::string percentEncoded(std::string_view text);

}  // namespace toolhost::sim
