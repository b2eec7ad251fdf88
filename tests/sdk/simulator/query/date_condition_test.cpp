#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

/// One change, planned from Wednesday 2026-07-01 10:00 to Friday 2026-07-03 09:00.
class DateCondition : public InstanceFixture {
protected:
    DateCondition() {
        now_ = parseTimestamp("2026-07-01 12:00:00").value();
        create("change_request",
               {{"correlation_id", "one"},
                {"start_date", "2026-07-01 10:00:00"},
                {"end_date", "2026-07-03 09:00:00"}});
    }

    bool matches(const std::string& term) {
        return count("change_request", "correlation_id=one^" + term) == 1;
    }
};

TEST_F(DateCondition, IgnoresWhatIsNotWellFormed) {
    for (const auto* term : {"start_dateONToday",
                             "start_dateRELATIVEGT@minute@ago",
                             "start_dateRELATIVEGT@lightyear@ago@1",
                             "start_dateRELATIVEXX@minute@ago@1",
                             "start_dateRELATIVEGT@minute@since@1",
                             "start_dateDATEPARTMonday",
                             "start_dateDATEPARTx@dayofweek@someday@EE",
                             "start_dateMORETHANnosuch@day@before@1",
                             "start_dateMORETHANend_date@day@beside@1",
                             "start_dateSAMEASend_date@fortnight",
                             "short_descriptionRELATIVELT@minute@ago@1"}) {
        EXPECT_TRUE(matches(term)) << term;
        EXPECT_EQ(count("change_request", "sys_id=none^NQcorrelation_id=one^" + std::string(term)),
                  1)
            << term;
    }
}

TEST_F(DateCondition, SelectsByDates) {
    const std::pair<const char*, bool> cases[] = {
        {"start_dateONToday@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)", true},
        {"start_dateONAny label@2026-07-02 00:00:00@2026-07-02 23:59:59", false},
        {"start_dateNOTONToday@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)", false},
        {"end_dateNOTONToday@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)", true},
        {"start_dateRELATIVEGT@hour@ago@3", true},
        {"start_dateRELATIVEGT@hour@ago@1", false},
        {"start_dateRELATIVELT@hour@ago@1", true},
        {"start_dateRELATIVEGE@hour@ago@2", true},
        {"start_dateRELATIVELE@hour@ago@2", true},
        {"end_dateRELATIVELT@dayofweek@ahead@2", true},
        {"end_dateRELATIVELT@hour@ahead@2", false},
        {"start_dateRELATIVEEE@dayofweek@ago@0", true},
        {"start_dateRELATIVEEE@dayofweek@ago@1", false},
        {"start_dateRELATIVEEE@month@ago@0", true},
        {"start_dateDATEPARTWed@javascript:gs.datePart('dayofweek','wednesday','EE')", true},
        {"start_dateDATEPARTMon@javascript:gs.datePart('dayofweek','monday','EE')", false},
        {"end_dateDATEPARTx@javascript:gs.datePart('dayofweek','wednesday','GT')", true},
        {"start_dateDATEPARTx@javascript:gs.datePart('month','jul','EE')", true},
        {"start_dateDATEPARTx@javascript:gs.datePart('quarter','3','EE')", true},
        {"start_dateDATEPARTx@javascript:gs.datePart('year','2026','LT')", false},
        {"start_dateDATEPARTx@javascript:gs.datePart('hour','10','GE')", true},
        {"start_dateDATEPARTx@hour@11@GE", false},
        {"start_dateMORETHANend_date@day@before@1", true},
        {"start_dateMORETHANend_date@day@before@2", false},
        {"start_dateLESSTHANend_date@day@before@2", true},
        {"start_dateLESSTHANend_date@day@before@1", false},
        {"end_dateMORETHANstart_date@hour@after@46", true},
        {"end_dateLESSTHANstart_date@hour@after@46", false},
        {"start_dateSAMEASend_date@day", false},
        {"start_dateSAMEASend_date@week", true},
        {"start_dateNSAMEASend_date@month", false},
        {"start_dateGT_FIELDend_date@day", false},
        {"start_dateBETWEEN2026-07-01 00:00:00@2026-07-01 23:59:59", true},
    };
    for (const auto& [term, expected] : cases)
        EXPECT_EQ(matches(term), expected) << term;
}

}  // namespace
}  // namespace toolhost::sim
