#include "servicenow/dictionary/field_kind.hpp"

#include <algorithm>
#include <array>

namespace toolhost::servicenow {
namespace {

struct TypeName {
    std::string_view type;
    FieldKind kind;
};

/// sys_glide_object knows some two hundred types; those not here keep their secrets.
constexpr std::array kTypes = {TypeName{"string", FieldKind::Text},
                               TypeName{"string_full_utf8", FieldKind::Text},
                               TypeName{"translated_text", FieldKind::Text},
                               TypeName{"translated_field", FieldKind::Text},
                               TypeName{"choice", FieldKind::Text},
                               TypeName{"email", FieldKind::Text},
                               TypeName{"ph_number", FieldKind::Text},
                               TypeName{"phone_number_e164", FieldKind::Text},
                               TypeName{"url", FieldKind::Text},
                               TypeName{"html", FieldKind::Text},
                               TypeName{"GUID", FieldKind::Text},
                               TypeName{"sys_class_name", FieldKind::Text},
                               TypeName{"table_name", FieldKind::Text},
                               TypeName{"field_name", FieldKind::Text},
                               TypeName{"integer", FieldKind::Number},
                               TypeName{"longint", FieldKind::Number},
                               TypeName{"decimal", FieldKind::Number},
                               TypeName{"float", FieldKind::Number},
                               TypeName{"percent_complete", FieldKind::Number},
                               TypeName{"order_index", FieldKind::Number},
                               TypeName{"auto_increment", FieldKind::Number},
                               TypeName{"boolean", FieldKind::Boolean},
                               TypeName{"glide_date_time", FieldKind::Date},
                               TypeName{"glide_date", FieldKind::Date},
                               TypeName{"due_date", FieldKind::Date},
                               TypeName{"date", FieldKind::Date},
                               TypeName{"datetime", FieldKind::Date},
                               TypeName{"reference", FieldKind::Reference},
                               TypeName{"domain_id", FieldKind::Reference},
                               TypeName{"glide_list", FieldKind::List},
                               TypeName{"slushbucket", FieldKind::List}};

}  // namespace

FieldKind kindOf(const Column& column) {
    const auto* const found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& known) {
            return known.type == column.type;
        });
    return found == kTypes.end() ? FieldKind::Other : found->kind;
}

std::string_view nameOf(FieldKind kind) {
    switch (kind) {
        case FieldKind::Text:
            return "a text";
        case FieldKind::Number:
            return "a number";
        case FieldKind::Boolean:
            return "true or false";
        case FieldKind::Date:
            return "a date";
        case FieldKind::Reference:
            return "a reference";
        case FieldKind::List:
            return "a list of references";
        case FieldKind::Other:
            return "of another type";
    }
    return "of another type";
}

}  // namespace toolhost::servicenow
