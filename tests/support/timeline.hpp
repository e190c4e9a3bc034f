// Short scenarios in which little or nothing is left to luck, and what a person works out for them by hand.
#pragma once

#include "sim/methods/study.hpp"
#include "support/json_text.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace nueves::test {

// A scenario written with ' for ", without its head.
inline scenario::Scenario scenarioOf(const std::string& body, const std::string& measure = "horizon") {
    auto read = readSections("'run': {'measure': '" + measure + "'}, " + body);
    for (const auto& issue : read.issues)
        if (issue.severity == core::Severity::error) throw std::runtime_error(issue.path + ": " + issue.code);
    return std::move(read.designs.front());
}

// What happened in the first hours, the mean over the histories.
class Timeline {
  public:
    Timeline(const std::string& body, double hours, int histories = 1) : m_hours(hours) {
        auto scenario = scenarioOf(body);
        scenario.run.horizon = core::spanFromSeconds(hours * 3600.0);
        scenario.run.histories = histories;
        auto study = methods::runStudy({scenario}, {});
        if (core::hasError(study.issues)) throw std::runtime_error(study.issues.front().code);
        m_result = std::move(study.result);
    }

    const analysis::ServiceResult& service(const std::string& name) const {
        for (const auto& one : m_result.services)
            if (one.name == name) return one;
        throw std::runtime_error("no service " + name);
    }
    const analysis::DesignSummary& design() const { return m_result.designs.front(); }
    double down(const std::string& name) const { return service(name).unavailability.value * m_hours; }
    double outages(const std::string& name) const {
        return service(name).outagesPerYear.value * m_hours / core::kHoursPerYear;
    }
    double blamed(const std::string& name, const std::string& root) const {
        double hours = 0.0;
        for (const auto& cause : service(name).causes)
            if (cause.name == root) hours += cause.hoursPerYear;
        return hours * m_hours / core::kHoursPerYear;
    }

  private:
    double m_hours;
    analysis::Result m_result;
};

// Columns of a table of such scenarios: what is down how long, of it how much by whom.
inline void timelineColumns() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<double>("hours");
    QTest::addColumn<double>("down");
    QTest::addColumn<QString>("root");
    QTest::addColumn<double>("blamed");
}

struct Hand {
    double hours, down;
    const char* root;
    double blamed;
};
inline void timelineRow(const char* name, const std::string& body, const Hand& hand) {
    QTest::newRow(name) << QString::fromStdString(body) << hand.hours << hand.down << QString(hand.root)
                        << hand.blamed;
}

// The service of a row is called `web`. Microseconds are rounded, hence the bound.
inline void compareWithHand() {
    QFETCH(QString, body);
    QFETCH(double, hours);
    QFETCH(double, down);
    QFETCH(QString, root);
    QFETCH(double, blamed);
    const Timeline seen(body.toStdString(), hours);
    constexpr double kBound = 1e-6;
    QVERIFY2(std::abs(seen.down("web") - down) < kBound,
             qPrintable(QString("down %1 h").arg(seen.down("web"))));
    const double share = seen.blamed("web", root.toStdString());
    QVERIFY2(std::abs(share - blamed) < kBound, qPrintable(QString("blamed %1 h").arg(share)));
}

} // namespace nueves::test
