// Attempts: the one grammar of repairs, start-ups and switch-overs (semantics.md, section 3).
//
// An attempt waits for its pair's switch, for a hand of its crew, for a piece; then its phases run one after another;
// then it worked or not. Hands go round first come, first served by time of asking, ties by name.
#include "sim/behaviour/dynamics.hpp"

#include "sim/core/assert.hpp"

namespace nueves::behaviour {

using model::Attempt;
using model::Job;
using model::JobOwner;
using model::JobStatus;
using model::kPartPhase;

const Attempt& Dynamics::attemptOf(JobId id) const {
    return m_system.attempts[m_system.jobs[id].attempts.first + m_state.jobs[id.value].attempt];
}

// Who is to blame for what this job is about.
RootId Dynamics::rootOf(JobId id) const {
    const Job& job = m_system.jobs[id];
    const auto leafRoot = [&](GateId leaf) { return leaf ? m_state.signals.root[leaf.value] : RootId{}; };
    switch (job.owner) {
    case JobOwner::repair: return leafRoot(m_system.modes[ModeId{job.subject}].absent);
    case JobOwner::falseRepair: return m_system.modes[ModeId{job.subject}].falseRoot;
    case JobOwner::startup: return leafRoot(m_system.things[ThingId{job.subject}].notStarting);
    case JobOwner::switchOver: return leafRoot(m_system.pairs[PairId{job.subject}].notSwitching);
    case JobOwner::causeRepair: return m_system.causes[CauseId{job.subject}].root;
    case JobOwner::work: return m_system.works[WorkId{job.subject}].root;
    }
    return {};
}

void Dynamics::beginJob(JobId id) {
    auto& state = m_state.jobs[id.value];
    NUEVES_ASSERT(state.status == JobStatus::idle, "a job is begun once");
    state = {};
    tryAttempts(id);
}

// From the present attempt on: the first that is tried.
void Dynamics::tryAttempts(JobId id) {
    const Job& job = m_system.jobs[id];
    auto& state = m_state.jobs[id.value];
    state.phase = 0;
    for (; !job.never && state.attempt < job.attempts.size(); ++state.attempt) {
        const Attempt& attempt = attemptOf(id);
        if (attempt.tried <= 0.0) continue;
        if (attempt.tried < 1.0 && !m_doors.chance(attempt.triedStream, attempt.tried, 0)) continue;
        joinQueue(id);
        return;
    }
    state.status = JobStatus::gaveUp;
    state.attempt = 0;
}

// It is tried: as soon as its pair is not switching, if it must wait for that.
void Dynamics::joinQueue(JobId id) {
    auto& state = m_state.jobs[id.value];
    if (attemptOf(id).afterSwitch)
        for (PairId pair : m_system.jobs[id].waitsFor)
            if (m_state.pairs[pair.value].switching) {
                state.status = JobStatus::waitsForSwitch;
                return;
            }
    state.asked = m_doors.now();
    askCrew(id);
}

bool Dynamics::handIsFree(model::CrewId crew) const {
    return !crew || m_state.crews[crew.value].inHand < m_system.crews[crew].size;
}

void Dynamics::askCrew(JobId id) {
    const Attempt& attempt = attemptOf(id);
    if (!handIsFree(attempt.crew)) {
        m_state.jobs[id.value].status = JobStatus::waitsForCrew;
        insert(m_state.crews[attempt.crew.value].waiting, id);
        return;
    }
    gotHand(id);
}

void Dynamics::gotHand(JobId id) {
    const Attempt& attempt = attemptOf(id);
    auto& state = m_state.jobs[id.value];
    if (attempt.crew) ++m_state.crews[attempt.crew.value].inHand;
    state.hasHand = static_cast<bool>(attempt.crew);
    state.handSince = m_doors.now();
    state.status = JobStatus::running;
    runPhases(id);
}

// How long this job has held its hand, in the crew's working hours.
core::SimSpan Dynamics::handTime(JobId id) const {
    const auto& state = m_state.jobs[id.value];
    if (!state.hasHand) return {};
    const model::Crew& crew = m_system.crews[attemptOf(id).crew];
    const bool pauses = crew.shifts && !crew.onCall;
    return pauses ? m_system.profiles[crew.shifts].elapsed(state.handSince, m_doors.now())
                  : m_doors.now() - state.handSince;
}

core::SimSpan Dynamics::handTime(model::CrewId crew) const {
    core::SimSpan sum = m_state.crews[crew.value].busy;
    for (std::size_t j = 0; j != m_state.jobs.size(); ++j)
        if (m_state.jobs[j].hasHand && attemptOf(JobId{j}).crew == crew) sum += handTime(JobId{j});
    return sum;
}

void Dynamics::releaseHand(JobId id) {
    auto& state = m_state.jobs[id.value];
    if (!state.hasHand) return;
    const model::CrewId crew = attemptOf(id).crew;
    auto& crewState = m_state.crews[crew.value];
    crewState.busy += handTime(id); // counted while the job still has it
    state.hasHand = false;
    --crewState.inHand;
    const JobId next = crewState.waiting.head;
    if (!next || !handIsFree(crew)) return;
    remove(crewState.waiting, next);
    gotHand(next);
}

// Runs on from the present phase until one takes time or something is waited for.
void Dynamics::runPhases(JobId id) {
    auto& state = m_state.jobs[id.value];
    for (; state.phase < 4; ++state.phase)
        if (startPhase(id)) return;
    attemptEnded(id);
}

// True: the job now waits or its clock runs.
bool Dynamics::startPhase(JobId id) {
    const Attempt& attempt = attemptOf(id);
    const auto& state = m_state.jobs[id.value];
    LawId law = attempt.phases[state.phase];
    if (state.phase == kPartPhase && (attempt.spare || (law && !m_system.laws[law].isZero()))) {
        askPiece(id);
        return true;
    }
    engine::ProfileId profile;
    if (attempt.crew) {
        const model::Crew& crew = m_system.crews[attempt.crew];
        if (!crew.onCall) profile = crew.shifts;
        else if (state.phase == 0 && crew.shifts && !m_doors.isOn(crew.shifts, m_system.jobs[id].clock))
            law = crew.onCallLaw; // called out of bed instead of the usual response
    }
    if (!law || m_system.laws[law].isZero()) return false;
    m_doors.start(m_system.jobs[id].clock, law, attempt.phaseStreams[state.phase], profile);
    return true;
}

void Dynamics::phaseEnded(JobId id) {
    auto& state = m_state.jobs[id.value];
    m_root = rootOf(id);
    const bool waitedForPart = state.phase == kPartPhase;
    ++state.phase;
    if (waitedForPart && attemptOf(id).crew) askCrew(id); // with its first asking time
    else runPhases(id);
}

// Nobody is held while a part is on its way.
void Dynamics::askPiece(JobId id) {
    const Attempt& attempt = attemptOf(id);
    releaseHand(id);
    if (!attempt.spare) return gotPiece(id);
    auto& stock = m_state.stocks[attempt.spare.value];
    ++stock.taken;
    if (m_system.stocks[attempt.spare].unlimited) return gotPiece(id);
    const model::Stock& spec = m_system.stocks[attempt.spare];
    for (std::uint32_t slot = spec.orders.first; slot != spec.orders.last; ++slot) { // the asking orders one
        const ClockId clock = m_system.orderClocks[slot].second;
        if (m_state.clocks[clock.value].status == engine::ClockStatus::running) continue;
        ++stock.ordered;
        startClock(clock, spec.lead, spec.leadStream, {});
        break;
    }
    if (stock.stock > 0) {
        --stock.stock;
        return gotPiece(id);
    }
    m_state.jobs[id.value].status = JobStatus::waitsForPiece;
    insert(stock.waiting, id);
}

void Dynamics::pieceArrived(std::uint32_t slot) {
    auto& stock = m_state.stocks[m_system.orderClocks[slot].first.value];
    --stock.ordered;
    const JobId next = stock.waiting.head;
    if (!next) {
        ++stock.stock;
        return;
    }
    m_root = rootOf(next);
    remove(stock.waiting, next);
    gotPiece(next);
}

// A piece is at hand or needs none: now it is brought.
void Dynamics::gotPiece(JobId id) {
    const Attempt& attempt = attemptOf(id);
    m_state.jobs[id.value].status = JobStatus::running;
    startClock(m_system.jobs[id].clock, attempt.phases[kPartPhase], attempt.phaseStreams[kPartPhase], {});
}

void Dynamics::attemptEnded(JobId id) {
    const Attempt& attempt = attemptOf(id);
    auto& state = m_state.jobs[id.value];
    const bool works =
        attempt.works >= 1.0 || (attempt.works > 0.0 && m_doors.chance(attempt.worksStream, attempt.works, 0));
    releaseHand(id);
    if (works) {
        jobDone(id);
        return;
    }
    ++state.attempt;
    tryAttempts(id);
}

void Dynamics::jobDone(JobId id) {
    const Job& job = m_system.jobs[id];
    m_root = rootOf(id);
    m_state.jobs[id.value] = {};
    switch (job.owner) {
    case JobOwner::repair: repaired(ModeId{job.subject}); break;
    case JobOwner::falseRepair: falseAlarmDone(ModeId{job.subject}); break;
    case JobOwner::startup: started(ThingId{job.subject}); break;
    case JobOwner::switchOver: switchDone(PairId{job.subject}); break;
    case JobOwner::causeRepair: causeRepaired(CauseId{job.subject}); break;
    case JobOwner::work: workDone(WorkId{job.subject}); break;
    }
}

void Dynamics::cancelJob(JobId id) {
    auto& state = m_state.jobs[id.value];
    if (state.status == JobStatus::idle) return;
    stopClock(m_system.jobs[id].clock);
    if (state.status == JobStatus::waitsForCrew) remove(m_state.crews[attemptOf(id).crew.value].waiting, id);
    if (state.status == JobStatus::waitsForPiece) remove(m_state.stocks[attemptOf(id).spare.value].waiting, id);
    state.status = JobStatus::running; // its hand may start another job, not this one
    releaseHand(id);
    state = {};
}

// Waiting lists are ordered by time of asking, then by name.
void Dynamics::insert(model::Queue& queue, JobId id) {
    auto& jobs = m_state.jobs;
    const auto before = [&](JobId a, JobId b) {
        return jobs[a.value].asked != jobs[b.value].asked ? jobs[a.value].asked < jobs[b.value].asked : a < b;
    };
    jobs[id.value].next = JobId{};
    if (!queue.head || before(id, queue.head)) {
        jobs[id.value].next = queue.head;
        queue.head = id;
        if (!queue.tail) queue.tail = id;
        return;
    }
    JobId at = before(queue.tail, id) ? queue.tail : queue.head;
    while (jobs[at.value].next && before(jobs[at.value].next, id)) at = jobs[at.value].next;
    jobs[id.value].next = jobs[at.value].next;
    jobs[at.value].next = id;
    if (queue.tail == at) queue.tail = id;
}

void Dynamics::remove(model::Queue& queue, JobId id) {
    auto& jobs = m_state.jobs;
    if (queue.head == id) {
        queue.head = jobs[id.value].next;
        if (!queue.head) queue.tail = JobId{};
    } else {
        JobId at = queue.head;
        while (jobs[at.value].next != id) at = jobs[at.value].next;
        jobs[at.value].next = jobs[id.value].next;
        if (queue.tail == id) queue.tail = at;
    }
    jobs[id.value].next = JobId{};
}

} // namespace nueves::behaviour
