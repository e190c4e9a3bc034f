// Services fed from a queue: what a caller, a replica and the queue itself may say there. What would say
// nothing is refused, with its place.
#include "sim/core/short_number.hpp"
#include "sim/scenario/reach.hpp"
#include "sim/scenario/validation.hpp"

namespace nueves::scenario {

namespace {

Mark below(const Mark& mark, const char* key) {
    return {mark.place, mark.path + "." + key};
}

void refuse(Validation& validation, const Mark& mark, const char* key) {
    validation.error("key-of-another-kind", mark, {{"found", key}, {"kind", "order later"}});
}

// Nobody waits for what is put into a queue: what a caller does while it waits says nothing there.
void checkLater(Validation& validation, const Call& call) {
    const auto idleKey = [&](bool said, const char* key) {
        if (said) refuse(validation, below(call.mark, key), key);
    };
    idleKey(call.retries.times > 0, "retries");
    idleKey(call.fallback, "fallback");
    idleKey(call.cache.has_value(), "cache");
    idleKey(call.breaker.has_value(), "breaker");
    idleKey(call.pool.has_value(), "pool");
}

// `shed` and `limit` refuse who asks, and nobody asks here: what may be put into the queue is bounded by
// `queue`. The oldest is taken first, and who waits does not leave.
void checkFed(Validation& validation, const Thing& service) {
    if (service.shed) refuse(validation, below(service.mark, "shed"), "shed");
    if (service.limit) refuse(validation, service.limit->mark, "limit");
    if (service.work && service.work->order != QueueOrder::fifo)
        refuse(validation, below(service.work->mark, "order"), "order");
}

// What is answered wrongly at once goes back at once and costs nothing: who does that now and then does not
// differ from a sound replica. One that does nothing right does nothing.
void checkErrors(Validation& validation, Effect effect, double size, const Mark& mark) {
    if (effect != Effect::errors || size >= 1.0) return;
    validation.error("out-of-range", below(mark, "effect"),
                     {{"found", "errors " + core::shortNumber(100.0 * size) + " %"},
                      {"expected", "errors 100 % where a queue feeds it"}});
}

} // namespace

// A service takes what it does from a queue, or it is asked: its replicas cannot do both.
void Validation::checkQueues() {
    std::vector<const Mark*> asked(m_scenario.services.size()), fed(m_scenario.services.size());
    const auto note = [&](std::vector<const Mark*>& by, const Selector& to, const Mark& mark) {
        if (const int service = serviceOf(m_scenario, to); service >= 0)
            by[static_cast<std::size_t>(service)] = &mark;
    };
    for (const Demand& demand : m_scenario.demand)
        if (demand.to) note(asked, *demand.to, demand.mark);
    for (const Thing& service : m_scenario.services)
        for (const Call& call : service.calls) {
            note(call.order == CallOrder::later ? fed : asked, call.to, call.mark);
            if (call.order == CallOrder::later) checkLater(*this, call);
        }
    for (std::size_t s = 0; s != asked.size(); ++s)
        if (asked[s] != nullptr && fed[s] != nullptr)
            error("queue-and-asked", *asked[s],
                  {{"service", m_scenario.services[s].id}, {"other", fed[s]->path}});
    const auto isFed = [&](int at) {
        const int service = m_inventory[at].isReplica() ? m_inventory[at].service : -1;
        return service >= 0 && fed[static_cast<std::size_t>(service)] != nullptr;
    };
    for (std::size_t s = 0; s != fed.size(); ++s)
        if (fed[s] != nullptr) checkFed(*this, m_scenario.services[s]);
    eachThing(*this, [&](const Thing& thing, int at) {
        for (const FailureMode& mode : thing.failures)
            if (isFed(at)) checkErrors(*this, mode.effect, mode.size, mode.mark);
    });
    for (const CommonCause& cause : m_scenario.commonCauses) {
        bool hitsFed = false;
        if (cause.hits)
            eachName(*cause.hits, Role::victim, [&](const Selector& selector, Role) {
                for (const int at : m_inventory.resolve(selector).instances) hitsFed = hitsFed || isFed(at);
            });
        if (hitsFed && !cause.mode) checkErrors(*this, cause.effect, cause.size, cause.mark);
    }
}

} // namespace nueves::scenario
