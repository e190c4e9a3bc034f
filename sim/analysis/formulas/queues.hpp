// Queues with one station and room for everybody: M/M/1, M/G/1, M/M/1/1 with retrials, M/G/infinity.
//
// They see no engine: the outside witness of the traffic simulation. First come, first served; rates per any
// unit of time, answers in the same unit; "number" counts those in service too, "response" is wait plus
// service. Where the load is 1 or more, means are infinite and tails 1: there is no steady state.
// Source: Kleinrock, Queueing Systems I, 1975, 3.2 (M/M/1), 5.7 (Pollaczek-Khinchine); Falin & Templeton,
// Retrial Queues, 1997, 1.2; Takacs, Introduction to the Theory of Queues, 1962, 3.2 (infinitely many
// servers); Allen, Probability, Statistics, and Queueing Theory, 2nd ed. 1990, 5.3.
#pragma once

#include <functional>

namespace nueves::analysis {

// Poisson arrivals, exponential service, one server. Both rates > 0.
struct Mm1 {
    double arrivalRate = 0.0;
    double serviceRate = 1.0;

    double utilisation() const {
        return arrivalRate / serviceRate;
    } // offered; above 1 without a steady state
    bool isStable() const { return arrivalRate < serviceRate; }
    double meanNumber() const;
    double meanQueue() const;
    double meanResponse() const;
    double meanWait() const;
    double numberAtLeast(int n) const;       // P(n or more in the system), n >= 0
    double responseTail(double time) const;  // P(response > time), time >= 0
    double responseQuantile(double p) const; // 0 <= p < 1
};

// Poisson arrivals, any service law, one server; only the first two moments of the service matter.
struct Mg1 {
    double arrivalRate = 0.0;      // > 0
    double meanService = 1.0;      // > 0
    double squaredVariation = 1.0; // variance of a service over its squared mean, >= 0

    double utilisation() const { return arrivalRate * meanService; }
    double meanWait() const; // Pollaczek-Khinchine
    double meanResponse() const;
    double meanQueue() const;
    double meanNumber() const;
};

// One server, no place to wait: who finds it busy tries again after exponential times, each on its own, until
// served. All rates > 0.
struct Mm1Retrial {
    double arrivalRate = 0.0;
    double serviceRate = 1.0;
    double retryRate = 1.0; // of each that waits to retry

    double busy() const;        // P(server busy) = P(a first attempt is blocked)
    double meanOrbit() const;   // mean number waiting to retry
    double meanDelay() const;   // mean time from the first attempt to the start of service
    double attemptRate() const; // retries per time
};

// Poisson arrivals, as many servers as asked for, any service law. The number busy is Poisson in the long
// run.
struct MgInfinity {
    double arrivalRate = 0.0; // > 0
    double meanService = 1.0; // > 0

    double meanBusy() const { return arrivalRate * meanService; }
    double varianceBusy() const { return meanBusy(); }
    double busyMoreThan(int n) const; // P(N > n), n >= 0
    // Mean at `time` when empty at 0: it is Poisson then too. `survival` = P(service > t), not increasing.
    double meanBusyAt(double time, const std::function<double(double)>& survival) const;
};

// Mean wait of G/G/c by Allen and Cunneen: that of M/M/c times half the sum of the squared variations of
// arrivals and services. An approximation, not an equation: exact for M/M/c and M/G/1; good to some 10 % near
// full load, poor at low load with bursty arrivals.
double allenCunneenMeanWait(double arrivalRate, double meanService, int servers, double arrivalVariation,
                            double serviceVariation);

} // namespace nueves::analysis
