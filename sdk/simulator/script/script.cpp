#include "simulator/script/script.hpp"

#include <cctype>
#include <optional>
#include <utility>

#include "simulator/refusals.hpp"
#include "simulator/script/functions.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr int kDepthMax = 16;

bool isNameByte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

/// Reads and evaluates at once; nothing means that it met something it does not know.
class Evaluator {
public:
    Evaluator(std::string_view text, const ScriptScope& scope) : text_(text), scope_(scope) {}

    std::optional<ScriptValue> run() {
        auto value = expression();
        skip(';');
        skipBlanks();
        if (at_ != text_.size()) return std::nullopt;
        return value;
    }

private:
    using Value = std::optional<ScriptValue>;

    Value expression() {
        if (++depth_ > kDepthMax) return std::nullopt;
        auto value = term();
        while (value) {
            if (skip('+')) {
                value = sum(*value, term());
            } else if (skip('-')) {
                value = difference(*value, term());
            } else {
                break;
            }
        }
        --depth_;
        return value;
    }

    Value term() {
        skipBlanks();
        if (at_ == text_.size()) return std::nullopt;
        const char c = text_[at_];
        if (c == '\'' || c == '"') return quoted();
        if (std::isdigit(static_cast<unsigned char>(c)) != 0) return number();
        if (skip('-')) return difference(ScriptValue{"0", true}, term());
        if (!skip('(')) return call();
        auto inner = expression();
        return skip(')') ? inner : std::nullopt;
    }

    static Value sum(const ScriptValue& left, const Value& right) {
        if (!right) return std::nullopt;
        if (!left.is_number || !right->is_number) {
            return ScriptValue{left.text + right->text, false};
        }
        return arithmetic(left, *right, 1);
    }

    static Value difference(const ScriptValue& left, const Value& right) {
        if (!right) return std::nullopt;
        return arithmetic(left, *right, -1);
    }

    static Value arithmetic(const ScriptValue& left, const ScriptValue& right, long long sign) {
        const auto a = parseInteger(left.text);
        const auto b = parseInteger(right.text);
        if (!a || !b) return std::nullopt;
        return ScriptValue{std::to_string(*a + sign * *b), true};
    }

    Value quoted() {
        const char quote = text_[at_++];
        std::string out;
        while (at_ < text_.size() && text_[at_] != quote) {
            if (text_[at_] == '\\') ++at_;
            if (at_ < text_.size()) out += text_[at_++];
        }
        if (at_ == text_.size()) return std::nullopt;
        ++at_;
        return ScriptValue{std::move(out), false};
    }

    Value number() {
        constexpr std::size_t kDigitsMax = 15;
        const auto start = at_;
        while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
            ++at_;
        }
        if (at_ - start > kDigitsMax) return std::nullopt;
        return ScriptValue{std::string(text_.substr(start, at_ - start)), true};
    }

    /// `a.b()`, or `a.b().c()`, whose name is "a.b.c" and whose arguments are the last ones.
    Value call() {
        std::string name;
        std::optional<ScriptArguments> arguments;
        do {
            const auto step = word();
            if (step == "true" || step == "false") return ScriptValue{std::string(step), false};
            if (step.empty()) return std::nullopt;
            name.append(name.empty() ? "" : ".").append(step);
            const bool is_called = skip('(');
            arguments = is_called ? argumentList() : std::nullopt;
            if (is_called && !arguments) return std::nullopt;
        } while (skip('.'));
        if (!arguments) return std::nullopt;
        return callScriptFunction(name, *arguments, scope_);
    }

    std::optional<ScriptArguments> argumentList() {
        ScriptArguments arguments;
        if (skip(')')) return arguments;
        do {
            auto value = expression();
            if (!value) return std::nullopt;
            arguments.push_back(std::move(*value));
        } while (skip(','));
        if (!skip(')')) return std::nullopt;
        return arguments;
    }

    std::string_view word() {
        skipBlanks();
        const auto start = at_;
        while (at_ < text_.size() && isNameByte(text_[at_])) {
            ++at_;
        }
        return text_.substr(start, at_ - start);
    }

    void skipBlanks() {
        while (at_ < text_.size() && text_[at_] == ' ') {
            ++at_;
        }
    }

    /// Passes this byte, and blanks before it, if it comes next.
    bool skip(char wanted) {
        skipBlanks();
        const bool next = at_ < text_.size() && text_[at_] == wanted;
        if (next) ++at_;
        return next;
    }

    std::string_view text_;
    const ScriptScope& scope_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

Result<std::string> evaluateScript(std::string_view script, const ScriptScope& scope) {
    if (auto value = Evaluator(script, scope).run()) return std::move(value->text);
    return refusals::notSimulated(
        "the script '" + std::string(script) + "'",
        "The simulator knows one expression of literals, + and -, and the documented functions of "
        "gs and gs.getUser(), such as gs.daysAgoStart(7) or gs.getUserID().");
}

Result<std::string> evaluateValue(std::string_view value, const ScriptScope& scope) {
    if (!value.starts_with(kScriptMark)) return std::string(value);
    return evaluateScript(value.substr(kScriptMark.size()), scope);
}

}  // namespace toolhost::sim
