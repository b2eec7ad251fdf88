#include "schema/keywords/builders.hpp"

// Keywords that say something about a value without demanding anything of it. They are held to
// their own shapes, and the schemas within them are compiled, so that a mistake there is found.
namespace toolhost::schema::keywords {

Built annotations(Source& source) {
    for (const char* const keyword : {"title", "description", "$comment"}) {
        source.text(keyword);
    }
    for (const char* const keyword : {"deprecated", "readOnly", "writeOnly"}) {
        source.truth(keyword);
    }
    source.array("examples");
    return nullptr;
}

Built definitions(Source& source) {
    source.subschemasByName("$defs");
    source.subschemasByName("definitions");
    return nullptr;
}

Built contentSchema(Source& source) {
    source.text("contentEncoding");
    source.text("contentMediaType");
    source.subschema("contentSchema");
    return nullptr;
}

}  // namespace toolhost::schema::keywords
