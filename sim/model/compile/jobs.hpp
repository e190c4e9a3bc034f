// Attempts -> jobs: repairs, start-ups, switch-overs, planned work share one grammar (semantics.md, section
// 3).
#pragma once

#include "sim/model/compile/context.hpp"

namespace nueves::model::compiling {

struct JobDraft {
    JobOwner owner = JobOwner::repair;
    std::size_t subject = 0;
    std::string entity, purpose; // "server[1].disk[2]", "wear.repair"
    CrewId crew{};               // of attempts that name none
    bool numbered = true;        // its attempts' draws are named purpose[i].takes
};

JobId addJob(Context& context, const scenario::Attempts& attempts, const JobDraft& draft);
// The same attempts and draws for another owner: the repair of a healthy thing after a false alarm.
JobId addTwin(Context& context, JobId job, const JobDraft& draft);

bool isInstant(const scenario::Attempts& attempts); // certain, and takes no time
double meanTime(const scenario::Attempts&
                    attempts); // s, from asking to success, free hands; infinity if it may fail for good

void addCrews(Context& context);
void addStocks(Context& context); // before jobs
void addOrders(Context& context); // after jobs: as many orders as can be outstanding at once

} // namespace nueves::model::compiling
