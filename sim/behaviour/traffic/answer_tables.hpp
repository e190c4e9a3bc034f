// The answer times of a compiled plan, worked out once for all who run it: rates, replays, forks, rehearsals.
//
// They belong to the plan (model::Traffic::answerTables) and go with it. They do not change, so that any
// number of threads may look at them. A copy of the plan shares them, and may have been changed since: tables
// are found by what they are made of, and what is missing is made by whoever asks, for himself.
#pragma once

#include "sim/behaviour/traffic/answer_time.hpp"
#include "sim/model/traffic.hpp"

#include <memory>
#include <vector>

namespace nueves::behaviour::traffic {

class AnswerTables {
  public:
    // All that those ask for who run the plan. Costs up to some tenths of a second per station and size.
    explicit AnswerTables(const model::Traffic& plan);
    // Null: not among them.
    std::shared_ptr<const AnswerTimes> find(const LineGrid& grid, const model::Station& station, double cores,
                                            bool plain) const;

  private:
    void add(const model::Station& station, double cores, bool plain);

    std::vector<std::shared_ptr<const AnswerTimes>> m_tables;
};

// Makes them for a plan that is about to be run.
void prepareAnswerTables(model::Traffic& plan);

// Of the plan's if it has them, else made here.
std::shared_ptr<const AnswerTimes> answerTimesOf(const model::Traffic& plan, const LineGrid& grid,
                                                 const model::Station& station, double cores, bool plain);

// Does one table know all about the line of a station's targets: one size of request, and no calls
// that its workers wait for?
bool isPlain(const model::Traffic& plan, std::size_t station, double cores);

// One replica of a station with a line of its own, whoever feeds it.
model::Station oneOf(const model::Station& station);

} // namespace nueves::behaviour::traffic
