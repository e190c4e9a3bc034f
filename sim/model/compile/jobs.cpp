#include "sim/model/compile/jobs.hpp"

#include <limits>

namespace nueves::model::compiling {

namespace {

constexpr const char* kPhaseNames[] = {"response", "diagnosis", "part", "takes"};

const core::Law& lawOf(const scenario::Attempt& attempt, std::size_t phase) {
    const core::Law* const laws[] = {&attempt.response, &attempt.diagnosis, &attempt.part, &attempt.takes};
    return *laws[phase];
}

Attempt attemptOf(Context& context, const scenario::Attempt& written, const JobDraft& draft,
                  const std::string& purpose) {
    Attempt attempt;
    attempt.title = written.title;
    attempt.tried = written.tried;
    attempt.works = written.works;
    attempt.afterSwitch = written.beginsAfterSwitch;
    attempt.crew = written.crew ? context.crew(*written.crew) : draft.crew;
    if (written.spare) attempt.spare = context.stock(*written.spare);
    Tables& tables = context.tables;
    if (attempt.tried < 1.0) attempt.triedStream = tables.stream(draft.entity, purpose + ".tried");
    if (attempt.works < 1.0) attempt.worksStream = tables.stream(draft.entity, purpose + ".works");
    const bool onCall = attempt.crew && context.system.crews[attempt.crew].onCallLaw;
    for (std::size_t phase = 0; phase != 4; ++phase) {
        attempt.phases[phase] = tables.phase(lawOf(written, phase));
        if (attempt.phases[phase] || (onCall && phase == 0)) // who is called out draws the response too
            attempt.phaseStreams[phase] = tables.stream(draft.entity, purpose + "." + kPhaseNames[phase]);
    }
    return attempt;
}

JobId push(Context& context, Job job, const JobDraft& draft) {
    System& system = context.system;
    job.owner = draft.owner;
    job.subject = static_cast<std::uint32_t>(draft.subject);
    job.name = draft.entity + " " + draft.purpose;
    job.clock = context.tables.clock(
        draft.entity, draft.purpose,
        {.kind = EventKind::jobStep, .rank = engine::Rank::ends, .subject = system.jobs.size()});
    return system.jobs.push(std::move(job));
}

} // namespace

JobId addJob(Context& context, const scenario::Attempts& attempts, const JobDraft& draft) {
    Job job;
    auto& list = context.system.attempts;
    job.attempts.first = static_cast<std::uint32_t>(list.size());
    job.never = attempts.never;
    for (std::size_t i = 0; i != attempts.list.size(); ++i) {
        std::string purpose = draft.purpose;
        if (draft.numbered) purpose.append("[").append(std::to_string(i + 1)).append("]");
        list.push_back(attemptOf(context, attempts.list[i], draft, purpose));
    }
    if (attempts.list.empty() && !attempts.never) list.emplace_back(); // nothing said: done at once
    job.attempts.last = static_cast<std::uint32_t>(list.size());
    return push(context, std::move(job), draft);
}

JobId addTwin(Context& context, JobId twin, const JobDraft& draft) {
    Job job;
    job.attempts = context.system.jobs[twin].attempts;
    job.never = context.system.jobs[twin].never;
    return push(context, std::move(job), draft);
}

bool isInstant(const scenario::Attempts& attempts) {
    if (attempts.never) return false;
    if (attempts.list.empty()) return true;
    const scenario::Attempt& first = attempts.list.front();
    const bool asks = first.crew && !scenario::namesNobody(*first.crew);
    bool instant =
        first.tried >= 1.0 && first.works >= 1.0 && !asks && !first.spare && !first.beginsAfterSwitch;
    for (std::size_t phase = 0; phase != 4; ++phase) instant = instant && lawOf(first, phase).isZero();
    return instant;
}

double meanTime(const scenario::Attempts& attempts) {
    double reached = 1.0, mean = 0.0;
    for (const scenario::Attempt& attempt : attempts.list) {
        double spent = 0.0;
        for (std::size_t phase = 0; phase != 4; ++phase) spent += lawOf(attempt, phase).mean();
        mean += reached * attempt.tried * spent;
        reached *= 1.0 - attempt.tried * attempt.works;
    }
    return reached > 0.0 ? std::numeric_limits<double>::infinity() : mean;
}

void addCrews(Context& context) {
    for (const scenario::Crew& written : context.scenario.crews) {
        Crew crew;
        crew.name = written.id;
        crew.size = static_cast<std::uint32_t>(written.size);
        if (written.shifts || written.holidaysOff)
            crew.shifts = context.tables.profile(written.shifts.value_or(kEveryDay), written.holidaysOff);
        crew.onCall = written.onCall.has_value();
        if (written.onCall) crew.onCallLaw = context.tables.phase(*written.onCall);
        crew.costPerHour = written.costPerHour;
        context.system.crews.push(std::move(crew));
    }
}

void addStocks(Context& context) {
    for (const scenario::Spare& written : context.scenario.spares) {
        Stock stock;
        stock.name = written.id;
        stock.unlimited = !written.stock;
        stock.stock = static_cast<std::uint32_t>(written.stock.value_or(0));
        stock.lead = context.tables.phase(written.lead);
        context.system.stocks.push(std::move(stock));
    }
}

// Stock + ordered - waiting stays what it was at the start, and each job waits for one piece at most.
void addOrders(Context& context) {
    System& system = context.system;
    for (std::size_t s = 0; s != system.stocks.size(); ++s) {
        Stock& stock = system.stocks[StockId{s}];
        if (stock.unlimited) continue;
        std::uint32_t slots = stock.stock;
        for (const Job& job : system.jobs)
            for (std::uint32_t a = job.attempts.first; a != job.attempts.last; ++a)
                if (system.attempts[a].spare == StockId{s}) {
                    ++slots;
                    break;
                }
        stock.leadStream = context.tables.streamFor(stock.lead, stock.name, "lead");
        stock.orders.first = static_cast<std::uint32_t>(system.orderClocks.size());
        for (std::uint32_t slot = 0; slot != slots; ++slot)
            system.orderClocks.emplace_back(
                StockId{s},
                context.tables.clock(stock.name, std::string("lead").append(std::to_string(slot + 1)),
                                     {.kind = EventKind::lead,
                                      .rank = engine::Rank::ends,
                                      .subject = system.orderClocks.size()}));
        stock.orders.last = static_cast<std::uint32_t>(system.orderClocks.size());
    }
}

} // namespace nueves::model::compiling
