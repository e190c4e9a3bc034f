// The published and analytic queues of class 5, and c8-mg-infinity, request by request: each value lies
// within the 99.9 % interval of independent histories, and the interval is as narrow as the case asks (its
// `sim_rel_tol`). The seed is 1 throughout.
#include "support/replications.hpp"
#include "support/stations.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace nueves;
using methods::RequestRecord;
using test::Replications;
using test::Traffic;

namespace {

struct Figure {
    const char* quantity; // of the case
    double value;
    double tolerance; // sim_rel_tol
    std::function<double(const RequestRecord&)> of;
};

struct Case {
    const char* name;
    std::function<Traffic()> plan;
    double lasts, warmUp; // s
    int histories;
    double every; // s between rows of the timeline; 0: none
    std::vector<Figure> figures;
    std::function<void(methods::RequestWindow&)> start = {};
};

double mean(const RequestRecord& record, const std::function<double(std::uint32_t)>& of) { // over the rows
    double sum = 0.0;
    for (const auto& row : record.timeline.stations) sum += of(row[0].present);
    return sum / static_cast<double>(record.timeline.stations.size());
}

double seconds(const RequestRecord& record) {
    return static_cast<double>(record.measured) * 1e-9;
}

double per(std::uint64_t a, std::uint64_t b) {
    return static_cast<double>(a) / static_cast<double>(b);
}

double responseQuantile(const RequestRecord& record, double p) { // ms
    return record.demands[0].latency.quantile(p) * 1e3;
}

// Relaxation of a line of c servers of rate m at load r: about 1 / (c m (1 - sqrt(r))^2); warm-ups are more
// than ten of these, histories more than a hundred.

Case mm1() {
    const auto plan = [] {
        Traffic traffic;
        traffic.open("users", traffic.station("web", core::Law::exponential(0.01), 1), 80.0);
        return traffic;
    };
    const auto quantile = [](double p) {
        return [p](const RequestRecord& r) { return responseQuantile(r, p); };
    };
    return {"c5-mm1",
            plan,
            4020.0,
            20.0,
            40,
            0.05,
            {{"mean_number", 4.0, 0.03, [](const auto& r) { return r.meanPresent(0); }},
             {"mean_queue", 3.2, 0.03, [](const auto& r) { return r.meanPresent(0) - r.meanBusy(0); }},
             {"mean_response", 50.0, 0.03, [](const auto& r) { return r.demands[0].latency.mean() * 1e3; }},
             {"mean_wait", 40.0, 0.03, [](const auto& r) { return r.stations[0].wait.mean() * 1e3; }},
             {"p50_response", 34.657359027997266, 0.05, quantile(0.5)},
             {"p90_response", 115.12925464970229, 0.05, quantile(0.9)},
             {"p95_response", 149.7866136776995, 0.05, quantile(0.95)},
             {"p99_response", 230.25850929940455, 0.05, quantile(0.99)},
             {"p99.9_response", 345.3877639491068, 0.05, quantile(0.999)},
             {"p_ge_10", 0.10737418240000006, 0.05,
              [](const auto& r) { return mean(r, [](std::uint32_t n) { return n >= 10 ? 1.0 : 0.0; }); }},
             {"utilisation", 0.8, 0.01, [](const auto& r) { return r.meanBusy(0); }}}};
}

// Any service law: each row has another.
Case erlangB(const char* quantity, int lines, double offered, double value, const core::Law& takes) {
    const auto plan = [=] {
        Traffic traffic;
        const auto to = traffic.station("lines", takes, lines);
        traffic.plan.stations[to].queue = 0.0;
        traffic.open("calls", to, offered);
        return traffic;
    };
    const double lasts = (lines < 50 ? 4e6 : 1.2e7) / offered / 40.0;
    return {"c5-erlang-b-c", plan, 30.0 + lasts, 30.0, 40, 0.0, {{quantity, value, 0.05, [](const auto& r) {
                                                                      return per(r.stations[0].turnedAway,
                                                                                 r.stations[0].arrivals);
                                                                  }}}};
}

Case erlangC() {
    const auto plan = [] {
        Traffic traffic;
        traffic.open("calls", traffic.station("agents", core::Law::exponential(240.0), 55), 0.2);
        return traffic;
    };
    return {"c5-erlang-b-c",
            plan,
            2.02e6,
            2e4,
            50,
            0.0,
            {{"erlang_c_p_wait", 0.2387009363780092, 0.05,
              [](const auto& r) { return 1.0 - r.stations[0].wait.within(0.0); }},
             {"erlang_c_mean_wait", 8.184032104388887, 0.05,
              [](const auto& r) { return r.stations[0].wait.mean(); }},
             {"erlang_c_service_level_15s", 0.8458830921705803, 0.01,
              [](const auto& r) { return r.stations[0].wait.within(15.0); }},
             {"erlang_c_occupancy", 0.8727272727272727, 0.01,
              [](const auto& r) { return r.meanBusy(0) / 55.0; }}}};
}

// Two branches with balanced means, as the quantiles in the middle of 50 000 equal slices; what the slices
// flatten at the far end takes 0.3 % off the second moment, far inside the tolerance.
core::Law hyperexponential(double mean, double cv) {
    const double scv = cv * cv, p = 0.5 * (1.0 + std::sqrt((scv - 1.0) / (scv + 1.0)));
    const double a = 2.0 * p / mean, b = 2.0 * (1.0 - p) / mean;
    std::vector<double> values;
    constexpr int kSlices = 50000;
    for (int i = 0; i != kSlices; ++i) {
        const double tail = 1.0 - (i + 0.5) / kSlices;
        double low = 0.0, high = 1e3 * mean;
        for (int step = 0; step != 60; ++step) {
            const double t = 0.5 * (low + high);
            (p * std::exp(-a * t) + (1.0 - p) * std::exp(-b * t) > tail ? low : high) = t;
        }
        values.push_back(low);
    }
    return core::Law::empirical(std::move(values));
}

Case mg1(const char* law, const core::Law& takes, double wait, double number, double tolerance,
         int histories) {
    static std::vector<std::string> names; // of quantities, for the life of the program
    const auto plan = [=] {
        Traffic traffic;
        traffic.open("users", traffic.station("web", takes, 1), 7.0);
        return traffic;
    };
    names.reserve(100);
    names.push_back(std::string("mean_wait_") + law);
    names.push_back(std::string("mean_number_") + law);
    return {"c5-mg1-pollaczek-khinchine",
            plan,
            20500.0,
            500.0,
            histories,
            0.0,
            {{names[names.size() - 2].c_str(), wait, tolerance,
              [](const auto& r) { return r.stations[0].wait.mean(); }},
             {names.back().c_str(), number, tolerance, [](const auto& r) { return r.meanPresent(0); }}}};
}

Case loss() {
    const auto plan = [] {
        Traffic traffic;
        const auto to = traffic.station("web", core::Law::exponential(0.1), 8);
        traffic.plan.stations[to].queue = 12.0;
        traffic.open("users", to, 90.0);
        return traffic;
    };
    return {"c5-mmck-loss",
            plan,
            1010.0,
            10.0,
            40,
            0.0,
            {{"loss", 0.13069123634770516, 0.03,
              [](const auto& r) { return per(r.stations[0].turnedAway, r.stations[0].arrivals); }},
             {"throughput", 78.23778872870653, 0.01,
              [](const auto& r) { return static_cast<double>(r.stations[0].served) / seconds(r); }},
             {"utilisation", 0.9779723591088317, 0.01, [](const auto& r) { return r.meanBusy(0) / 8.0; }},
             {"mean_number", 14.818205796512727, 0.02, [](const auto& r) { return r.meanPresent(0); }},
             {"mean_wait_accepted", 89.39959880379033, 0.03,
              [](const auto& r) { return r.stations[0].wait.mean() * 1e3; }},
             {"mean_response_accepted", 189.39959880379033, 0.03,
              [](const auto& r) { return r.demands[0].latency.mean() * 1e3; }}}};
}

Traffic interference(int servers) {
    Traffic traffic;
    traffic.closed("users", traffic.station("web", core::Law::exponential(2.0), servers), 20.0,
                   core::Law::exponential(30.0));
    return traffic;
}

double throughput(const RequestRecord& r) {
    return static_cast<double>(r.stations[0].served) / seconds(r);
}

Case interferenceOne() {
    return {
        "c5-machine-interference",
        [] { return interference(1); },
        51000.0,
        1000.0,
        40,
        2.0,
        {{"throughput_c1", 0.47720339220509406, 0.01, throughput},
         {"response_c1", 11.910850439647195, 0.03, [](const auto& r) { return r.demands[0].latency.mean(); }},
         {"mean_at_station_c1", 5.683898233847177, 0.02, [](const auto& r) { return r.meanPresent(0); }},
         {"idle_c1", 0.04559321558981184, 0.05,
          [](const auto& r) { return mean(r, [](std::uint32_t n) { return n == 0 ? 1.0 : 0.0; }); }}}};
}

Case interferenceThree() {
    return {
        "c5-machine-interference",
        [] { return interference(3); },
        51000.0,
        1000.0,
        40,
        0.0,
        {{"throughput_c3", 0.6225377813478442, 0.01, throughput},
         {"response_c3", 2.12656420096849, 0.03, [](const auto& r) { return r.demands[0].latency.mean(); }}}};
}

Case retrial() {
    const auto plan = [] {
        Traffic traffic;
        const auto to = traffic.station("line", core::Law::exponential(1.0), 1);
        traffic.plan.stations[to].queue = 0.0;
        auto& retries = traffic.open("callers", to, 0.6).retries;
        retries.times = 1'000'000'000; // until served
        retries.after = 2.0;
        retries.memoryless = true;
        return traffic;
    };
    const auto orbit = [](const RequestRecord& r) {
        double sum = 0.0;
        for (const auto& row : r.timeline.demands) sum += row[0].orbit;
        return sum / static_cast<double>(r.timeline.demands.size());
    };
    return {"c5-retrial-mm1",
            plan,
            51000.0,
            1000.0,
            40,
            1.0,
            {{"p_busy", 0.6, 0.02, [](const auto& r) { return r.meanBusy(0); }},
             {"mean_orbit", 2.7, 0.05, orbit},
             {"mean_delay_before_service", 4.5, 0.05,
              [](const auto& r) { return r.demands[0].latency.mean() - 1.0; }},
             {"retry_rate", 1.35, 0.05,
              [](const auto& r) { return per(r.demands[0].retries, 1) / seconds(r); }}}};
}

// The first row at or after `from` s for which `reached` holds, in s.
double firstRow(const RequestRecord& r, double from, const std::function<bool(std::uint32_t)>& reached) {
    const double every = static_cast<double>(r.timeline.every) * 1e-9;
    for (std::size_t i = 0; i != r.timeline.stations.size(); ++i) {
        const double t = static_cast<double>(i + 1) * every;
        if (t >= from && reached(r.timeline.stations[i][0].present)) return t;
    }
    return 0.0;
}

// The mean of the figures of single runs: of the mean path the end would be blurred, since the instants at
// which runs are back at 100 scatter by 20 s. Before 60 s a single run may touch 100 by chance; the spike is
// what is asked for.
Case spike() {
    const auto plan = [] {
        Traffic traffic;
        const auto to = traffic.station("web", core::Law::exponential(1.0), 100);
        traffic.open("users", to, 80.0).curve = {{0.0, 60.0, 60.0, 360.0, 360.0},
                                                 {80.0, 80.0, 150.0, 150.0, 80.0}};
        return traffic;
    };
    const auto at360 = [](const RequestRecord& r) {
        const auto row = static_cast<std::size_t>(360e9 / static_cast<double>(r.timeline.every)) - 1;
        return static_cast<double>(r.timeline.stations[row][0].present);
    };
    const auto area = [](const RequestRecord& r) {
        double sum = 0.0;
        for (const auto& row : r.timeline.stations)
            sum += std::max(0.0, static_cast<double>(row[0].present) - 100.0);
        return sum * static_cast<double>(r.timeline.every) * 1e-9;
    };
    const auto full = [](std::uint32_t n) { return n >= 100; };
    const auto drained = [](std::uint32_t n) { return n <= 100; };
    return {
        "c5-fluid-spike",
        plan,
        1400.0,
        0.0,
        40,
        0.1,
        {{"time_all_busy", 60.33647223662121, 0.05, [=](const auto& r) { return firstRow(r, 60.0, full); }},
         {"peak_number", 15083.17638816894, 0.02, at360},
         {"peak_virtual_wait", 149.8317638816894, 0.02,
          [=](const auto& r) { return (at360(r) - 100.0) / 100.0; }},
         {"drain_time", 1109.158819408447, 0.02, [=](const auto& r) { return firstRow(r, 360.0, drained); }},
         {"backlog_area", 7857345.113764414, 0.04, area}},
        [](methods::RequestWindow& window) {
            window.waiting = {{0, 0, 80}};
        }};
}

Traffic pods() {
    Traffic traffic;
    const auto to = traffic.station("pods", core::Law::logNormalFromMean(900.0, 2.0), 1000);
    traffic.open("jobs", to, 12.0 / 3600.0);
    return traffic;
}

Case infinite() {
    const auto variance = [](const RequestRecord& r) {
        const double first = mean(r, [](std::uint32_t n) { return n; });
        return mean(r, [](std::uint32_t n) { return static_cast<double>(n) * n; }) - first * first;
    };
    return {"c8-mg-infinity",
            pods,
            3600.0 * 20100.0,
            3600.0 * 100.0,
            40,
            720.0,
            {{"mean_busy", 3.0, 0.02, [](const auto& r) { return r.meanBusy(0); }},
             {"variance_busy", 3.0, 0.05, variance},
             {"p_more_than_8", 0.003802992061675955, 0.1,
              [](const auto& r) { return mean(r, [](std::uint32_t n) { return n > 8 ? 1.0 : 0.0; }); }}}};
}

Case infiniteSoon() { // empty at the start
    const auto row = [](std::size_t i) {
        return [i](const RequestRecord& r) { return static_cast<double>(r.timeline.stations[i][0].busy); };
    };
    return {"c8-mg-infinity",
            pods,
            3600.0 * 0.55,
            0.0,
            40000,
            360.0,
            {{"mean_busy_at_0.1", 0.9044192241264337, 0.03, row(0)},
             {"mean_busy_at_0.5", 2.108056792251186, 0.03, row(4)}}};
}

std::vector<Case> cases() {
    const auto exponential = core::Law::exponential(1.0);
    return {mm1(),
            erlangB("erlang_b_10_4.4612", 10, 4.4612, 0.010000289644411674, core::Law::fixed(1.0)),
            erlangB("erlang_b_15_8.108", 15, 8.108, 0.009999631942598777, exponential),
            erlangB("erlang_b_20_12.031", 20, 12.031, 0.010002591800192999, core::Law::uniform(0.0, 2.0)),
            erlangB("erlang_b_50_37.901", 50, 37.901, 0.009998689503524338,
                    core::Law::logNormalFromMean(1.0, 2.0)),
            erlangB("erlang_b_100_84.064", 100, 84.064, 0.00999968290265025, exponential),
            erlangC(),
            mg1("deterministic", core::Law::fixed(0.1), 0.11666666666666671, 1.516666666666667, 0.05, 40),
            mg1("erlang4", core::Law::erlang(0.1, 4), 0.14583333333333337, 1.7208333333333337, 0.05, 20),
            mg1("exponential", core::Law::exponential(0.1), 0.23333333333333342, 2.333333333333334, 0.05, 40),
            mg1("lognormal_cv2", core::Law::logNormalFromMean(0.1, 2.0), 0.5833333333333335,
                4.783333333333334, 0.1, 60),
            mg1("hyperexp_cv3", hyperexponential(0.1, 3.0), 1.166666666666667, 8.866666666666669, 0.1, 80),
            loss(),
            interferenceOne(),
            interferenceThree(),
            retrial(),
            spike(),
            infinite(),
            infiniteSoon()};
}

} // namespace

class QueueingCasesTest : public QObject {
    Q_OBJECT

  private slots:
    void theValueIsInsideANarrowInterval_data() {
        QTest::addColumn<int>("index");
        const auto all = cases();
        for (int i = 0; i != static_cast<int>(all.size()); ++i)
            QTest::addRow("%s %s", all[i].name, all[i].figures.front().quantity) << i;
    }

    void theValueIsInsideANarrowInterval() {
        QFETCH(int, index);
        const Case asked = cases()[static_cast<std::size_t>(index)];
        const Traffic traffic = asked.plan();
        methods::RequestWindow window;
        window.lasts = methods::nanosOf(asked.lasts);
        window.measureFrom = methods::nanosOf(asked.warmUp);
        window.sampleEvery = methods::nanosOf(asked.every);
        if (asked.start) asked.start(window);
        const auto skipped =
            static_cast<std::ptrdiff_t>(asked.every > 0.0 ? asked.warmUp / asked.every : 0.0);
        std::vector<Replications> seen(asked.figures.size());
        for (int history = 0; history != asked.histories; ++history) {
            RequestRecord record = traffic.replay(window, 1, static_cast<std::uint64_t>(history));
            auto& line = record.timeline;
            if (skipped > 0) { // rows of the warm-up
                line.stations.erase(line.stations.begin(), line.stations.begin() + skipped);
                line.demands.erase(line.demands.begin(), line.demands.begin() + skipped);
            }
            for (std::size_t f = 0; f != seen.size(); ++f) seen[f].add(asked.figures[f].of(record));
        }
        for (std::size_t f = 0; f != seen.size(); ++f) {
            const Figure& figure = asked.figures[f];
            const QString text = seen[f].against(figure.quantity, figure.value);
            QVERIFY2(seen[f].halfWidth() <= figure.tolerance * figure.value, qPrintable("too wide: " + text));
            QVERIFY2(seen[f].covers(figure.value), qPrintable(text));
        }
    }
};

QTEST_APPLESS_MAIN(QueueingCasesTest)
#include "tst_queueing_cases.moc"
