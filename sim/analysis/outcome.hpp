// What a range of histories did: exact integers per history, and sums. Ranges that touch merge to the same bytes as
// one run over both.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace nueves::analysis {

// One service, or the whole. Vectors run over histories; with blocks: history by history, block by block.
struct ServiceOutcome {
    std::vector<std::int64_t> down;         // us, histories x blocks
    std::vector<std::int64_t> windowDown;   // us, histories x targets x blocks
    std::vector<std::int64_t> windowInside; // us, the same
    std::vector<std::int64_t> degraded;     // us
    std::vector<double> lost;               // us x (1 - fraction)
    std::vector<std::uint64_t> outages;
    std::vector<std::int64_t> longest;      // us
    std::vector<std::int64_t> firstOutage;  // us; -1: none
    std::vector<std::uint8_t> downAtEnd;
    std::vector<std::int64_t> blame;        // us, per root, summed over histories
    std::map<std::uint32_t, std::int64_t> phases; // us, per phase, summed
    std::map<std::uint32_t, std::int64_t> lengths; // whole outages by bin of length (1 % wide), summed
    std::vector<double> credits, creditMonths; // histories x targets: share of the fee given back, share of the months
                                            // that give some; NaN: no contract, or no whole month
    std::size_t targets = 0;
};

// Requests of one demand. Vectors run over histories; requests, or seconds of users.
struct DemandOutcome {
    std::vector<double> asked, answered, lost, repeats, refused, users, usersServed; // refused: attempts, at once
    std::vector<std::uint64_t> responses;   // millionths of requests answered, by bin of time, summed; see kResponseBins
};
// One service that requests reach. Vectors run over histories.
struct StationOutcome {
    std::vector<double> attempts, served, refused;             // requests
    std::vector<double> present, computing, serving, wanted;   // seconds of requests, cores, instances, instances asked for
    std::vector<double> waiting, longest, oldest; // fed from a queue: request seconds, requests, s: 0 elsewhere
    std::vector<double> needed, idle, missing, over, under; // seconds: replicas that would do, beyond them, short of
                                                // them; time with more, with fewer. Needed: NaN if nobody knows
    std::vector<double> machines;               // machine seconds at work under it
    std::vector<double> existed;                // s, histories x targets: it was wanted
    std::size_t targets = 0;
    std::vector<std::uint64_t> week;            // hour of the week by curve: millionths, summed over histories
    // Held down by itself: s of it, and of the first time since when, when certain, share answered and what could be.
    std::vector<double> heldFor, heldSince, heldSeen, heldShare, calmShare;
    std::vector<double> latency[4]; // s, quantiles 0.5, 0.95, 0.99, 0.999 of users' answers; NaN: nobody was answered
};

// One target of a service that requests reach. Vectors run over histories; with blocks: history by history, block
// by block; with bounds of latency: history by history, bound by bound, block by block.
struct PromiseOutcome {
    std::vector<double> all, bad;               // requests or seconds, by its weight
    std::vector<double> asked, late;            // requests meant; of them, not answered within the bound
    std::vector<double> worst[3], alerts[3];    // burn rate over 1 h, 6 h, 3 d: largest; how often it called
    std::size_t bounds = 0;
};
struct MomentOutcome {                          // the hour of each history in which most of something happened
    std::vector<double> amount;
    std::vector<std::int64_t> from;             // us
};

struct Outcome {
    std::uint64_t firstHistory = 0;
    std::uint64_t histories = 0;
    std::uint32_t blocks = 1;               // per history
    std::int64_t block = 0;                 // us, length of a block (the last may be shorter)
    std::int64_t stretch = 0;               // us measured per history
    std::int64_t simulated = 0;             // us per history, warm-up included
    std::uint64_t events = 0;
    std::vector<ServiceOutcome> services;   // the last is the whole
    std::vector<std::int64_t> crewBusy;     // us, per crew, summed
    std::vector<std::uint64_t> faults;      // per mode, summed
    std::vector<std::uint64_t> pieces;      // per stock of spares, summed
    std::vector<std::int64_t> historyCrewBusy; // us, histories x crews: what people cost differs by history
    std::vector<std::uint64_t> historyPieces;  // histories x stocks
    std::uint32_t comers = 0;                  // machines that come and go, and services put on them
    std::vector<std::int64_t> historyExisted;  // us, histories x comers: how long each machine was there, and all
                                               // replicas of each service together
    std::vector<DemandOutcome> demands;     // as in the plan of traffic; none without demand
    std::vector<StationOutcome> stations;
    std::vector<PromiseOutcome> promises;   // service by service, target by target; none without demand
    MomentOutcome worst, busiest;           // most requests lost, most asked; none without demand
    std::vector<std::uint64_t> weekSeen;    // histories that saw an hour of the week
    std::vector<std::uint64_t> fingerprints;// per history

    // Blocks that are whole: years, or the one of a shorter horizon. What is left over is no year.
    std::uint32_t wholeBlocks() const;
    static constexpr std::size_t kResponseBins = 480;          // bin b: [kShortest kStep^b, the next) s
    static constexpr double kShortestResponse = 1e-4, kResponseStep = 1.05;

    void resize(std::uint64_t histories);   // all vectors over histories; values are zero
    void append(const Outcome& next);       // next.firstHistory must follow this range
    std::uint64_t fingerprint() const;      // digest of all histories in order
};

} // namespace nueves::analysis
