// Queues with an end: room for K (M/M/c/K), and a finite number of customers (M/M/c//N).
//
// Birth-death chains on the number in the station, first come, first served. Rates per any unit of time,
// answers in the same unit. Source: Kleinrock, Queueing Systems I, 1975, 3.6-3.9; Gross, Shortle, Thompson &
// Harris, Fundamentals of Queueing Theory, 4th ed. 2008, 2.5 and 2.8; response-time law of interactive
// systems: Denning & Buzen, "The operational analysis of queueing network models", ACM Computing Surveys 10
// (1978).
#pragma once

#include <vector>

namespace nueves::analysis {

// Poisson arrivals, c servers, at most `capacity` in the station, those in service too; who finds it full is
// lost. Any load. The chain is solved once, when it is made: one step per place.
class MmcK {
  public:
    // Rates > 0, 1 <= servers <= capacity.
    MmcK(double arrivalRate, double serviceRate, int servers, int capacity);

    const std::vector<double>& states() const { return m_states; } // P(n in the station), n = 0 .. capacity
    double loss() const { return m_states.back(); }                // share of arrivals turned away
    double throughput() const { return m_arrivalRate * (1.0 - loss()); }
    double utilisation() const {
        return throughput() / (m_servers * m_serviceRate);
    } // busy servers over servers
    double meanNumber() const;
    double meanQueue() const { return meanNumber() - throughput() / m_serviceRate; }
    // Of those accepted.
    double meanWait() const { return meanResponse() - 1.0 / m_serviceRate; }
    double meanResponse() const { return meanNumber() / throughput(); } // Little's law
    double waitTail(double time) const;                                 // P(wait > time), time >= 0
    double responseTail(double time) const;                             // P(response > time), time >= 0

  private:
    double m_arrivalRate, m_serviceRate;
    int m_servers;
    std::vector<double> m_states;
};

// N customers who think for an exponential time and then ask for one exponential service of c servers: a
// closed, interactive system. Machine interference, seen from the repair shop.
class FiniteSource {
  public:
    // Mean times > 0, customers >= 1, servers >= 1.
    FiniteSource(int customers, double meanThink, double meanService, int servers);

    const std::vector<double>& states() const { return m_states; } // P(n at the station), n = 0 .. customers
    double idle() const { return m_states.front(); }               // P(nobody at the station)
    double meanNumber() const;
    double throughput() const; // services per time
    double meanResponse() const;
    double utilisation() const; // busy servers over servers

  private:
    int m_customers, m_servers;
    double m_meanThink, m_meanService;
    std::vector<double> m_states;
};

} // namespace nueves::analysis
