// What a deployment costs in a year, by kind (micro-units of the scenario's one currency in, units out).
//
//   purchase   hardware, spread evenly over its life; without a life its whole price counts in the year
//   licences   `licence`, and what soft things (systems, hypervisors, applications) were bought for: a
//   licence that is
//              paid once is spread like a purchase. As written: a price per core is multiplied by who writes
//              it
//   housing    rent of places: region, zone, site, room, rack
//   rent       rent of anything else: machines, lines, providers
//   energy     power drawn x PUE x price, all year long
//   people     hands at work on repairs and planned work, as simulated, and upkeep at the price of the
//   inherited crew parts      pieces used from the spares, as simulated, and stock that ages on the shelf
//   (with a life) downtime   hours down x what an hour down costs the service
//   credits    what contracts give back for months that fall short
//   lost       requests without an answer x what one costs the service
//
// Each instance counts once: two members of a box that stands twice are four. A service's keys are each
// replica's, as `count` multiplies a part's: two copies need two licences and are looked after twice; only
// `down` and `lost` are the service's own. What comes and goes costs rent, licence per hour, energy and upkeep
// for as long as it is there; what was bought is bought, and what is reserved is paid for all the time.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/scenario/names.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace nueves::analysis {

// Of the past run: amounts a year.
struct Usage {
    std::vector<double> crewHours; // per Scenario::crews
    std::vector<double> pieces;    // per Scenario::spares
    std::vector<double> downHours; // per Scenario::services
    std::vector<double> lost;      // requests, per Scenario::services
    double credits = 0.0;          // micro-units: what contracts give back
    std::vector<double> existed;   // per instance of the inventory: share of the time; empty: always there
};

// Prices of one deployment, gathered once; any number of usages (one per history) are then cheap.
class CostModel {
  public:
    explicit CostModel(const scenario::Inventory& inventory);

    std::vector<CostPart>
    perYear(const Usage& usage) const;             // largest first; kinds that cost nothing are left out
    double totalPerYear(const Usage& usage) const; // sum of those parts

  private:
    enum Kind : std::uint8_t { purchase, energy, housing, licences, rent, people, parts, downtime, lost, credits, kinds };
    using Amounts = std::array<double, kinds>;
    static Amounts ownedBy(const scenario::Inventory& inventory, int instance);
    static Amounts runningOf(const scenario::Inventory& inventory, int instance);
    Amounts amounts(const Usage& usage) const;

    Amounts m_standing{};                                         // whatever happens, micro-units a year
    std::vector<Amounts> m_running; // per instance, a year of being there
    std::vector<double> m_perCrewHour, m_perPiece, m_perDownHour, m_perLost; // micro-units
};

std::vector<CostPart> costPerYear(const scenario::Inventory& inventory, const Usage& usage);
double total(const std::vector<CostPart>& parts);

// What an hour of an instance costs that is there, micro-units: written off, rented, licensed, powered, looked
// after; with all that is inside of it.
double pricePerHour(const scenario::Inventory& inventory, int instance);

// Index in Scenario::crews of the crew that looks after an instance: its own, its place's, its box's or its
// carrier's; -1; kNobodyNeeded where that says `nobody`. A source (grid, generator, isp, dns, provider)
// inherits none: somebody else looks after it.
inline constexpr int kNobodyNeeded = -2;
int crewOf(const scenario::Inventory& inventory, int instance);

// Instances whose upkeep hours nobody is paid for: no crew, or one without `cost`. Their hours are in no
// total.
std::vector<int> unpaidUpkeep(const scenario::Inventory& inventory);

} // namespace nueves::analysis
