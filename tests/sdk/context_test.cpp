#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <toolhost/context.hpp>

namespace toolhost::sdk {
namespace {

/// A host that takes its time over an answer, as one does that holds it to a schema first.
class SlowHost {
public:
    SlowHost() {
        table_.size = sizeof(table_);
        table_.context = this;
        table_.get_interface = [](void*, toolhost_str id) -> const void* {
            return fromAbi(id) == TOOLHOST_CALL_INTERFACE ? &api() : nullptr;
        };
    }
    SlowHost(const SlowHost&) = delete;
    SlowHost& operator=(const SlowHost&) = delete;
    ~SlowHost() = default;

    Context context() { return {host(), reinterpret_cast<toolhost_call*>(this)}; }
    void waitUntilItHasBegun() { begun_.get_future().wait(); }
    void goOn() { go_on_.set_value(); }
    [[nodiscard]] int answers() const { return answers_; }

private:
    const Host& host() {
        if (!host_) host_.emplace(table_);
        return *host_;
    }

    static const toolhost_call_api& api() {
        static const toolhost_call_api kApi = [] {
            toolhost_call_api api{};
            api.size = sizeof(api);
            api.retain = [](toolhost_call*) {};
            api.release = [](toolhost_call*) {};
            api.finish = [](toolhost_call* call, toolhost_str) {
                auto& self = *reinterpret_cast<SlowHost*>(call);
                ++self.answers_;
                self.begun_.set_value();
                self.go_on_.get_future().wait();
                return toolhost_status{TOOLHOST_OK};
            };
            return api;
        }();
        return kApi;
    }

    toolhost_host table_{};  // as long as host_, which refers to it
    std::optional<Host> host_;
    std::promise<void> begun_;
    std::promise<void> go_on_;
    int answers_ = 0;
};

TEST(Context, IsAnsweredOnlyOnceTheHostHasTheAnswer) {
    SlowHost host;
    const Context context = host.context();
    std::thread answering([&context] { context.finish(Result::text("later")); });
    host.waitUntilItHasBegun();
    EXPECT_FALSE(context.isAnswered());
    context.finish(Result::text("too late"));  // dropped, though the first is not there yet
    host.goOn();
    answering.join();
    EXPECT_TRUE(context.isAnswered());
    EXPECT_EQ(host.answers(), 1);
}

}  // namespace
}  // namespace toolhost::sdk
