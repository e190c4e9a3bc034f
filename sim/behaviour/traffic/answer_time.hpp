// How long those wait for their answer who come to one line of a station at one instant.
#pragma once

#include "sim/behaviour/traffic/response.hpp"
#include "sim/behaviour/traffic/waiting.hpp"
#include "sim/model/traffic.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nueves::behaviour::traffic {

struct Meeting {                 // of those who come to a line and are let in
    std::vector<double> found;   // P(requests they find); sums to the chance of being let in
    std::vector<double> weights; // the same, for a line that keeps deadlines of those who are served
    std::vector<double> waits;   // P(waits, and at most so long); empty: the table knows it all
    LineRates rates;
    double letIn = 0.0;
    double end = 0.0, served = 0.0; // deadlines: nobody waits longer, turns; so many wait and are served
};

class AnswerTimes {
  public:
    // plain: one size of request, whose own work is all that a worker is busy with.
    AnswerTimes(const LineGrid& grid, const model::Station& station, double cores, bool plain);
    AnswerTimes(const AnswerTimes&) = delete; // the times of those who wait look at the grid of here
    AnswerTimes& operator=(const AnswerTimes&) = delete;
    // Was it made of these? Then another would be the same.
    bool isOf(const LineGrid& grid, const model::Station& station, double cores, bool plain) const;

    // arrivals: 1/s, while all workers are busy; `meeting.found` and `meeting.rates` are given.
    void look(Meeting& meeting, double arrivals) const;
    // service: s, of those who ask, alone on the target. Chance of an answer within t, s.
    double within(const Meeting& meeting, double service, double t) const;
    // The same at times which this chooses, s.
    void cumulative(const Meeting& meeting, double service, std::vector<double>& times,
                    std::vector<double>& within) const;
    // s, until the answer or `timeout`, whichever comes first; of those let in, times their chance.
    double mean(const Meeting& meeting, double service, double timeout) const;
    // Chance of an answer within t, s, of one who is served at once.
    double alone(double service, double t) const { return m_own.within(t / service); }
    double squaredVariation() const { return m_scv; } // of the service

  private:
    double composed(const Meeting& meeting, double service, double t) const;

    LineGrid m_grid;
    core::Law m_takes; // what it was made of
    model::Order m_order;
    double m_cpuShare, m_cores;
    bool m_fed, m_plain;
    TimeBins m_own;                       // of mean 1
    double m_scv;                         // of the service
    std::optional<ResponseTable> m_table; // one of the two
    std::optional<WaitingTimes> m_waiting;
    std::vector<double> m_times; // in mean services
};

} // namespace nueves::behaviour::traffic
