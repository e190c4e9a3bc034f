// What happens: the mechanisms that turn one settled state into the next (semantics.md).
//
// One event at a time: apply it, spread it through the circuit, let every thing that noticed act in a fixed order,
// until nothing changes. All chance through the doors, so the same code is simulated, listed and solved. The class
// holds no state of its own beyond work lists that are empty between events.
#pragma once

#include "sim/behaviour/traffic/passage.hpp"
#include "sim/engine/doors.hpp"
#include "sim/model/state.hpp"

#include <array>
#include <memory>
#include <vector>

namespace nueves::behaviour {

using engine::ClockId;
using engine::LawId;
using engine::StreamId;
using model::CauseId;
using model::GateId;
using model::JobId;
using model::ModeId;
using model::PairId;
using model::RootId;
using model::ServiceId;
using model::ThingId;
using model::WorkId;

class Dynamics {
  public:
    Dynamics(const model::System& system, model::State& state, engine::Doors& doors, model::Spreader& spreader);

    // Everything new (or aged: failure clocks from their stationary residual) at time 0, then settled.
    static model::State blank(const model::System& system);
    void begin(bool aged);

    // A clock that ran out, or a candidate that was accepted. Settles.
    void fire(ClockId clock);
    // Present speed of a candidate clock, [0, 1]: its acceptance probability, or the factor of its rate.
    double candidateSpeed(ClockId clock) const;

    // Services whose gates changed since the last call of clearChanges, in order; each once.
    const std::vector<std::uint32_t>& changedServices() const { return m_services; }
    void clearChanges();
    // Begins of faults since clearChanges, for counting.
    const std::vector<ModeId>& struck() const { return m_struck; }
    // Traffic up to now, when nothing has happened there for a while: the end of a stretch.
    void passTraffic();
    // What the rates did since it was last cleared; null without demand.
    traffic::TrafficSums* trafficSums() { return m_rates ? &m_rates->sums() : nullptr; }
    // Sees every step of the rates from now on; without demand nobody calls it.
    void watchTraffic(traffic::TrafficWatch* watch) {
        if (m_rates) m_rates->setWatch(watch);
    }
    // The plan as rates, for whoever goes on with traffic. Precondition: there is demand.
    traffic::Flow& rates() { return m_rates->flow(); }
    // From now on traffic is what `passage` says it is. All has settled and stands at the doors' now, traffic
    // too; `passage` outlives this.
    void continueWith(traffic::Passage& passage);
    // Hand time at work of a crew from the start until now, in its working hours.
    core::SimSpan handTime(model::CrewId crew) const;
    // How long a scaled machine has existed from the start until now; what its provider is paid for. Of a service
    // on such machines: the same, summed over its replicas.
    core::SimSpan existed(std::uint32_t node) const;
    core::SimSpan lodged(std::size_t lodger) const;

  private:
    friend struct Access; // tests of single mechanisms

    // settling
    void settle();
    bool settleOnce();
    void takeChanges();
    void enqueue(ThingId thing);
    void reviewThing(ThingId thing);
    void reviewService(std::uint32_t service);
    void complain();
    bool isTrue(GateId gate) const { return m_system.isTrue(m_state.signals, gate); }
    void setLeaf(GateId leaf, bool value, RootId root);
    void startClock(ClockId clock, LawId law, StreamId stream, engine::ProfileId profile);
    void stopClock(ClockId clock);
    void stopLater(ClockId clock);
    void dispatch(ClockId clock);

    // failures/
    void strike(ModeId mode, RootId root);
    void beginDetection(ModeId mode);
    void become(ModeId mode);
    void reveal(ModeId mode);
    void cure(ModeId mode);
    void cureAll(ThingId thing, ModeId repaired);
    bool isBelow(ThingId thing, ThingId other) const;
    void repaired(ModeId mode);
    void renewClocks(ThingId thing);
    void beginScaled();
    void beginFaults(bool aged);
    void startLife(ModeId mode, bool aged);
    void adjustSpeeds(ThingId thing);
    void destroyInside(ThingId place, bool renew);
    bool isInside(ThingId thing, ThingId place) const;
    void flapTurn(ModeId mode);
    void leakFull(ModeId mode);
    void falseAlarm(ModeId mode);
    void falseAlarmDone(ModeId mode);
    void dropFalseAlarm(ModeId mode);
    void shock(CauseId cause);
    void causeRepaired(CauseId cause);
    void returnAtOnce(ThingId thing);

    // recovery/: jobs, crews, spares
    void beginJob(JobId job);
    void tryAttempts(JobId job);
    void joinQueue(JobId job);
    void askCrew(JobId job);
    void gotHand(JobId job);
    void releaseHand(JobId job);
    core::SimSpan handTime(JobId job) const;
    void runPhases(JobId job);
    bool startPhase(JobId job);
    void phaseEnded(JobId job);
    void attemptEnded(JobId job);
    void askPiece(JobId job);
    void gotPiece(JobId job);
    void pieceArrived(std::uint32_t slot);
    void cancelJob(JobId job);
    void jobDone(JobId job);
    bool handIsFree(model::CrewId crew) const;
    void insert(model::Queue& queue, JobId job);
    void remove(model::Queue& queue, JobId job);
    const model::Attempt& attemptOf(JobId job) const;
    RootId rootOf(JobId job) const;

    // recovery/: start-ups
    void beginStartup(ThingId thing);
    void startProcess(ThingId thing);
    void dropStartup(ThingId thing);
    void started(ThingId thing);

    // recovery/: standby
    void reviewPair(PairId pair);
    bool noticed(const model::Pair::Member& member) const;
    bool believedGood(PairId pair, std::uint32_t member) const;
    bool takenElsewhere(PairId pair, std::uint32_t member) const;
    int nextReserve(PairId pair) const;
    void beginSwitch(PairId pair, std::uint32_t from, std::uint32_t to, RootId root);
    void switchDone(PairId pair);
    void keepStarted(const model::Pair& pair);
    void endSwitch(PairId pair);
    void setRole(PairId pair, std::uint32_t member, bool active, RootId root);
    void takeOver(PairId pair);
    void reviewFailback(PairId pair);
    RootId faultOf(const model::Pair::Member& member) const;

    // recovery/: planned work
    void scheduleWork(WorkId work);
    void workDue(WorkId work);
    void reviewWorks();
    bool mayBegin(WorkId work) const;
    void beginWork(WorkId work);
    void workDone(WorkId work);
    void workWindow(WorkId work);
    void dropWork(WorkId work);

    // supply/: batteries, fuel, rotation
    void reviewBattery(std::uint32_t battery);
    void batteryEmpty(std::uint32_t battery);
    void reviewGenerator(std::uint32_t generator);
    void fuelEmpty(std::uint32_t generator);
    void countProbes(std::uint32_t rotation);
    void reviewRotation(std::uint32_t rotation);
    void rotationTurn(std::uint32_t rotation);

    // script/
    void action(std::uint32_t number);
    void actionEnd(std::uint32_t number);
    void begins(const model::Action& action);
    void ends(const model::Action& action, std::size_t which);
    void endEarlier(model::Action::Verb verb, ThingId thing);
    void startThings(const model::Action& action);
    void startAgain(ThingId thing);
    void repairThings(const model::Action& action);

    // traffic/
    void beginTraffic();
    void meetTraffic();
    void waver();
    bool setAnswered();
    bool applyScaling();
    bool scaleOut(std::size_t scaling);
    bool resize(std::size_t scaling);
    std::size_t nextToStart(const std::vector<model::Target>& targets) const;
    std::size_t nextToStop(std::uint32_t station) const;

    // scaling/: who is put on which machine
    void beginFleet(bool aged);
    void meetFleet();
    bool reviewFleet();
    void watchNodes();
    bool movePlaces();
    int seats(std::size_t lodger) const;
    bool seatLodger(std::size_t lodger);
    void takePlace(std::size_t lodger, std::size_t place);
    void leavePlace(std::size_t lodger, std::size_t place, RootId root);
    void countLodged(std::size_t lodger);
    void forgetDisplaced(std::size_t lodger);

    // scaling/: machines that come and go
    bool askForMachines();
    void addSpares(std::uint32_t pool, int count, std::vector<std::uint32_t>& ask) const;
    bool askForOne(std::uint32_t pool, std::uint32_t node);
    void refuseRequest(std::uint32_t pool, std::uint32_t node);
    void nodeArrives(std::uint32_t node);
    void startLifetime(std::uint32_t node, bool aged);
    void nodeEnds(std::uint32_t node);
    void endNode(std::uint32_t node, RootId root);
    void leaveNode(std::uint32_t node, RootId root);
    bool takeMachinesAway();
    bool giveUpBroken();
    void takeAway(std::uint32_t node, RootId root);
    int replicasOn(std::uint32_t node) const;
    bool mayGo(std::uint32_t node) const;
    core::SimTime goesAt(std::uint32_t node) const;
    void markIdle();
    void scheduleFleet();
    core::SimTime nextLook() const;
    core::SimTime nextMove() const;

    // scaling/: images
    void beginImages();
    bool pullImage(ThingId thing);
    bool dropPull(ThingId thing);
    void pulled(std::uint32_t pull);
    std::vector<RootId> rootsOf(std::size_t station);

    const model::System& m_system;
    model::State& m_state;
    engine::Doors& m_doors;
    model::Spreader& m_spreader;

    RootId m_root; // whose doing the present event is: what lingers after it carries this root
    std::vector<std::pair<std::uint32_t, ThingId>> m_things; // heap by settleOrder
    std::vector<std::uint8_t> m_thingQueued;
    std::vector<std::uint8_t> m_reacts; // things that have something to do when they stop or run again
    std::vector<std::uint32_t> m_pairs, m_batteries, m_generators, m_rotations; // to review, sorted
    std::vector<std::uint32_t> m_services;
    std::vector<std::uint8_t> m_serviceQueued;
    std::vector<std::uint32_t> m_complaints;   // services that went down, unless they come up in the same instant
    std::vector<ClockId> m_instants;           // zero-length clocks that fire in this instant
    std::vector<ModeId> m_struck;
    std::uint32_t m_steps = 0;
    std::unique_ptr<traffic::RatePassage> m_rates; // null without demand
    traffic::Passage* m_traffic = nullptr; // the rates, unless somebody else goes on; null without demand
    bool m_trafficChanged = false;         // something that traffic sees
    bool m_fleetChanged = false;           // something that matters to who puts replicas on machines
};

} // namespace nueves::behaviour
