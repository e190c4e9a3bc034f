// Contracts that give back part of the fee for a month that falls short: whole months of the local calendar,
// each by its own uptime. So the compute, load balancer and database agreements of the large providers word
// it: "monthly uptime percentage", a table of steps, a share of that month's bill.
#pragma once

#include "sim/model/system.hpp"

#include <vector>

namespace nueves::measure {

class Credits {
  public:
    explicit Credits(const model::System& system);

    void measure(core::SimTime from, core::SimTime to); // of the histories to come
    void begin();                                       // a new history
    bool isEmpty() const { return m_contracts.empty(); }
    // Of a promise by the clock: time within [from, to) that does not count, or counts as down.
    void addDown(std::size_t service, std::size_t target, core::SimTime from, core::SimTime to,
                 bool excluded);
    // By the request or the user: of so many, so many went wrong.
    void addCounted(std::size_t service, std::size_t target, core::SimTime at, double all, double bad);
    // Of each target of a service: mean share of the fee that a month gives back; share of the months that
    // do.
    void finish(std::size_t service, std::vector<double>& shares, std::vector<double>& months) const;

  private:
    struct Month {
        double all = 0.0, bad = 0.0;
    };
    struct Contract {
        std::size_t service = 0, target = 0;
        const model::TargetRule* rule = nullptr;
        std::vector<Month> blank, months; // blank: before anything happened
    };
    Contract* find(std::size_t service, std::size_t target);
    double inside(const model::TargetRule& rule, core::SimTime from, core::SimTime to) const;

    const model::System& m_system;
    std::vector<core::SimTime> m_ends; // of each whole month, after the beginning of the first
    std::vector<Contract> m_contracts;
};

} // namespace nueves::measure
