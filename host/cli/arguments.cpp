#include "cli/arguments.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::cli {
namespace {

/// Reads one command line from left to right.
class Reader {
public:
    Reader(const std::vector<std::string>& given, const std::vector<Option>& known)
        : given_(given), known_(known) {}

    base::Result<Arguments> read() {
        for (; at_ < given_.size(); ++at_) {
            if (given_[at_].substr(0, 2) != "--") {
                arguments_.words.push_back(given_[at_]);
                continue;
            }
            if (const auto done = readOption(); !done.ok()) return done.error();
        }
        return arguments_;
    }

private:
    base::Result<base::Done> readOption() {
        const std::string text = given_[at_].substr(2);
        const auto equals = text.find('=');
        const std::string name = text.substr(0, equals);
        const auto option =
            std::find_if(known_.begin(), known_.end(), [&](const Option& candidate) {
                return candidate.name == name;
            });
        if (option == known_.end()) {
            return base::Error{"there is no option --" + name + base::didYouMean(name, names())};
        }
        if (option->value.empty()) return keep(name, "");
        if (equals != std::string::npos) return keep(name, text.substr(equals + 1));
        if (at_ + 1 == given_.size()) {
            return base::Error{"--" + name + " needs a value: " + std::string(option->value)};
        }
        return keep(name, given_[++at_]);
    }

    base::Result<base::Done> keep(const std::string& name, std::string value) {
        if (name == "set") {
            arguments_.assignments.push_back(std::move(value));
        } else if (!arguments_.options.emplace(name, std::move(value)).second) {
            return base::Error{"--" + name + " is given twice"};
        }
        return base::Done{};
    }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& option : known_) {
            all.emplace_back(option.name);
        }
        return all;
    }

    const std::vector<std::string>& given_;
    const std::vector<Option>& known_;
    std::size_t at_ = 0;
    Arguments arguments_;
};

}  // namespace

std::optional<std::string> Arguments::find(std::string_view option) const {
    const auto found = options.find(option);
    if (found == options.end()) return std::nullopt;
    return found->second;
}

base::Result<Arguments> readArguments(const std::vector<std::string>& arguments,
                                      const std::vector<Option>& known) {
    return Reader(arguments, known).read();
}

}  // namespace toolhost::cli
