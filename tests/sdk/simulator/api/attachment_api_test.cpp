#include "simulator/api/attachment_api.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Attachments : public InstanceFixture {
protected:
    Attachments() { incident_ = create("incident", {{"short_description", "a"}}, "joe.employee"); }

    std::string incidentId() const { return incident_.at("sys_id"); }

    Reply upload(const std::string& parameters,
                 const std::string& bytes,
                 const std::string& user = "beth.anglin") {
        auto request = requestTo("POST", "/api/now/attachment/file?" + parameters);
        request.authorization = basicOf(user);
        request.content_type = "image/png";
        request.body = bytes;
        return sendRequest(request);
    }

    std::string parameters(const std::string& name = "a.png") const {
        return "table_name=incident&table_sys_id=" + incidentId() + "&file_name=" + name;
    }

    json attached(const std::string& bytes = std::string("PNG\0\xff", 5)) {
        const auto reply = upload(parameters(), bytes);
        EXPECT_EQ(reply.status, 201) << reply.body;
        return bodyOf(reply).at("result");
    }

    json incident_;
};

TEST_F(Attachments, AreRefusedWithoutARecordToHangOn) {
    EXPECT_EQ(upload("", "x").status, 400);
    EXPECT_EQ(upload("table_name=incident&table_sys_id=" + incidentId(), "x").status, 400);
    EXPECT_EQ(upload("table_name=incident&table_sys_id=none&file_name=a", "x").status, 404);
    EXPECT_EQ(upload("table_name=nosuch&table_sys_id=none&file_name=a", "x").status, 404);
    EXPECT_EQ(upload(parameters(), "x", "abel.tuter").status, 404) << "another's incident";
    EXPECT_EQ(get("/api/now/attachment/none").status, 404);
    EXPECT_EQ(get("/api/now/attachment/none/file").status, 404);
    EXPECT_EQ(send("PUT", "/api/now/attachment", "admin", "{}").status, 405);
    EXPECT_EQ(send("POST", "/api/now/attachment/upload", "admin", "{}").status, 400);
}

TEST_F(Attachments, AreWhatWasSent) {
    const std::string bytes("PNG\0\xff", 5);
    const auto reply = upload(parameters(), bytes);
    ASSERT_EQ(reply.status, 201);
    const auto shown = bodyOf(reply).at("result");
    const auto id = shown.at("sys_id").get<std::string>();
    EXPECT_EQ(header(reply, "Location"), "http://sim/api/now/attachment/" + id);
    EXPECT_EQ(shown.at("file_name"), "a.png");
    EXPECT_EQ(shown.at("content_type"), "image/png");
    EXPECT_EQ(shown.at("size_bytes"), "5");
    EXPECT_EQ(shown.at("table_sys_id"), incidentId());
    EXPECT_EQ(shown.at("download_link"), "http://sim/api/now/attachment/" + id + "/file");
    EXPECT_EQ(shown.at("hash").get<std::string>().size(), 64U);
    auto request = requestTo("GET", "/api/now/attachment/" + id + "/file");
    request.authorization = basicOf("joe.employee");
    request.accept = "image/*";
    const auto file = sendRequest(request);
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.body, bytes);
    EXPECT_EQ(file.content_type, "image/png");
    EXPECT_EQ(json::parse(header(file, "X-Attachment-Metadata")).at("sys_id"), id);
}

TEST_F(Attachments, AreSeenByWhoSeesTheRecord) {
    const auto id = attached().at("sys_id").get<std::string>();
    const auto path = "/api/now/attachment?sysparm_query=table_sys_id=" + incidentId();
    EXPECT_EQ(result(path, "joe.employee").size(), 1U);
    EXPECT_EQ(result(path, "abel.tuter").size(), 0U);
    EXPECT_EQ(get("/api/now/attachment/" + id, "abel.tuter").status, 404);
    EXPECT_EQ(get("/api/now/attachment/" + id + "/file", "abel.tuter").status, 404);
}

TEST_F(Attachments, MayBeRenamedAndDeletedByWhoWritesTheRecord) {
    const auto id = attached().at("sys_id").get<std::string>();
    const auto path = "/api/now/attachment/" + id;
    const auto renamed = send("PATCH", path, "beth.anglin", R"({"file_name":"b.png"})");
    EXPECT_EQ(bodyOf(renamed).at("result").at("file_name"), "b.png");
    EXPECT_EQ(send("PATCH", path, "beth.anglin", "{}").status, 400);
    EXPECT_EQ(send("DELETE", path, "abel.tuter").status, 404);
    EXPECT_EQ(send("DELETE", path).status, 204);
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(get(path + "/file").status, 404);
}

TEST_F(Attachments, GoWithTheirRecord) {
    const auto id = attached().at("sys_id").get<std::string>();
    EXPECT_EQ(send("DELETE", "/api/now/table/incident/" + incidentId(), "admin").status, 204);
    EXPECT_EQ(count("sys_attachment", "sys_id=" + id), 0);
    EXPECT_EQ(count("sys_audit_delete", "documentkey=" + incidentId()), 1);
}

TEST_F(Attachments, ComeInFormsToo) {
    auto request = requestTo("POST", "/api/now/attachment/upload");
    request.authorization = basicOf("beth.anglin");
    request.content_type = "multipart/form-data; boundary=\"b\"";
    const std::string fields =
        "--b\r\nContent-Disposition: form-data; name=\"table_name\"\r\n\r\nincident\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"table_sys_id\"\r\n\r\n" +
        incidentId() + "\r\n";
    const std::string file =
        "--b\r\nContent-Disposition: form-data; name=\"uploadFile\"; filename=\"n.txt\"\r\n"
        "Content-Type: text/plain\r\n\r\nline\r\n--\r\n";
    request.body = fields + file + "--b--\r\n";
    const auto reply = sendRequest(request);
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto id = bodyOf(reply).at("result").at("sys_id").get<std::string>();
    EXPECT_EQ(bodyOf(reply).at("result").at("content_type"), "text/plain");
    EXPECT_EQ(get("/api/now/attachment/" + id + "/file").body, "line\r\n--");
    request.body = file + fields + "--b--\r\n";
    EXPECT_EQ(sendRequest(request).status, 400) << "the file before what it belongs to";
    for (const auto* broken : {"", "--b\r\n", "--b\r\nx\r\n--b--", "--c\r\n\r\n--c--"}) {
        request.body = broken;
        EXPECT_EQ(sendRequest(request).status, 400) << broken;
    }
}

TEST_F(Attachments, AreHeldToWhatThePropertiesAllow) {
    auto settings = smallInstance();
    settings.properties["glide.attachment.extensions"] = "txt, PNG";
    settings.properties["com.glide.attachment.max_size"] = "0";
    restart(settings);
    incident_ = create("incident", {{"short_description", "a"}});
    EXPECT_EQ(upload(parameters("a.png"), "").status, 201);
    EXPECT_EQ(upload(parameters("a.exe"), "").status, 400);
    EXPECT_EQ(upload(parameters("a.png"), "x").status, 400);
}

}  // namespace
}  // namespace toolhost::sim
