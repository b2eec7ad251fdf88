#include "loader/plugin.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <simdjson.h>
#include <utility>

#include "base/text.hpp"
#include "loader/guarded.hpp"
#include "loader/library.hpp"
#include "loader/text_sink.hpp"

namespace toolhost::loader {
namespace {

constexpr std::chrono::milliseconds kQuiesceDeadline{5'000};

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

base::Result<std::shared_ptr<Plugin>> Plugin::load(const std::filesystem::path& file,
                                                   const std::string& name,
                                                   const PluginSettings& settings,
                                                   const Services& services) {
    const auto library = openLibrary(file);
    if (!library.ok()) return library.error();
    auto interfaces = std::make_unique<Interfaces>(name, settings.config, services);
    const auto table = enter(library.value(), interfaces->host());
    if (!table.ok()) {
        static_cast<void>(interfaces.release());  // the library may have kept its address
        return table.error();
    }
    std::shared_ptr<Plugin> plugin(new Plugin(table.value(), std::move(interfaces)));
    if (const auto described = plugin->describe(); !described.ok()) return described.error();
    if (const auto created = plugin->create(); !created.ok()) return created.error();
    return plugin;
}

Plugin::Plugin(toolhost_plugin table, std::unique_ptr<Interfaces> interfaces)
    : table_(table), interfaces_(interfaces.release()) {}

Plugin::~Plugin() {
    if (instance_ == nullptr) return;
    const auto quiesced = succeeds("quiesce", [this] {
        return table_.quiesce(instance_, static_cast<std::uint32_t>(kQuiesceDeadline.count()));
    });
    if (!quiesced.ok()) {  // it may still be running: better never freed than freed under its feet
        services().log.warning("loader.plugin.not_quiet",
                               {{"plugin", id_}, {"reason", quiesced.error().what}});
        return;
    }
    const auto destroyed = succeeds("destroy", [this] {
        table_.destroy(instance_);
        return TOOLHOST_OK;
    });
    if (!destroyed.ok()) {
        services().log.warning("loader.plugin.misbehaved",
                               {{"plugin", id_}, {"reason", destroyed.error().what}});
    }
}

base::Result<base::Done> Plugin::describe() {
    TextSink sink;
    const auto told =
        succeeds("describe", [&] { return table_.describe(table_.self, sink.abi()); });
    if (!told.ok()) return told;
    const auto description = nlohmann::json::parse(sink.text(), nullptr, false);
    if (!description.is_object()) return base::Error{"its description is not a JSON object"};
    auto id = required(description, "id");
    if (!id.ok()) return id.error();
    auto version = required(description, "version");
    if (!version.ok()) return version.error();
    id_ = std::move(id).value();
    version_ = std::move(version).value();
    return base::Done{};
}

base::Result<base::Done> Plugin::create() {
    TextSink error;
    const std::string config = interfaces_->configJson();
    const auto created = succeeds("create", [&] {
        return table_.create(table_.self, toAbi(config), &instance_, error.abi());
    });
    if (created.ok() && instance_ != nullptr) return base::Done{};
    instance_ = nullptr;
    if (created.ok()) return base::Error{"create succeeded but gave no instance"};
    if (error.text().empty()) return created;
    return base::because("create refused", base::Error{error.text()});
}

base::Result<std::vector<std::string>> Plugin::toolTexts() const {
    TextSink sink;
    const auto listed =
        succeeds("list", [&] { return table_.list(instance_, TOOLHOST_LIST_TOOLS, sink.abi()); });
    if (!listed.ok()) return listed.error();
    auto texts = elementTexts(sink.text());
    if (!texts.ok()) return base::because("its tool list", texts.error());
    return texts;
}

base::Result<toolhost_status> Plugin::call(toolhost_call* call) const {
    return guarded("the call", [&] { return table_.call(instance_, call); });
}

}  // namespace toolhost::loader
