#include "sim/measure/credits.hpp"

#include <algorithm>

namespace nueves::measure {

using core::SimTime;

namespace {

SimTime beginOfMonth(const core::Calendar& calendar, core::CivilDate date) {
    date.day = 1;
    return calendar.toSim({date, 0});
}

core::CivilDate nextMonth(core::CivilDate date) {
    date.day = 1;
    if (++date.month <= 12) return date;
    date.month = 1;
    ++date.year;
    return date;
}

} // namespace

Credits::Credits(const model::System& system) : m_system(system) {
    for (std::size_t s = 0; s != system.services.size(); ++s) {
        const auto& targets = system.services.raw()[s].targets;
        for (std::size_t t = 0; t != targets.size(); ++t)
            if (!targets[t].credits.empty() && targets[t].uptime)
                m_contracts.push_back({s, t, &targets[t], {}, {}});
    }
}

void Credits::measure(SimTime from, SimTime to) {
    if (isEmpty()) return;
    const core::Calendar& calendar = m_system.scenario->calendar;
    m_ends.clear();
    core::CivilDate date = calendar.toLocal(from).date;
    if (beginOfMonth(calendar, date) < from) date = nextMonth(date);
    for (SimTime at = beginOfMonth(calendar, date); at <= to; at = beginOfMonth(calendar, date)) {
        m_ends.push_back(at);
        date = nextMonth(date);
    }
    for (Contract& contract : m_contracts) {
        contract.blank.assign(m_ends.empty() ? 0 : m_ends.size() - 1, {});
        if (contract.rule->weight != scenario::Weight::time) continue;
        for (std::size_t m = 0; m != contract.blank.size(); ++m)
            contract.blank[m].all = inside(*contract.rule, m_ends[m], m_ends[m + 1]);
    }
}

void Credits::begin() {
    for (Contract& contract : m_contracts) contract.months = contract.blank;
}

double Credits::inside(const model::TargetRule& rule, SimTime from, SimTime to) const {
    return core::seconds(rule.window ? m_system.profiles[rule.window].elapsed(from, to) : to - from);
}

Credits::Contract* Credits::find(std::size_t service, std::size_t target) {
    for (Contract& contract : m_contracts)
        if (contract.service == service && contract.target == target) return &contract;
    return nullptr;
}

void Credits::addDown(std::size_t service, std::size_t target, SimTime from, SimTime to, bool excluded) {
    Contract* contract = find(service, target);
    if (contract == nullptr || contract->rule->weight != scenario::Weight::time || m_ends.empty()) return;
    from = std::max(from, m_ends.front());
    to = std::min(to, m_ends.back());
    while (from < to) {
        const auto end = std::upper_bound(m_ends.begin(), m_ends.end(), from);
        Month& month = contract->months[static_cast<std::size_t>(end - m_ends.begin()) - 1];
        const SimTime until = std::min(to, *end);
        const double seconds = inside(*contract->rule, from, until);
        (excluded ? month.all : month.bad) += excluded ? -seconds : seconds;
        from = until;
    }
}

void Credits::addCounted(std::size_t service, std::size_t target, SimTime at, double all, double bad) {
    Contract* contract = find(service, target);
    if (contract == nullptr || m_ends.empty() || at < m_ends.front() || at >= m_ends.back()) return;
    const auto end = std::upper_bound(m_ends.begin(), m_ends.end(), at);
    Month& month = contract->months[static_cast<std::size_t>(end - m_ends.begin()) - 1];
    month.all += all;
    month.bad += bad;
}

void Credits::finish(std::size_t service, std::vector<double>& shares, std::vector<double>& hits) const {
    for (const Contract& contract : m_contracts) {
        if (contract.service != service || contract.months.empty()) continue;
        double given = 0.0, hit = 0.0;
        for (const Month& month : contract.months) {
            double share = 0.0; // nobody asked: nothing went wrong
            for (const auto& step : contract.rule->credits)
                if (month.all > 0.0 && month.bad > (1.0 - step.below) * month.all * (1.0 + 1e-12))
                    share = step.share;
            given += share;
            hit += share > 0.0 ? 1.0 : 0.0;
        }
        shares[contract.target] = given / static_cast<double>(contract.months.size());
        hits[contract.target] = hit / static_cast<double>(contract.months.size());
    }
}

} // namespace nueves::measure
