# Writes OUTPUT, a C++ source that defines embedded::kSchema and embedded::kWorld from two files:
#   cmake -DSCHEMA=... -DWORLD=... -DOUTPUT=... -P embed.cmake
# String literals may hold 64 KiB only by the standard, so each file becomes several.
function(literals file result)
  file(READ ${file} text)
  string(LENGTH "${text}" length)
  set(at 0)
  set(pieces "")
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND pieces "    R\"~~(${piece})~~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  set(${result} "${pieces}" PARENT_SCOPE)
endfunction()

literals(${SCHEMA} schema)
literals(${WORLD} world)
file(WRITE ${OUTPUT} "#include \"simulator/embedded.hpp\"

namespace toolhost::sim::embedded {

const std::string_view kSchema =
${schema};
const std::string_view kWorld =
${world};

}  // namespace toolhost::sim::embedded
")
