#include "simulator/seed/world.hpp"

namespace toolhost::sim {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* kBase = "IT Help";

std::string articleBody(World& world, const std::string& title) {
    const auto& steps = world.text.at("article_steps");
    std::string body = "<h2>" + title + "</h2><ol>";
    const auto first = world.random.below(steps.size());
    for (std::size_t n = 0; n < 4; ++n) {
        body += "<li>" + steps.at((first + n * 3) % steps.size()).get<std::string>() + "</li>";
    }
    return body + "</ol>";
}

void seedArticle(World& world, const json& category, const std::string& title, long long n) {
    const auto published = World::today() - 24h * static_cast<long>(20 + world.random.below(380));
    const auto number = world.number("KB", n);
    world.add(
        "kb_knowledge",
        number,
        {{"number", number},
         {"short_description", title},
         {"text", articleBody(world, title)},
         {"kb_knowledge_base", World::idOf("kb_knowledge_base", kBase)},
         {"kb_category", World::idOf("kb_category", category.at("category").get<std::string>())},
         {"topic", category.at("category").get<std::string>()},
         {"workflow_state", n % 12 == 0 ? "draft" : "published"},
         {"author", World::idOf("sys_user", "knowledge.manager")},
         {"published", formatDate(published)},
         {"use_count", std::to_string(world.random.below(200))},
         {"sys_view_count", std::to_string(world.random.below(2'000))}},
        {published - 24h, published, "knowledge.manager", "knowledge.manager", 3});
}

}  // namespace

void seedKnowledge(World& world) {
    world.add("kb_knowledge_base",
              kBase,
              {{"title", kBase},
               {"description", "How to help yourself with IT"},
               {"owner", World::idOf("sys_user", "knowledge.manager")}},
              world.founding());
    long long n = 0;
    for (const auto& category : world.text.at("articles")) {
        const auto label = category.at("category").get<std::string>();
        world.add("kb_category",
                  label,
                  {{"label", label},
                   {"value", label},
                   {"parent_id", World::idOf("kb_knowledge_base", kBase)}},
                  world.founding());
        for (const auto& title : category.at("titles")) {
            seedArticle(world, category, title.get<std::string>(), ++n);
        }
    }
}

}  // namespace toolhost::sim
