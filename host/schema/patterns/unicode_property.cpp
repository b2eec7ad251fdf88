#include "schema/patterns/unicode_property.hpp"

#include <algorithm>
#include <array>

namespace toolhost::schema {
namespace {

struct Category {
    std::string_view long_name;
    std::string_view short_name;
};

/// Values of General_Category (Unicode's PropertyValueAliases.txt) whose long names PCRE2 lacks.
constexpr std::array<Category, 43> kCategories = {{{"Cased_Letter", "L&"},
                                                   {"LC", "L&"},
                                                   {"Close_Punctuation", "Pe"},
                                                   {"Combining_Mark", "M"},
                                                   {"Connector_Punctuation", "Pc"},
                                                   {"Control", "Cc"},
                                                   {"cntrl", "Cc"},
                                                   {"Currency_Symbol", "Sc"},
                                                   {"Dash_Punctuation", "Pd"},
                                                   {"Decimal_Number", "Nd"},
                                                   {"digit", "Nd"},
                                                   {"Enclosing_Mark", "Me"},
                                                   {"Final_Punctuation", "Pf"},
                                                   {"Format", "Cf"},
                                                   {"Initial_Punctuation", "Pi"},
                                                   {"Letter", "L"},
                                                   {"Letter_Number", "Nl"},
                                                   {"Line_Separator", "Zl"},
                                                   {"Lowercase_Letter", "Ll"},
                                                   {"Mark", "M"},
                                                   {"Math_Symbol", "Sm"},
                                                   {"Modifier_Letter", "Lm"},
                                                   {"Modifier_Symbol", "Sk"},
                                                   {"Nonspacing_Mark", "Mn"},
                                                   {"Number", "N"},
                                                   {"Open_Punctuation", "Ps"},
                                                   {"Other", "C"},
                                                   {"Other_Letter", "Lo"},
                                                   {"Other_Number", "No"},
                                                   {"Other_Punctuation", "Po"},
                                                   {"Other_Symbol", "So"},
                                                   {"Paragraph_Separator", "Zp"},
                                                   {"Private_Use", "Co"},
                                                   {"Punctuation", "P"},
                                                   {"punct", "P"},
                                                   {"Separator", "Z"},
                                                   {"Space_Separator", "Zs"},
                                                   {"Spacing_Mark", "Mc"},
                                                   {"Surrogate", "Cs"},
                                                   {"Symbol", "S"},
                                                   {"Titlecase_Letter", "Lt"},
                                                   {"Unassigned", "Cn"},
                                                   {"Uppercase_Letter", "Lu"}}};

std::string_view shortCategory(std::string_view name) {
    const auto found = std::find_if(kCategories.begin(), kCategories.end(), [name](auto category) {
        return category.long_name == name;
    });
    return found == kCategories.end() ? name : found->short_name;
}

bool isName(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

std::string escape(std::string_view name, Complement complement) {
    return (complement == Complement::Yes ? "\\P{" : "\\p{") + std::string(name) + "}";
}

Complement opposite(Complement complement) {
    return complement == Complement::Yes ? Complement::No : Complement::Yes;
}

}  // namespace

base::Result<std::string> unicodePropertySet(std::string_view expression, Complement complement) {
    const auto equals = expression.find('=');
    const auto property = expression.substr(0, equals);
    const auto value = equals == std::string_view::npos ? property : expression.substr(equals + 1);
    if (!isName(property) || !isName(value)) {
        return base::Error{"ECMA-262 has no property \\p{" + std::string(expression) + "}"};
    }
    if (equals == std::string_view::npos) {
        if (property == "Assigned") return escape("Cn", opposite(complement));
        return escape(shortCategory(property), complement);
    }
    if (property == "General_Category" || property == "gc") {
        return escape(shortCategory(value), complement);
    }
    if (property == "Script" || property == "sc") {
        return escape("sc=" + std::string(value), complement);
    }
    if (property == "Script_Extensions" || property == "scx") {
        return escape("scx=" + std::string(value), complement);
    }
    return base::Error{"ECMA-262 has no property \\p{" + std::string(expression) + "}"};
}

}  // namespace toolhost::schema
