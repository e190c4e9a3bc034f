#include "sim/scenario/canonical.hpp"

#include "sim/scenario/fields_traffic.hpp"

#include <cstdio>
#include <utility>

namespace nueves::scenario {

namespace {

// Only of keys that came late.
template <class T> bool isAbsent(const std::optional<T>& value) {
    return !value;
}
template <class T> bool isAbsent(const std::vector<T>& list) {
    return list.empty();
}
template <class T> bool isAbsent(const T&) {
    return false;
}
bool isAbsent(const bool& value) { // yes or no: no
    return !value;
}
bool isAbsent(const double& value) { // a time: none
    return value == 0.0;
}

class Dump {
  public:
    explicit Dump(bool physicsOnly) : m_physicsOnly(physicsOnly) {}
    std::string take() { return std::move(m_text); }

    void put(std::string_view text) { (m_text += text) += '\n'; }
    void put(const std::string& text) { put(std::string_view(text)); }
    void put(const char* text) { put(std::string_view(text)); }
    void put(const core::Text& text) { put(text.es + "|" + text.en); }
    void put(bool value) { put(value ? "yes" : "no"); }
    void put(int value) { put(std::to_string(value)); }
    void put(std::uint64_t value) { put(std::to_string(value)); }
    void put(double value) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%a", value);
        put(digits);
    }
    void put(core::SimSpan span) { put(std::to_string(span.count())); }
    void put(core::SimTime time) { put(time.time_since_epoch()); }
    template <class E>
    requires std::is_enum_v<E>
    void put(E value) { put(static_cast<int>(value)); }
    void put(const core::Law& law) {
        put(law.kind);
        put(law.a);
        put(law.b);
        put(law.power);
        if (law.sample)
            for (const double value : *law.sample) put(value);
    }
    void put(const core::Window& window) { put(core::toString(window)); }
    void put(const GeoPoint& point) {
        put(point.latitude);
        put(point.longitude);
    }
    void put(const Required& required) {
        put(required.count);
        put(required.share);
    }
    void put(const Selector& selector) {
        for (const Selector::Step& step : selector.steps) {
            put(step.id);
            put(step.first);
            put(step.last);
        }
        put(selector.starred);
    }
    void put(const Expression& expression) {
        put(expression.op);
        put(expression.k);
        put(expression.name);
        put(expression.other);
        put(expression.of);
    }
    void put(const Attempts& attempts) {
        put(attempts.never);
        put(attempts.list);
    }
    template <class S> void put(EffectFields<S> fields) {
        put(fields.effect);
        put(fields.size);
        if (fields.flap != nullptr) put(*fields.flap);
    }
    template <class S> void put(LayerField<S> field) {
        for (const Thing& layer : field.layers)
            if (layer.kind == field.kind) put(layer);
    }
    template <class S> void put(OverheadFields<S> fields) {
        eachOverheadField(fields, [this](std::string_view, const double& member) { put(member); });
    }
    template <class S> void put(Ends<S> ends) {
        put(ends.ends[0]);
        put(ends.ends[1]);
    }
    template <class S> void put(OnePoint<S> point) { put(point.point); }
    template <class T> void put(const std::optional<T>& value) {
        put(value ? "some" : "none");
        if (value) put(*value);
    }
    template <class T> void put(const std::vector<T>& list) {
        put(static_cast<int>(list.size()));
        for (const T& item : list) put(item);
    }
    template <class T> void put(const std::map<int, T>& map) {
        put(static_cast<int>(map.size()));
        for (const auto& [number, item] : map) {
            put(number);
            put(item);
        }
    }

    void put(const Thing& thing) { fields(Owner::thing, thing.id, thing); }
    void put(const FailureMode& mode) { fields(Owner::failure, mode.name, mode); }
    void put(const Maintenance& work) { fields(Owner::maintenance, work.name, work); }
    void put(const Attempt& attempt) { fields(Owner::attempt, "", attempt); }
    void put(const Detect& detect) { fields(Owner::detect, "", detect); }
    void put(const Check& check) { fields(Owner::check, "", check); }
    void put(const Amounts& amounts) { fields(Owner::amounts, "", amounts); }
    void put(const Cost& cost) { fields(Owner::cost, "", cost); }
    void put(const CommonCause& cause) { fields(Owner::cause, cause.id, cause); }
    void put(const Crew& crew) { fields(Owner::crew, crew.id, crew); }
    void put(const Spare& spare) { fields(Owner::spare, spare.id, spare); }
    void put(const Target& target) { fields(Owner::target, target.id, target); }
    void put(const Credits& credits) { fields(Owner::credits, "", credits); }
    void put(const CreditStep& step) { fields(Owner::creditStep, "", step); }
    void put(const MoneySettings& money) { fields(Owner::money, "", money); }
    void put(const RunSettings& run) { fields(Owner::run, "", run); }
    void put(const ScriptAction& action) {
        fields(Owner::action, "", action);
        put(action.mode);
    }
    void put(const Demand& demand) { fields(Owner::demand, demand.id, demand); }
    void put(const Event& event) { fields(Owner::event, event.name, event); }
    void put(const Retries& retries) { fields(Owner::retries, "", retries); }
    void put(const Burst& burst) { fields(Owner::burst, "", burst); }
    void put(const Trace& trace) {
        fields(Owner::trace, "", trace);
        if (!trace.points) return;
        for (const TracePoint& point : *trace.points) {
            put(point.wall);
            put(point.value);
        }
    }
    void put(const Profile& profile) {
        for (const DayProfile& day : profile.days) {
            put(static_cast<int>(day.days));
            put(day.holidays);
            put(day.date);
            for (const ProfileKnot& knot : day.knots) {
                put(knot.second);
                put(knot.value);
            }
        }
    }
    void put(const Growth& growth) { put(growth.perYear); }
    void put(const core::CivilDate& date) { put(core::toString(core::CivilTime{date, 0})); }
    void put(const Work& work) { fields(Owner::work, "", work); }
    void put(const Call& call) { fields(Owner::call, toString(call.to), call); }
    void put(const Cache& cache) { fields(Owner::cache, "", cache); }
    void put(const Breaker& breaker) { fields(Owner::breaker, "", breaker); }
    void put(const TargetWeight& weight) {
        put(weight.of);
        put(weight.weight);
    }
    void put(const Ejection& eject) { fields(Owner::eject, "", eject); }
    void put(const Limit& limit) { fields(Owner::limit, "", limit); }
    void put(const Latency& latency) { fields(Owner::latency, "", latency); }
    void put(const Image& image) { fields(Owner::image, "", image); }
    void put(const Scaling& scaling) { fields(Owner::scaling, "", scaling); }
    void put(const ScalingMetrics& metrics) { fields(Owner::metrics, "", metrics); }
    void put(const Pace& pace) { fields(Owner::pace, "", pace); }
    void put(const PacePolicy& policy) { fields(Owner::policy, "", policy); }
    void put(const PlannedSize& planned) {
        put(planned.during);
        put(planned.at);
        put(planned.replicas);
    }
    template <class S> void put(ClockField<S> field) { put(field.second); }
    template <class S> void put(PeakField<S> field) { put(field.law); }
    void put(const core::Calendar& calendar) {
        put(core::toString(calendar.toLocal(core::kStart)));
        put(calendar.zone().name);
        put(static_cast<int>(calendar.holidays().size()));
        for (const core::CivilDate& date : calendar.holidays()) put(core::toString(core::CivilTime{date, 0}));
    }

  private:
    template <class S> void fields(Owner owner, const std::string& name, const S& object) {
        put(name);
        eachField(object, [&](std::string_view key, const auto& member) {
            const Parameter* parameter = findParameter(owner, key);
            if (m_physicsOnly && parameter != nullptr && !parameter->physics) return;
            if (parameter != nullptr && parameter->late && isAbsent(member)) return;
            put(key);
            put(member);
        });
    }

    bool m_physicsOnly;
    std::string m_text;
};

} // namespace

std::string canonical(const Scenario& scenario, bool physicsOnly) {
    Dump dump(physicsOnly);
    dump.put(scenario.calendar);
    dump.put(scenario.parts);
    dump.put(scenario.services);
    if (!scenario.demand.empty()) dump.put(scenario.demand);
    dump.put(scenario.commonCauses);
    dump.put(scenario.crews);
    dump.put(scenario.spares);
    dump.put(scenario.script);
    dump.put(scenario.money);
    if (!physicsOnly) {
        dump.put(scenario.title);
        dump.put(scenario.targets);
        dump.put(scenario.run);
    }
    return dump.take();
}

std::uint64_t physicsHash(const Scenario& scenario) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char letter : canonical(scenario, true)) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

} // namespace nueves::scenario
