// Single requests over a window of time: the request-level clock of the plan in model/traffic.hpp.
//
// What a request does: it comes to a station and is sent to one of the targets in rotation. There it waits
// for a worker, computes (its CPU shared evenly among those who compute), does the rest of its own work, then
// makes its calls while the worker waits, and is answered. A call that fails without a fallback ends it at
// once. A caller whose time-out passes goes away; the request stays and is served for nothing.
//
// Events are in an engine::EventQueue whose ticks are nanoseconds here. Arrivals are not: each demand knows
// its next. Ties: time, then structure, services, time-outs, retries, users; arrivals last.
#pragma once

#include "sim/behaviour/traffic/membership.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/methods/requests/intensity.hpp"
#include "sim/methods/requests/meter.hpp"
#include "sim/methods/requests/parts.hpp"
#include "sim/methods/requests/record.hpp"

#include <span>
#include <vector>

namespace nueves::methods::requests {

class Simulation {
  public:
    // `window` outlives this.
    Simulation(const RequestPlan& plan, const RequestWindow& window, const core::DrawSource& source);
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;
    RequestRecord run();

    // The same in parts, for those who look and change the structure on the way.
    // All that happens before `to`; at `to` nothing has happened yet. to: not before the last one.
    void advance(Nanos to);
    // From now on the structure is another: each change is of the instant at which advance() stopped.
    void change(std::span<const TargetChange> targets, std::span<const StationChange> stations);
    // What has been done so far. Cost: a look at every request that is there.
    Meter read() const;
    // What the targets of a station answered since this was last asked.
    std::vector<behaviour::traffic::Answers> takeAnswers(std::uint32_t station);
    // Closes the window, at its end. Nothing may follow.
    RequestRecord finish();

  private:
    enum class Kind : std::uint8_t {
        structure,
        service,
        cpu,
        warm,
        timeout,
        repeat,
        recall,
        connected,
        thought,
        population,
        look,
        back
    };

    struct DemandState {
        const model::Demand* plan = nullptr;
        Arrivals arrivals;     // open
        Population population; // closed
        Numbers jitter, rest, client;
        std::uint64_t think = 0; // stream
        Nanos nextArrival = kNeverNanos;
        std::uint32_t wanted = 0;           // users
        Population::Change change{};        // the next
        std::vector<std::uint32_t> users{}; // of the pool, by number
        std::uint64_t repeats = 0, meant = 0;
        std::vector<Allowance> clients{};  // open, of a limit per user
        const FoundBound* bound = nullptr; // closed: of the window
        Tokens budget{};
        Ended ended{};
        RequestTimeline::OfDemand sample{}; // orbit: now; the rest: since the last row
    };

    // simulation.cpp: the way of every request
    void step(const engine::QueuedEvent& event);
    void arrive();
    void findNextArrival();
    void ask(Caller& caller);
    void send(std::uint32_t edge, Caller& caller);
    bool letIn(TargetState& target, const StationState& station);
    bool isAllowed(StationState& station, Caller& caller);
    bool take(Allowance& allowance, double rate) const;
    double weightOf(const TargetState& target) const;
    std::uint32_t anyOf(StationState& station, double u, std::uint32_t butNot = kNone) const;
    std::uint32_t inTurn(StationState& station);
    std::uint32_t ofTwo(StationState& station, std::uint64_t n);
    std::uint32_t choose(StationState& station, std::uint64_t n, Caller& caller);
    std::uint32_t fewest(StationState& station, double newcomers);
    std::uint32_t place(std::uint32_t edge, std::uint32_t target, std::uint64_t n, const Caller& caller,
                        Nanos arrived);
    void joinLine(std::uint32_t slot, TargetState& target);
    std::uint32_t leaveLine(std::uint32_t target);
    void unlink(Request& request, TargetState& target);
    void begin(std::uint32_t slot);
    void work(std::uint32_t slot, double ns);
    void worked(std::uint32_t slot);
    void finish(std::uint32_t slot, bool well);
    void account(const Request& request, bool hadWorker);
    void tell(const Caller& caller, bool well);
    void userAnswered(const Caller& caller);

    // callers.cpp: users and their patience
    void userFailed(Caller caller);
    void think(std::uint32_t user, bool fresh, double least);
    void thought(std::uint32_t user);
    void changePopulation(std::uint32_t demand);
    void wait(std::uint32_t slot);
    void stopWaiting(Request& request) {
        const Row& row = m_edges[request.edge].row;
        if (row.patience != kNeverNanos && request.caller.kind != Caller::Kind::nobody) leaveRow(request);
    }
    void leaveRow(Request& request);
    std::uint32_t userOf(std::uint32_t demand, std::uint32_t number);
    void watch(std::uint32_t edge);
    void timeouts(std::uint32_t edge);
    void abandon(std::uint32_t slot);
    void repeat(std::uint32_t slot);
    double pause(const model::Retries& retries, std::uint32_t attempt, Numbers& jitter,
                 std::uint64_t n) const;

    // calls.cpp: of one station by another
    void advance(std::uint32_t slot);
    void addBranch(std::uint32_t slot, std::uint32_t edge);
    void goOn(std::uint32_t branch);
    bool hit(std::uint32_t branch);
    void call(std::uint32_t branch);
    bool connect(std::uint32_t branch);
    void disconnect(Branch& branch);
    void dial(std::uint32_t branch);
    void callEnded(std::uint32_t branch, bool well);
    void callFailed(std::uint32_t branch, bool mayRepeat);
    void recall(std::uint32_t branch);
    void closeBranch(std::uint32_t branch, bool well);
    void dropBranches(std::uint32_t slot);
    Client& clientOf(const Branch& branch);
    bool passes(Branch& branch);
    void judge(Branch& branch, bool well);
    void openBreaker(Branch& branch);

    // feeding.cpp: stations that are fed from one queue
    void post(std::uint32_t edge);
    void deliver(std::uint32_t edge, std::uint64_t n, Nanos arrived);
    void pull(std::uint32_t station);
    void finishFed(std::uint32_t slot, bool well);
    void putBack(std::uint32_t slot);
    void returnAll(std::uint32_t target);

    // sharing.cpp: CPUs
    void compute(std::uint32_t slot, double ns);
    void computed(std::uint32_t target);
    void catchUp(TargetState& target) const;
    void shareOut(std::uint32_t target);
    void shareMachine(const MachineState& machine);
    double levelOf(const MachineState& machine) const;
    void setRate(std::uint32_t target, double rate);
    double ownRate(const TargetState& target) const;

    // prepare.cpp: from the plan
    void prepareStations();
    void prepareEdges();
    void prepareMachines();
    void prepareDemands();
    std::vector<double> peaksOf(std::size_t demand) const;

    // found.cpp: who is there when the window opens
    void openBreakers();
    std::uint32_t boundTo(std::uint32_t demand, std::uint32_t number) const;
    void fillLines();
    void fillStation(std::uint32_t station);
    bool resumeCall(std::uint32_t slot);
    void joinCall(std::uint32_t slot, std::uint32_t edge, std::uint32_t child);
    std::uint32_t edgeInto(std::uint32_t station) const;
    void fillOrbits();
    Caller foundUser(std::uint32_t demand);

    // structure.cpp: what targets are, and what becomes of requests when that changes
    void changeStructure();
    void settleStructure();
    bool apply(const TargetChange& change);
    void nextStructure();
    void rebuildRotation(std::uint32_t station);
    void setPace(std::uint32_t target);
    void failAll(std::uint32_t target);
    void nextLook(std::uint32_t station);
    void lookAtAnswers(std::uint32_t station);
    void comeBack(std::uint32_t target);
    bool isIn(const TargetState& target) const {
        return target.reached && target.judged.outUntil <= seconds() + 1e-9;
    }
    double seconds() const { return static_cast<double>(m_now) * 1e-9; }
    void heard(std::uint32_t target, bool well) {
        ++(well ? m_targets[target].well : m_targets[target].badly);
    }
    void resize(std::uint32_t station, std::uint32_t size);
    void warmUp(std::uint32_t target);

    // meter.cpp: what those who decide are told
    void addUnderWay(const Request& request, Meter& meter) const;
    void forgetComputing(std::uint32_t slot);
    double workDone(const Request& request) const;

    // samples.cpp: the timeline and the end
    void sampleUntil(Nanos time);
    void close();

    bool counts(Nanos time) const { return time >= m_window.measureFrom; }
    std::uint64_t measuredPart(Nanos from) const {
        const Nanos start = from > m_window.measureFrom ? from : m_window.measureFrom;
        return m_now > start ? static_cast<std::uint64_t>(m_now - start) : 0;
    }
    void push(Nanos time, Kind kind, std::uint32_t slot, std::uint32_t generation = 0) {
        if (time >= m_window.lasts) return;
        m_queue.push(
            {core::SimTime{core::SimSpan{time}}, static_cast<std::uint32_t>(kind) << 28 | slot, generation});
    }
    Nanos later(double ns) const {
        const double room = static_cast<double>(kNeverNanos / 2);
        return ns < room ? m_now + static_cast<Nanos>(ns + 0.5) : kNeverNanos;
    }
    const model::Edge& edgeOf(std::uint32_t edge) const { return m_plan.traffic.edges[edge]; }

    RequestPlan m_plan;
    const RequestWindow& m_window;
    core::DrawSource m_source;
    engine::EventQueue m_queue;
    Nanos m_now = 0;
    Nanos m_nextArrival = kNeverNanos;
    std::uint32_t m_nextDemand = 0;
    Nanos m_nextSample = kNeverNanos;
    std::size_t m_targetChanges = 0, m_stationChanges = 0; // made so far
    Pool<Request> m_requests;
    Pool<Branch> m_branches;
    Pool<Orbiting> m_orbit;
    std::vector<User> m_users;
    std::vector<TargetState> m_targets;
    std::vector<StationState> m_stations;
    std::vector<EdgeState> m_edges;
    std::vector<DemandState> m_demands;
    std::vector<MachineState> m_machines;
    std::vector<RequestTimeline::AtStation> m_sample; // present and busy come when it is taken
    RequestRecord m_record;
    // Per edge, while lines are filled: calls that nobody waits for yet, the oldest first.
    std::vector<std::deque<std::uint32_t>> m_held;
    std::vector<std::uint32_t> m_broken; // targets that just changed their conduct
};

} // namespace nueves::methods::requests
