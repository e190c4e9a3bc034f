#include "sim/methods/zoom/zoom.hpp"

#include "sim/analysis/statistics/intervals.hpp"
#include "sim/methods/zoom/decisions.hpp"
#include "sim/methods/zoom/fork_result.hpp"
#include "sim/methods/zoom/replays.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace nueves::methods {

using analysis::Estimate;
using analysis::SeamFigure;
using analysis::ZoomResult;
using analysis::ZoomView;
using core::SimSpan;
using core::SimTime;
using zoom::Disagreement;
using zoom::Replays;
using zoom::View;
using zoom::ViewRates;
using zoom::ViewReplays;

namespace {

constexpr double kMostUsers = 2e7;     // about 1 GB
constexpr double kEnough = 2000.0;     // requests that came to their end, or answers: fewer say little
constexpr double kLittleLost =
    1e-3; // share by rates: below, differences count as they are, not as shares of it
constexpr double kMargin = 1.25;
constexpr double kRoom = 0.8; // of what a window may hold, once it is cut: rates are not even
constexpr int kCuts = 3;      // repeats stand close around what went wrong: the first cut may not do
constexpr SimSpan kShortest = std::chrono::seconds(1); // to which one is cut
constexpr int kOtherHistories = 4, kOtherTimes = 4;

Estimate estimateOf(double value, const analysis::Moments& perReplay) {
    Estimate estimate = analysis::meanInterval(perReplay);
    const double off = value - perReplay.mean(); // of all together, the interval of single replays
    return {value, estimate.low + off, estimate.high + off, analysis::Method::simulated};
}

double halfWidth(const Estimate& estimate) {
    if (estimate.method == analysis::Method::bound) return estimate.high;
    return std::isfinite(estimate.high) ? 0.5 * (estimate.high - estimate.low) : 0.0;
}

double apart(double rate, double request, double least) {
    if (std::isnan(rate) || std::isnan(request)) return 0.0;
    return std::abs(rate - request) / std::max(request, least);
}

void note(Disagreement& worst, const ViewRates& rates, const ViewReplays& replays) {
    if (replays.ended < kEnough) return;
    ++worst.windows;
    if (rates.lost >= kLittleLost)
        worst.lost = std::max(worst.lost.value_or(0.0), apart(rates.lost, replays.lost, kLittleLost));
    else
        worst.rare = std::max(worst.rare.value_or(0.0), std::abs(rates.lost - replays.lost));
    if (replays.ended * (1.0 - replays.lost) < kEnough) return;
    worst.p95 = std::max(worst.p95.value_or(0.0), apart(rates.latency[1], replays.latency[1], 1e-9));
}

// Like is held against like: a share lost against windows in which much is lost, or in which little is.
double boundOfLost(double rate, const Disagreement& elsewhere) {
    const bool little = rate < kLittleLost;
    const auto& seen = little ? elsewhere.rare : elsewhere.lost;
    return seen ? kMargin * *seen * (little ? 1.0 : rate) : std::numeric_limits<double>::infinity();
}

ZoomView viewOf(const model::System& system, const View& view, const ViewRates& rates,
                const ViewReplays& replays, const Disagreement& elsewhere) {
    ZoomView out;
    out.service = view.service;
    for (const model::Service& service : system.services)
        if (service.name == view.service) out.title = service.title;
    out.asked = replays.asked;
    out.retries = replays.retries;
    for (std::size_t q = 0; q != zoom::kShares.size(); ++q)
        out.latency.emplace_back(zoom::kShares[q], estimateOf(replays.latency[q], replays.perReplay[q]));
    out.lost = replays.lost > 0.0 || replays.ended < 1.0
                   ? analysis::within(estimateOf(replays.lost, replays.lostPerReplay), 0.0, 1.0)
                   : analysis::nothingSeen(static_cast<std::uint64_t>(replays.ended));
    out.p95 = {rates.latency[1], replays.latency[1]};
    out.lostSeam = {rates.lost, replays.lost};
    if (elsewhere.p95)
        out.p95.bound = kMargin * *elsewhere.p95 * rates.latency[1] + halfWidth(out.latency[1].second);
    out.lostSeam.bound = boundOfLost(rates.lost, elsewhere) + halfWidth(out.lost);
    return out;
}

core::Issue issueOf(const char* code, const scenario::Scenario& scenario,
                    std::vector<std::pair<std::string, std::string>> arguments) {
    core::Issue issue;
    issue.code = code;
    issue.place.file = scenario.file;
    issue.arguments = std::move(arguments);
    return issue;
}

std::string secondsText(double seconds) {
    const auto whole = static_cast<long long>(seconds);
    return whole > 0 ? std::to_string(whole) + " s" : std::to_string(seconds) + " s";
}

// One zoom: the compiled design, and what is made of it.
class Zoom {
  public:
    Zoom(const scenario::Scenario& scenario, const Compiled& compiled, const ZoomOptions& options)
        : m_scenario(scenario), m_system(*compiled.system), m_plan(compiled.plan), m_options(options),
          m_views(zoom::viewsOf(m_system)), m_elsewhere(m_views.size()) {}

    ZoomResult run(std::vector<core::Issue>& issues);

  private:
    WindowAsked window() const;
    void look(ZoomResult& result, std::vector<core::Issue>& issues);
    void fork(const WindowAsked& asked, ZoomResult& result, std::vector<core::Issue>& issues);
    zoom::ReplayPlan planOf(std::uint64_t history, double requests) const {
        return {m_plan.seed, history, requests, m_options.threads, m_options.stop};
    }
    std::vector<RecordedWindow> recordAll(const WindowAsked& window) const {
        return recordWindows(m_system, m_plan, m_options.history, std::span(&window, 1), m_options.stop);
    }
    bool cut(const RecordedWindow& window);
    bool fits(const RecordedWindow& window, std::vector<core::Issue>& issues) const;
    std::map<std::uint64_t, std::vector<WindowAsked>> elsewhere(const WindowAsked& window) const;
    void compareElsewhere(const WindowAsked& window, ZoomResult& result);
    void frame(ZoomResult& result) const;
    void tell(const RecordedWindow& window, const Replays& replays, ZoomResult& result) const;

    const scenario::Scenario& m_scenario;
    const model::System& m_system;
    const SamplingPlan& m_plan;
    ZoomOptions m_options;
    std::vector<View> m_views;
    std::vector<Disagreement> m_elsewhere; // per view
};

// Rows fall on the looks of those who scale, whose dates are multiples of their sync from the start.
WindowAsked Zoom::window() const {
    WindowAsked asked{m_options.from, m_options.lasts, {}, zoom::rowsFor(m_system, m_options.lasts)};
    const SimSpan since = asked.from - core::kStart;
    const SimSpan lead =
        std::min(m_options.closed ? methods::fork::leadInFor(m_system) : leadInFor(m_system), since);
    asked.leadIn = since - (since - lead) / asked.every * asked.every;
    return asked;
}

// To what holds as many requests as may be, at the same share before and after what it is kept around. False:
// it holds no more, or cannot be cut to that.
bool Zoom::cut(const RecordedWindow& window) {
    if (!m_options.keepsIn || window.expected <= m_options.most) return false;
    double measured = 0.0;
    for (const auto& demand : window.rate.demands) measured += demand.asked + demand.repeats;
    const double share = (kRoom * m_options.most - (window.expected - measured)) / measured;
    const double before = core::seconds(*m_options.keepsIn - m_options.from) * share;
    if (share <= 0.0 || core::seconds(m_options.lasts) * share < core::seconds(kShortest)) return false;
    m_options.from = *m_options.keepsIn - core::spanFromSeconds(before);
    m_options.lasts = core::spanFromSeconds(core::seconds(m_options.lasts) * share);
    return true;
}

bool Zoom::fits(const RecordedWindow& window, std::vector<core::Issue>& issues) const {
    double users = 0.0;
    for (const auto& demand : window.rate.demands) users += demand.users / window.rate.seconds;
    const double too = std::max(window.expected / m_options.most, users / kMostUsers);
    if (too <= 1.0) return true;
    const bool crowded = users > kMostUsers;
    const double lasts = core::seconds(m_options.lasts);
    char number[32];
    std::snprintf(number, sizeof number, "%.2g", crowded ? users : window.expected);
    issues.push_back(
        issueOf(crowded ? "zoom-too-many-users" : "zoom-too-large", m_scenario,
                {{"found", number}, {"expected", crowded ? "2e7" : secondsText(0.9 * lasts / too)}}));
    return false;
}

std::map<std::uint64_t, std::vector<WindowAsked>> Zoom::elsewhere(const WindowAsked& window) const {
    std::map<std::uint64_t, std::vector<WindowAsked>> byHistory;
    std::size_t taken = 0;
    for (const auto& [history, asked] : zoom::otherWindows(window, m_options.history, m_plan.stretch.to)) {
        const SimSpan ends = asked.from + asked.lasts - core::kStart;
        if (taken == m_options.others || (history != m_options.history && ends > m_options.otherHistories))
            continue;
        byHistory[history].push_back(asked);
        ++taken;
    }
    return byHistory;
}

void Zoom::compareElsewhere(const WindowAsked& window, ZoomResult& result) {
    for (const auto& [history, asked] : elsewhere(window))
        for (const RecordedWindow& other : recordWindows(m_system, m_plan, history, asked, m_options.stop)) {
            if (other.expected > m_options.most) continue;
            const Replays replays = zoom::replay(m_system, other, planOf(history, m_options.otherRequests));
            if (replays.count == 0) return;
            for (std::size_t v = 0; v != m_views.size(); ++v)
                note(m_elsewhere[v], zoom::ratesOf(m_views[v], other.rate), replays.views[v]);
            result.requests += replays.requests;
        }
    result.otherWindows = m_elsewhere.front().windows;
}

void Zoom::frame(ZoomResult& result) const {
    result.version = NUEVES_VERSION;
    result.seed = m_plan.seed;
    result.scenario = m_scenario.file;
    result.design = m_scenario.design;
    result.title = m_scenario.title;
    result.history = m_options.history + 1;
    result.from = core::seconds(m_options.from - core::kStart);
    result.lasts = core::seconds(m_options.lasts);
    result.date = core::toString(m_scenario.calendar.toLocal(m_options.from));
}

void Zoom::tell(const RecordedWindow& window, const Replays& replays, ZoomResult& result) const {
    result.replays = replays.count;
    result.requests += replays.requests;
    for (std::size_t v = 0; v != m_views.size(); ++v) {
        ZoomView view = viewOf(m_system, m_views[v], zoom::ratesOf(m_views[v], window.rate), replays.views[v],
                               m_elsewhere[v]);
        if (v == 0)
            result.whole = std::move(view);
        else
            result.services.push_back(std::move(view));
    }
}

// Under the structure that the history had, beside its rates.
void Zoom::look(ZoomResult& result, std::vector<core::Issue>& issues) {
    WindowAsked asked = window();
    auto recorded = recordAll(asked);
    for (int cuts = 0; cuts != kCuts && !recorded.empty() && cut(recorded.front()); ++cuts)
        recorded = recordAll(asked = window());
    if (recorded.empty()) return;
    result.expected = recorded.front().expected;
    if (!fits(recorded.front(), issues)) return;
    const Replays replays =
        zoom::replay(m_system, recorded.front(), planOf(m_options.history, m_options.requests));
    if (replays.count == 0) return;
    compareElsewhere(asked, result); // stopped: the figures stand, what bounds them is missing
    tell(recorded.front(), replays, result);
    result.decisions = zoom::decisionsOf(m_system);
    zoom::countTaken(m_system, recorded.front(), result.decisions);
    for (std::size_t i = 0; i != result.decisions.size(); ++i) {
        result.decisions[i].otherwise = replays.otherwise[i];
        result.otherDecisions += replays.otherwise[i];
    }
}

// Under the structure that its requests drive: another history, so there is no seam to this one.
void Zoom::fork(const WindowAsked& asked, ZoomResult& result, std::vector<core::Issue>& issues) {
    const auto opening = methods::fork::open(m_system, m_plan, m_options.history, asked, m_options.stop);
    if (!opening || !fits(opening->window, issues)) return;
    result.expected = opening->window.expected;
    const Replays replays =
        zoom::replayForks(m_system, m_plan, *opening, planOf(m_options.history, m_options.requests));
    if (replays.count == 0) return;
    tell(opening->window, replays, result);
    result.fork = zoom::forkOf(m_system, *opening, replays.forks);
}

ZoomResult Zoom::run(std::vector<core::Issue>& issues) {
    ZoomResult result;
    if (m_options.closed)
        fork(window(), result, issues);
    else
        look(result, issues);
    frame(result); // a window may have been cut
    result.partial = result.replays == 0 || (m_options.stop != nullptr && m_options.stop->load());
    return result;
}

} // namespace

namespace zoom {

std::vector<std::pair<std::uint64_t, WindowAsked>> otherWindows(const WindowAsked& window,
                                                                std::uint64_t history, SimTime end) {
    std::vector<std::pair<std::uint64_t, WindowAsked>> windows;
    WindowAsked other = window;
    other.every = {};
    for (std::uint64_t h = 1; h <= kOtherHistories; ++h) windows.emplace_back(history + h, other);
    const SimSpan day = std::chrono::hours(24), whole = window.leadIn + window.lasts;
    std::vector<WindowAsked> times;
    const auto offer = [&](SimSpan later) {
        other.from = window.from + later;
        const bool apart = later >= whole || later <= -whole;
        if (apart && other.from - other.leadIn >= core::kStart && other.from + other.lasts <= end &&
            times.size() < kOtherTimes)
            times.push_back(other);
    };
    for (const int n : {-1, 1, -7, -2, -3})
        offer(n * day); // the same hour; not far beyond the window, to save time
    for (const int n : {-2, 2, -3, 3}) offer(n * whole);
    for (const WindowAsked& time : times) windows.emplace_back(history, time);
    return windows;
}

} // namespace zoom

ZoomResult zoomInto(const scenario::Scenario& scenario, const ZoomOptions& options,
                    std::vector<core::Issue>& issues) {
    if (scenario.demand.empty()) {
        issues.push_back(issueOf("zoom-no-demand", scenario, {}));
        return {};
    }
    const Compiled compiled = prepare(scenario, issues);
    return core::hasError(issues) ? ZoomResult{} : zoomInto(scenario, compiled, options, issues);
}

ZoomResult zoomInto(const scenario::Scenario& scenario, const Compiled& compiled, const ZoomOptions& options,
                    std::vector<core::Issue>& issues) {
    const SimTime end = stretchOf(compiled.plan, options.history).to;
    if (options.from < core::kStart || core::after(options.from, options.lasts) > end ||
        options.lasts <= SimSpan{}) {
        issues.push_back(issueOf("zoom-outside", scenario,
                                 {{"found", core::toString(scenario.calendar.toLocal(options.from))},
                                  {"expected", core::toString(scenario.calendar.toLocal(end))}}));
        return {};
    }
    return Zoom(scenario, compiled, options).run(issues);
}

} // namespace nueves::methods
