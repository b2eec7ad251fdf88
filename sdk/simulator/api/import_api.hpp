#pragma once

#include <string_view>

#include "simulator/api/call.hpp"
#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Answers /api/now/import/{staging table}: POST puts a row into the staging table and transforms
/// it at once into the table its map names; `/{sys_id}` tells what came of a row; `/insertMultiple`
/// takes several. `rest` is what follows "import/".
Result<Reply> answerImport(const Call& call, std::string_view rest);

}  // namespace toolhost::sim
