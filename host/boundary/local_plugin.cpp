#include "boundary/local_plugin.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <simdjson.h>
#include <utility>

#include "base/text.hpp"
#include "boundary/guarded.hpp"
#include "boundary/library.hpp"
#include "boundary/never_freed.hpp"
#include "boundary/text_sink.hpp"

namespace toolhost::boundary {
namespace {

constexpr std::uint32_t kQuiesceDeadlineMs = 5'000;

/// What a library is given addresses of.
struct Kept {
    explicit Kept(std::shared_ptr<Services> of_plugin)
        : services(std::move(of_plugin)), interfaces(*services) {}

    const std::shared_ptr<Services> services;
    const Interfaces interfaces;
};

/// A guarded call that must say TOOLHOST_OK.
template <typename Function>
base::Result<base::Done> succeeds(const std::string& what, const Function& function) {
    const auto status = guarded(what, function);
    if (!status.ok()) return status.error();
    if (status.value() == TOOLHOST_OK) return base::Done{};
    return base::Error{what + " failed with status " + std::to_string(status.value())};
}

/// The elements of a JSON array as the texts they were written in, so that a schema keeps the order
/// a person gave it.
base::Result<std::vector<std::string>> elementTexts(const std::string& array) {
    if (!nlohmann::json::accept(array)) return base::Error{"it is not JSON in UTF-8"};
    const simdjson::padded_string text(array);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array elements;
    if (parser.iterate(text).get(document) || document.get_array().get(elements)) {
        return base::Error{"it is not a JSON array"};
    }
    std::vector<std::string> texts;
    for (auto element : elements) {
        std::string_view element_text;
        if (simdjson::to_json_string(element).get(element_text)) {
            return base::Error{"one of its elements cannot be read"};
        }
        texts.emplace_back(element_text);
    }
    return texts;
}

base::Result<std::string> required(const nlohmann::json& description, const char* member) {
    const auto found = description.find(member);
    if (found != description.end() && found->is_string() && !found->get<std::string>().empty()) {
        return found->get<std::string>();
    }
    return base::Error{std::string("its description lacks ") + member};
}

}  // namespace

base::Result<Description> readDescription(const std::string& json) {
    const auto description = nlohmann::json::parse(json, nullptr, false);
    if (!description.is_object()) return base::Error{"its description is not a JSON object"};
    auto id = required(description, "id");
    if (!id.ok()) return id.error();
    auto version = required(description, "version");
    if (!version.ok()) return version.error();
    const auto config = description.find("config");
    return Description{
        .id = std::move(id).value(),
        .version = std::move(version).value(),
        .config_schema = config == description.end() ? std::string() : config->dump()};
}

base::Result<std::unique_ptr<LocalPlugin>> LocalPlugin::open(const std::filesystem::path& file,
                                                             std::shared_ptr<Services> services) {
    const auto library = openLibrary(file);
    if (!library.ok()) return library.error();
    const auto* kept = new Kept(services);
    neverFreed(kept);
    const auto table = enter(library.value(), kept->interfaces.host());
    if (!table.ok()) return table.error();
    std::unique_ptr<LocalPlugin> plugin(new LocalPlugin(table.value(), std::move(services)));
    if (const auto described = plugin->describe(); !described.ok()) return described.error();
    return plugin;
}

LocalPlugin::LocalPlugin(toolhost_plugin table, std::shared_ptr<Services> services)
    : table_(table), services_(std::move(services)) {}

LocalPlugin::~LocalPlugin() {
    const auto ended = end();
    if (!ended.ok()) {
        services_->log(TOOLHOST_LOG_WARNING, "the plugin did not end: " + ended.error().what);
    }
}

base::Result<base::Done> LocalPlugin::end() {
    if (instance_ == nullptr) return endTasks();
    // It may still be running when it says no: better never freed than freed under its feet.
    if (auto quiesced = quiesce(); !quiesced.ok()) return quiesced;
    return succeeds("destroy", [this] {
        table_.destroy(std::exchange(instance_, nullptr));
        return TOOLHOST_OK;
    });
}

base::Result<base::Done> LocalPlugin::live(std::string_view config_json) {
    if (auto created = create(config_json); !created.ok()) return created;
    return end();
}

base::Result<std::string> LocalPlugin::describeAgain() const {
    TextSink sink;
    const auto told =
        succeeds("describe", [&] { return table_.describe(table_.self, sink.abi()); });
    if (!told.ok()) return told.error();
    return sink.text();
}

base::Result<base::Done> LocalPlugin::describe() {
    const auto told = describeAgain();
    if (!told.ok()) return told.error();
    auto description = readDescription(told.value());
    if (!description.ok()) return description.error();
    description_ = std::move(description).value();
    return base::Done{};
}

base::Result<base::Done> LocalPlugin::create(std::string_view config_json) {
    TextSink error;
    auto created = succeeds("create", [&] {
        return table_.create(table_.self, toAbi(config_json), &instance_, error.abi());
    });
    if (created.ok() && instance_ != nullptr) return base::Done{};
    instance_ = nullptr;
    if (created.ok()) return base::Error{"create succeeded but gave no instance"};
    if (error.text().empty()) return created;
    return base::because("create refused", base::Error{error.text()});
}

base::Result<bool> LocalPlugin::reconfigure(const Configuration& changed) {
    if (!TOOLHOST_HAS(&table_, toolhost_plugin, reconfigure)) return false;
    TextSink error;
    const auto status = guarded("reconfigure", [&] {
        return table_.reconfigure(instance_, toAbi(changed.json), error.abi());
    });
    if (!status.ok()) return status.error();
    if (status.value() == TOOLHOST_E_UNSUPPORTED) return false;
    if (status.value() == TOOLHOST_OK) {
        services_->configure(changed.texts);
        return true;
    }
    return base::Error{error.text().empty() ? "it gave no reason" : error.text()};
}

base::Result<std::vector<std::string>> LocalPlugin::list(std::uint32_t kind) {
    TextSink sink;
    const auto status = guarded("list", [&] { return table_.list(instance_, kind, sink.abi()); });
    if (!status.ok()) return status.error();
    if (status.value() == TOOLHOST_E_UNSUPPORTED) return std::vector<std::string>();
    if (status.value() != TOOLHOST_OK) {
        return base::Error{"list failed with status " + std::to_string(status.value())};
    }
    auto texts = elementTexts(sink.text());
    if (!texts.ok()) return base::because("its list", texts.error());
    return texts;
}

base::Result<toolhost_status> LocalPlugin::call(Call& call) {
    return guarded("the call", [&] { return table_.call(instance_, call.abi()); });
}

void LocalPlugin::cancel(Call& call) {
    const auto hinted = succeeds("cancel", [&] {
        table_.cancel(instance_, call.abi());
        return TOOLHOST_OK;
    });
    if (!hinted.ok()) services_->log(TOOLHOST_LOG_WARNING, hinted.error().what);
}

base::Result<base::Done> LocalPlugin::health() {
    if (!TOOLHOST_HAS(&table_, toolhost_plugin, health)) return base::Done{};
    TextSink words;
    auto well = succeeds("health", [&] { return table_.health(instance_, words.abi()); });
    if (well.ok() || words.text().empty()) return well;
    return base::Error{words.text()};
}

base::Result<base::Done> LocalPlugin::endTasks() {
    return services_->endTasks(std::chrono::milliseconds(kQuiesceDeadlineMs));
}

base::Result<base::Done> LocalPlugin::quiesce() {
    auto ended = endTasks();
    if (!ended.ok()) return ended;
    return succeeds("quiesce", [this] { return table_.quiesce(instance_, kQuiesceDeadlineMs); });
}

}  // namespace toolhost::boundary
