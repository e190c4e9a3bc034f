#include "sim/measure/promises.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::measure {

using behaviour::traffic::Passed;
using behaviour::traffic::TrafficSums;

namespace {

std::size_t slicesOf(std::size_t window) {
    return static_cast<std::size_t>(std::lround(kBurnHours[window] * 3600.0 / kSlice));
}

const std::size_t kRing = slicesOf(kBurnWindows - 1) + 1;
constexpr double kLeast = 1.0; // requests, or seconds: of fewer in a window no rate is told

} // namespace

std::size_t Blocks::at(core::SimTime t) const {
    return std::min(static_cast<std::size_t>((t - from) / block), count - 1);
}

core::SimTime Blocks::endOf(std::size_t number) const {
    return number + 1 == count ? to : from + static_cast<std::int64_t>(number + 1) * block;
}

double answeredWithin(const std::vector<double>& responses, double seconds) {
    using namespace behaviour::traffic;
    if (!(seconds > kShortestResponse)) return 0.0;
    const double place = std::log(seconds / kShortestResponse) / std::log(kResponseStep);
    const auto whole = std::min(static_cast<std::size_t>(place), kResponseBins);
    double sum = 0.0;
    for (std::size_t b = 0; b != whole; ++b) sum += responses[b];
    if (whole < kResponseBins) sum += (place - static_cast<double>(whole)) * responses[whole];
    return sum;
}

Promises::Promises(const model::System& system, Credits& credits)
    : m_system(system), m_credits(credits), m_seen(system.services.size()) {
    for (std::size_t i = 0; i != system.services.size(); ++i)
        for (std::size_t t = 0; t != system.services.raw()[i].targets.size(); ++t) {
            Promised promised;
            promised.service = i;
            promised.target = t;
            promised.rule = &system.services.raw()[i].targets[t];
            const model::Traffic& plan = system.traffic;
            for (std::size_t d = 0; d != plan.demands.size(); ++d)
                if (plan.stations[plan.edges[plan.demands[d].edge].to].service.value == i)
                    promised.demands.push_back(d);
            m_promised.push_back(std::move(promised));
        }
}

void Promises::begin(const Blocks& blocks) {
    m_blocks = blocks;
    m_slices = 0;
    m_tally.assign(m_promised.size(), {});
    for (std::size_t i = 0; i != m_promised.size(); ++i) {
        Promised& promised = m_promised[i];
        promised.all = promised.bad = 0.0;
        promised.ring.assign(kRing, {0.0, 0.0});
        promised.alerted = {};
        for (auto* list : {&m_tally[i].all, &m_tally[i].bad, &m_tally[i].asked})
            list->assign(blocks.count, 0.0);
        m_tally[i].late.assign(blocks.count * promised.rule->latency.size(), 0.0);
    }
}

void Promises::step(const Passed& step) {
    for (Promised& promised : m_promised) {
        look(promised, step.early, promised.early);
        look(promised, step.late, promised.late);
    }
}

void Promises::look(const Promised& promised, const TrafficSums& sums, Half& half) const {
    const auto& bounds = promised.rule->latency;
    half.asked = half.all = half.bad = 0.0;
    half.late.assign(bounds.size(), 0.0);
    for (const std::size_t d : promised.demands) {
        const auto& demand = sums.demands[d];
        half.asked += demand.asked;
        if (promised.rule->weight == scenario::Weight::requests) {
            half.all += demand.asked;
            half.bad += demand.lost;
        } else if (promised.rule->weight == scenario::Weight::users) {
            half.all += demand.users;
            half.bad += demand.users - demand.usersServed;
        }
        for (std::size_t b = 0; b != bounds.size(); ++b)
            half.late[b] += demand.asked - answeredWithin(demand.responses, bounds[b].seconds);
    }
}

// Share of a part that lies in the promise's hours.
double Promises::inside(const model::TargetRule& rule, const Part& part) const {
    if (!rule.window) return 1.0;
    return core::seconds(m_system.profiles[rule.window].elapsed(part.from, part.to)) /
           core::seconds(part.to - part.from);
}

void Promises::add(const Part& part) {
    const std::size_t block = m_blocks.at(part.from);
    for (std::size_t i = 0; i != m_promised.size(); ++i) {
        Promised& promised = m_promised[i];
        const model::TargetRule& rule = *promised.rule;
        const Seen& seen = m_seen[promised.service];
        const double share = seen.excluded && rule.excludePlanned ? 0.0 : inside(rule, part);
        if (share <= 0.0) continue;
        PromiseTally& tally = m_tally[i];
        double all = share * part.of(promised.early.all, promised.late.all);
        double bad = share * part.of(promised.early.bad, promised.late.bad);
        if (rule.weight == scenario::Weight::time) {
            all = share * core::seconds(part.to - part.from);
            bad = seen.down ? all : 0.0;
        } else {
            m_credits.addCounted(promised.service, promised.target, part.from, all, bad);
        }
        tally.all[block] += all;
        tally.bad[block] += bad;
        tally.asked[block] += share * part.of(promised.early.asked, promised.late.asked);
        for (std::size_t b = 0; b != rule.latency.size(); ++b)
            tally.late[b * m_blocks.count + block] +=
                share * part.of(promised.early.late[b], promised.late.late[b]);
        promised.all += all;
        promised.bad += bad;
    }
}

void Promises::closeSlice() {
    ++m_slices;
    for (std::size_t i = 0; i != m_promised.size(); ++i) {
        m_promised[i].ring[m_slices % kRing] = {m_promised[i].all, m_promised[i].bad};
        burn(m_promised[i], m_tally[i]);
    }
}

// Share that went wrong in each window that ends now, over the share that may.
void Promises::burn(Promised& promised, PromiseTally& tally) const {
    const double budget = 1.0 - promised.rule->uptime.value_or(1.0);
    if (budget <= 0.0) return;
    for (std::size_t w = 0; w != kBurnWindows; ++w) {
        const std::size_t slices = slicesOf(w);
        if (m_slices < slices) return;
        const auto& before = promised.ring[(m_slices - slices) % kRing];
        const double all = promised.all - before.first;
        // Those who give up now may have asked before the window began.
        const double wrong = std::min(1.0, (promised.bad - before.second) / std::max(all, kLeast));
        const double rate = all >= kLeast ? wrong / budget : 0.0;
        tally.worst[w] = std::max(tally.worst[w], rate);
        const bool alert = rate >= kBurnAlert[w];
        if (alert && !promised.alerted[w]) tally.alerts[w] += 1.0;
        promised.alerted[w] = alert;
    }
}

} // namespace nueves::measure
