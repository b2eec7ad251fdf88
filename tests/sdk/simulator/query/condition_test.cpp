#include <set>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

/// Incidents that only these tests know, told apart by correlation_id.
class Condition : public InstanceFixture {
protected:
    Condition() {
        create("incident",
               {{"correlation_id", "one"},
                {"short_description", "VPN gateway 50% down"},
                {"caller_id", "Abel Tuter"},
                {"impact", "1"},
                {"urgency", "1"}});
        create("incident",
               {{"correlation_id", "two"},
                {"short_description", "Printer_jam"},
                {"caller_id", "Joe Employee"},
                {"impact", "2"}});
        create("incident",
               {{"correlation_id", "three"},
                {"short_description", "vpn client"},
                {"description", "the gateway refuses"}});
        create("problem", {{"correlation_id", "four"}, {"short_description", "VPN gateways"}});
    }

    /// Which of them match, in order of their names.
    std::string matching(const std::string& query, const std::string& table = "incident") {
        std::set<std::string> names;
        for (const auto& row : rows(table,
                                    "correlation_idINone,two,three,four^" + query,
                                    "&sysparm_fields=correlation_id")) {
            names.insert(row.at("correlation_id").get<std::string>());
        }
        std::string out;
        for (const auto& name : names)
            out += out.empty() ? name : " " + name;
        return out;
    }
};

TEST_F(Condition, IgnoresAFieldThatDoesNotExist) {
    EXPECT_EQ(matching("no_such_field=1"), "one three two");
    EXPECT_EQ(matching("no_such_field=1^ORcorrelation_id=one"), "one");
    EXPECT_EQ(matching("caller_id.no_such_field=1"), "one three two");
}

TEST_F(Condition, MatchesNothingWithAnUnknownFieldWhenStrict) {
    auto settings = smallInstance();
    settings.properties["glide.invalid_query.returns_no_rows"] = "true";
    restart(settings);
    EXPECT_EQ(rows("incident", "no_such_field=1").size(), 0U);
    EXPECT_EQ(rows("incident", "active=true^nonsense").size(), 0U);
    EXPECT_GT(rows("incident", "active=true").size(), 0U);
}

TEST_F(Condition, FollowsItsSwitches) {
    const auto set = [&](const char* name, const char* value) {
        const auto row = rows("sys_properties", "name=" + std::string(name)).at(0);
        EXPECT_EQ(patch("sys_properties", row, {{"value", value}}, "admin").status, 200);
    };
    EXPECT_EQ(matching("description!=x"), "three");
    set("toolhost_sim.query.differs_matches_empty", "true");
    EXPECT_EQ(matching("description!=x"), "one three two");
    set("toolhost_sim.query.match_operators", "false");
    EXPECT_EQ(matching("short_descriptionMATCH_RGXnone"), "one three two");
    set("toolhost_sim.query.caret_escape", "true");
    EXPECT_EQ(matching("short_description=a^^b"), "");
}

TEST_F(Condition, RefusesConditionsOnJournals) {
    const auto reply = get("/api/now/table/incident?sysparm_query=work_notesLIKEx");
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(complaint(reply).find("sys_journal_field"), std::string::npos);
}

TEST_F(Condition, NeverComparesPasswords) {
    EXPECT_EQ(rows("sys_user", "user_passwordISEMPTY").size(), rows("sys_user", "").size());
}

TEST_F(Condition, SelectsRows) {
    const std::pair<std::string, std::string> cases[] = {
        {"short_description=vpn CLIENT", "three"},
        {"short_description!=vpn client", "one two"},
        {"short_descriptionLIKEvpn", "one three"},
        {"short_descriptionLIKE50%", "one"},
        {"short_descriptionLIKEr_j", "two"},
        {"short_descriptionLIKEx_", ""},
        {"short_descriptionNOT LIKEvpn", "two"},
        {"short_description!*vpn", "two"},
        {"short_descriptionSTARTSWITHvpn", "one three"},
        {"short_descriptionENDSWITHdown", "one"},
        {"short_description%down", "one"},
        {"descriptionISEMPTY", "one two"},
        {"description=", "one two"},
        {"description=NULL", "one two"},
        {"descriptionISNOTEMPTY", "three"},
        {"descriptionANYTHING", "one three two"},
        {"priority<=3", "one"},
        {"priority>3", "three two"},
        {"priority=1", "one"},
        {"impactBETWEEN1@2", "one two"},
        {"priorityIN1,5", "one three"},
        {"priorityNOT IN1,5", "two"},
        {"priorityNOT IN1,5,6,7,8,9,10,11,12,13", "two"},
        {"priorityNOT IN", ""},
        {"impactSAMEASurgency", "one three"},
        {"impactNSAMEASurgency", "two"},
        {"impactLT_FIELDurgency", "two"},
        {"active=true^short_descriptionLIKEvpn^ORshort_descriptionLIKEprinter", "one three two"},
        {"priority=1^NQcorrelation_id=two", "one two"},
        {"active!=true", ""},
        {"active=1", "one three two"},
        {"caller_id.name=abel tuter", "one"},
        {"caller_id.department.name=Finance", "two"},
        {"caller_idLIKEtuter", "one"},
        {"caller_idSTARTSWITHjoe", "two"},
        {"caller_id=Abel Tuter", ""},
        {"caller_idISEMPTY", "three"},
        {"caller_id.managerISEMPTY", "one three two"},
        {"sys_created_on>=2026-07-01", "one three two"},
        {"opened_at<2026-07-01", ""},
        {"123TEXTQUERY321=gateway", "one three"},
        {"123TEXTQUERY321=vpn gateway", "one three"},
        {"123TEXTQUERY321=gate", ""},
        {"123TEXTQUERY321=gate*", "one three"},
        {"GOTO123TEXTQUERY321=printer", "two"},
        {"sys_class_nameINSTANCEOFtask", "one three two"},
        {"sys_class_nameINSTANCEOFproblem", ""},
        {"short_descriptionMATCH_PATvpn*down", "one"},
        {"short_descriptionMATCH_RGXvpn .*", "one three"},
        {"short_descriptionMATCH_RGXvpn", ""},
        {"short_descriptionMATCH_RGX(", "one three two"},
        {"descriptionMATCH_RGX(a|a)*b", ""},
        {"123TEXTINDEXGROUP321=portal^123TEXTQUERY321=printer", "two"},
    };
    for (const auto& [query, expected] : cases)
        EXPECT_EQ(matching(query), expected) << query;
}

TEST_F(Condition, FindsRowsOfExtendingTablesThroughTheirBase) {
    EXPECT_EQ(matching("short_descriptionLIKEvpn", "task"), "four one three");
    EXPECT_EQ(matching("sys_class_name=problem", "task"), "four");
    EXPECT_EQ(matching("sys_class_nameINSTANCEOFproblem", "task"), "four");
    EXPECT_EQ(matching("caller_id.name=abel tuter", "task"), "four one three two")
        << "caller_id is incident's";
}

TEST_F(Condition, TakesDisplayValuesInUrlPairs) {
    const auto found =
        result("/api/now/table/incident?caller_id=Abel%20Tuter&correlation_id=one&state=New");
    EXPECT_EQ(found.size(), 1U);
    EXPECT_EQ(result("/api/now/table/incident?caller_id=Joe%20Employee&correlation_id=one").size(),
              0U);
}

TEST_F(Condition, NeverReadsAValueAsSql) {
    EXPECT_EQ(matching("short_description=' OR 1=1 --"), "");
    EXPECT_EQ(matching("short_descriptionLIKE%'; DROP TABLE task; --"), "");
    EXPECT_EQ(matching("priority=1"), "one");
}

/// As many texts as that with blanks or commas between; the first are what is given.
std::string many(std::size_t count, std::string first, char separator) {
    for (std::size_t n = 0; n < count; ++n) {
        first += separator + ("x" + std::to_string(n));
    }
    return first;
}

/// Queries that only a tiny URL can carry.
class LongCondition : public Condition {
protected:
    Reply ask(const std::string& parameters) {
        const nlohmann::json body{{"url", "api/now/table/incident?" + parameters}};
        const auto made = send("POST", "/api/now/tinyurl", "admin", body.dump());
        return get("/" + bodyOf(made).at("result").get<std::string>(), "admin");
    }
    std::size_t found(const std::string& query) {
        const auto reply = ask("sysparm_fields=sys_id&sysparm_query=" + query);
        EXPECT_EQ(reply.status, 200) << reply.body.substr(0, 300);
        return bodyOf(reply).value("result", nlohmann::json::array()).size();
    }
};

TEST_F(LongCondition, MayNameMoreValuesThanAStatementTakesParameters) {
    constexpr std::size_t kMany = 40'000;
    EXPECT_EQ(found("correlation_idIN" + many(kMany, "ONE,two", ',')), 2U) << "case is ignored";
    EXPECT_EQ(found("correlation_idNOT IN" + many(kMany, "one", ',')), 2U)
        << "those without a value are left out";
    EXPECT_EQ(found("correlation_idIN" + many(100, "one", ',') + "^priorityIN1,2,3"), 1U);
    EXPECT_EQ(found("123TEXTQUERY321=" + many(5'000, "vpn", ' ')), 0U);
    std::string repeated = "correlation_idINone,two,three^123TEXTQUERY321=vpn";
    for (int n = 0; n < 100; ++n) {
        repeated += " client";
    }
    EXPECT_EQ(found(repeated), 1U);
}

TEST_F(LongCondition, IsRefusedInWordsBeyondWhatTheSimulatorEvaluates) {
    std::string pairs = "active=true";
    for (int n = 0; n < 600; ++n) {
        pairs += "&priority=" + std::to_string(n % 5);
    }
    EXPECT_EQ(ask(pairs).status, 400);
    EXPECT_NE(complaint(ask(pairs)).find("more than 500 terms"), std::string::npos);
    std::string path = "parent";
    std::string references = path + ".number=x";
    for (int n = 0; n < 70; ++n) {
        path += ".parent";
        references += "^ORDERBY" + path + ".number";
    }
    EXPECT_NE(complaint(ask("sysparm_query=" + references)).find("more than 60 references"),
              std::string::npos);
}

TEST_F(LongCondition, MayLookForATextThatIsLongerThanAny) {
    const std::string ours = "correlation_idINone,two,three^short_description";
    const std::string text(60'000, 'x');
    EXPECT_EQ(found(ours + "LIKE" + text), 0U);
    EXPECT_EQ(found(ours + "STARTSWITH" + text), 0U);
    EXPECT_EQ(found(ours + "MATCH_PAT*" + text), 0U);
    EXPECT_EQ(found(ours + "NOT LIKE" + text), 3U);
}

TEST_F(LongCondition, HasNoLinksThatNobodyCouldFollow) {
    const auto short_one = get("/api/now/table/incident?sysparm_limit=1", "admin");
    EXPECT_NE(header(short_one, "Link"), "");
    const auto long_one = ask("sysparm_limit=1&sysparm_query=numberIN" + many(20'000, "x", ','));
    EXPECT_EQ(long_one.status, 200);
    EXPECT_EQ(header(long_one, "Link"), "");
    EXPECT_EQ(header(long_one, "X-Total-Count"), "0");
}

}  // namespace
}  // namespace toolhost::sim
