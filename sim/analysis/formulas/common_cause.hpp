// Fleming's beta factor: of each unit's failures the share beta takes all units of the group at once.
//
// Source: K. N. Fleming, "A reliability model for common mode failures in redundant safety systems", General
// Atomic report GA-A13284, 1974; Rausand & Hoyland, System Reliability Theory, 2nd ed., 6.2.
#pragma once

namespace nueves::analysis {

// Two like repairable units, one needed, exponential; units under repair do not fail. A lone survivor fails
// at its full rate, from its own part or the common one.
struct BetaPair {
    double failureRate = 0.0; // of each unit, both parts together, > 0
    double repairRate = 0.0;  // of one crew, > 0
    double beta = 0.0;        // 0 .. 1
    int crews = 2;            // 1 or 2

    double unavailability() const; // P(both down)
    double outageRate() const;     // of both going down
};

// Two parallel trains of `components` in series; each component fails with chance p, a share beta of it
// together with its twin in the other train. Chance that both trains have failed.
double betaTrains(int components, double p, double beta);

} // namespace nueves::analysis
