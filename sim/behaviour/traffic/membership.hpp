// Whom a balancer sends requests to: the replicas on its list, which may be old, and what share of a full
// one a newcomer gets.
//
// A newcomer's share grows in a straight line from a tenth over the time of its slow start, as in
// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start
// (aggression 1, smallest weight 10 %).
#pragma once

#include "sim/model/traffic.hpp"
#include "sim/model/traffic_state.hpp"

#include <cstdint>
#include <span>

namespace nueves::behaviour::traffic {

inline constexpr double kFirstShare = 0.1; // of its weight, of a newcomer

// Share of its weight that a target has at t, s, if it came into rotation at `since`.
double rampAt(const model::Station& station, double since, double t);
// Next instant after t, s, at which the list or a slow start changes its course; infinity: none.
double nextTurn(const model::Station& station, const model::Membership& seen, double t);
// Is it that instant, so that the lines must be sorted anew?
bool turnsAt(const model::Station& station, const model::Membership& seen, double t);
// What the balancer knows at t of a target that is wanted or not, and in rotation or not. first: at the start
// of all, when nobody is new.
void look(const model::Station& station, bool wanted, bool inRotation, double t, bool first,
          model::Membership& seen);

// ---- ejection ----

// How long the n-th ejection in a row lasts, s.
double outFor(const model::Ejection& eject, int n);
// How many of so many targets may be out at once: never the last.
int mostOut(const model::Ejection& eject, std::size_t targets);
// The look at which a target is ejected that fails this share of what it gets since failsSince, s; infinity:
// not as long as it stays so.
double ejectedAt(const model::Ejection& eject, const model::Membership& seen, double failing);
// It goes out at t, s.
void goOut(const model::Ejection& eject, double t, model::Membership& seen);

// What was sent to a target since the last look, one by one.
struct Answers {
    std::uint32_t well = 0, badly = 0;
};
bool failsTooMuch(const model::Ejection& eject, const Answers& answers);
// A look at t, s, at the answers of each target: who fails too much goes out, as far as there is place. True:
// somebody does.
bool ejectBy(const model::Ejection& eject, double t, std::span<const Answers> answers,
             std::span<model::Membership> seen);

} // namespace nueves::behaviour::traffic
