#include "sim/methods/requests/requests.hpp"

#include "sim/methods/requests/simulation.hpp"

namespace nueves::methods {

RequestRecord replayRequests(const RequestPlan& plan, const RequestWindow& window,
                             const core::DrawSource& source) {
    return requests::Simulation(plan, window, source).run();
}

} // namespace nueves::methods
