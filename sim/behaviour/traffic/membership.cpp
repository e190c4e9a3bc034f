#include "sim/behaviour/traffic/membership.hpp"

#include "sim/behaviour/tick.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour::traffic {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

} // namespace

double rampAt(const model::Station& station, double since, double t) {
    if (station.slowStart <= 0.0 || t - since >= station.slowStart) return 1.0;
    return std::max(kFirstShare, (t - since) / station.slowStart);
}

double nextTurn(const model::Station& station, const model::Membership& seen, double t) {
    double next = kNever;
    for (const double at : {seen.listAt, seen.outUntil, seen.since + kFirstShare * station.slowStart,
                            seen.since + station.slowStart})
        if (at > t + kTick / 2.0) next = std::min(next, at);
    return next;
}

bool turnsAt(const model::Station& station, const model::Membership& seen, double t) {
    return hasJustCome(seen.listAt, t) || hasJustCome(seen.outUntil, t) ||
           (station.slowStart > 0.0 && hasJustCome(seen.since + station.slowStart, t));
}

void look(const model::Station& station, bool wanted, bool inRotation, double t, bool first,
          model::Membership& seen) {
    if (first || wanted == seen.listed)
        seen.listAt = kNever;
    else if (seen.listAt == kNever)
        seen.listAt = t + station.listAge;
    if (first || t >= seen.listAt - kTick) {
        seen.listed = wanted;
        seen.listAt = kNever;
    }
    const bool in = seen.listed && inRotation && t >= seen.outUntil - kTick;
    if (in && !seen.in && !first) seen.since = t;
    seen.in = in;
}

double outFor(const model::Ejection& eject, int n) {
    constexpr double kLongest = 300.0; // s, unless one alone is longer
    return std::min(eject.lasts * n, std::max(eject.lasts, kLongest));
}

int mostOut(const model::Ejection& eject, std::size_t targets) {
    const int most = std::max(1, static_cast<int>(eject.most * static_cast<double>(targets) + 1e-9));
    return std::min(most, static_cast<int>(targets) - 1);
}

double ejectedAt(const model::Ejection& eject, const model::Membership& seen, double failing) {
    if (!(seen.failsSince < kNever) || failing < eject.errors) return kNever;
    const double look = (std::floor(seen.failsSince / eject.window + 1e-9) + 1.0) * eject.window;
    const bool enough = (look - seen.failsSince) * failing >= eject.errors * eject.window - kTick;
    return enough ? look : look + eject.window;
}

// Every look at which it was well takes one of those before from what counts.
void goOut(const model::Ejection& eject, double t, model::Membership& seen) {
    if (seen.ejections > 0)
        seen.ejections =
            std::max(0, seen.ejections -
                            static_cast<int>((std::min(seen.failsSince, t) - seen.outUntil) / eject.window));
    ++seen.ejections;
    seen.outUntil = t + outFor(eject, seen.ejections);
    seen.failsSince = kNever;
}

bool failsTooMuch(const model::Ejection& eject, const Answers& answers) {
    const double badly = answers.badly, all = badly + answers.well;
    return all > 0.0 && all >= eject.requests && badly >= eject.errors * all;
}

bool ejectBy(const model::Ejection& eject, double t, std::span<const Answers> answers,
             std::span<model::Membership> seen) {
    std::size_t listed = 0;
    int out = 0;
    for (const model::Membership& one : seen) {
        listed += one.listed;
        out += one.outUntil > t + kTick;
    }
    bool changed = false;
    for (std::size_t i = 0; i != seen.size(); ++i) {
        if (!seen[i].in || !failsTooMuch(eject, answers[i]) || out >= mostOut(eject, listed)) continue;
        seen[i].failsSince = t - eject.window;
        goOut(eject, t, seen[i]);
        ++out;
        changed = true;
    }
    return changed;
}

} // namespace nueves::behaviour::traffic
