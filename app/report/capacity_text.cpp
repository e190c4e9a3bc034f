#include "app/report/capacity_text.hpp"

#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/words.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::report {

using analysis::ScalingNeed;
using analysis::ServiceResult;

namespace {

std::string times(double multiple, Language language) {
    return significant(multiple, 3, language);
}

// As many decimals as tell it from the whole.
std::string shareOf(double share, Language language) {
    const double missing = 1.0 - share;
    const int nines = missing > 0.0 ? static_cast<int>(std::ceil(-std::log10(missing))) : 1;
    return percent(share, std::clamp(nines - 1, 0, 8), language);
}

// With its interval, which is that of several replays.
std::string shareWithError(const analysis::Estimate& share, Language language) {
    return availabilityText({1.0 - share.value, 1.0 - share.high, 1.0 - share.low, share.method}, language);
}

// As fine as it was looked for: halved until two multiples are near each other, one kept and one not.
std::string todayText(const analysis::Headroom& room, Language language) {
    constexpr double kShown = 1.005; // beyond, both ends are told
    const bool wide =
        !room.unbounded && room.today.high > kShown * room.today.value && room.today.value > 0.0;
    const char* key = room.unbounded ? "headroom.unbounded" : wide ? "headroom.between" : "headroom.today";
    return say(key, language,
               {{"x", times(room.today.value, language)},
                {"y", times(room.today.high, language)},
                {"when", room.busyHour}});
}

std::string verdictOf(const ScalingNeed& need, Language language) {
    if (!need.enough) return say("need.short", language, {{"x", times(need.margin, language)}});
    return say("need.enough", language, {{"x", times(need.margin, language)}});
}

// What the rate clock and single requests say to the formula's number.
std::string checkedBy(const ScalingNeed& need, Language language) {
    if (!need.simulated) return say("need.unchecked", language, {});
    std::vector<std::string> parts{say(
        "need.simulated", language,
        {{"n", std::to_string(*need.simulated)}, {"share", shareOf(need.answered.value_or(0.0), language)}})};
    if (need.withOneLess)
        parts.push_back(say("need.oneLess", language, {{"share", shareOf(*need.withOneLess, language)}}));
    if (need.replayed)
        parts.push_back(
            say("need.replayed", language, {{"share", shareWithError(*need.replayed, language)}}));
    return joined(parts, ", ") + ")";
}

std::string nightAndDay(const ScalingNeed& need, Language language) {
    if (need.hours.empty()) return "";
    const auto [least, most] =
        std::minmax_element(need.hours.begin(), need.hours.end(),
                            [](const auto& a, const auto& b) { return a.instances < b.instances; });
    if (least->instances == most->instances) return "";
    return say("need.hours", language,
               {{"least", std::to_string(least->instances)},
                {"most", std::to_string(most->instances)},
                {"when", most->at}});
}

} // namespace

std::string headroomText(const ServiceResult& service, Language language) {
    if (!service.traffic || !service.traffic->headroom) return "";
    const auto& room = *service.traffic->headroom;
    std::vector<std::string> parts{todayText(room, language)};
    if (room.replayed)
        parts.push_back(
            say("headroom.replayed", language, {{"share", shareWithError(*room.replayed, language)}}));
    if (room.afterWorstLoss)
        parts.push_back(say(room.worstLoss.empty() ? "headroom.afterAny" : "headroom.after", language,
                            {{"x", times(room.afterWorstLoss->value, language)},
                             {"thing", room.worstLoss},
                             {"n", std::to_string(room.losses)}}));
    if (room.promise.assumed)
        parts.push_back(
            say("headroom.assumed", language, {{"share", shareOf(room.promise.share, language)}}));
    return joined(parts, "; ");
}

std::string needText(const ServiceResult& service, Language language) {
    if (!service.traffic || !service.traffic->scalingNeed) return "";
    const ScalingNeed& need = *service.traffic->scalingNeed;
    const std::string rate = significant(need.rate, 3, language);
    if (!need.instances) return say("need.never", language, {{"rate", rate}});
    std::vector<std::string> parts{say("need.instances", language,
                                       {{"n", std::to_string(*need.instances)},
                                        {"cores", significant(need.instanceCores, 3, language)},
                                        {"rate", rate},
                                        {"checked", checkedBy(need, language)}})};
    if (need.otherOrder) parts.push_back(say("need.otherOrder", language, {}));
    if (need.hosts > 0 && need.hostCores)
        parts.push_back(
            say("need.hosts", language,
                {{"n", std::to_string(need.hosts)}, {"cores", significant(*need.hostCores, 3, language)}}));
    parts.push_back(say("need.today", language, {{"n", std::to_string(need.today)}}) +
                    verdictOf(need, language));
    parts.push_back(nightAndDay(need, language));
    if (!need.bottleneck.empty())
        parts.push_back(say("need.bottleneck", language, {{"service", need.bottleneck}}));
    if (need.runsOut) parts.push_back(say("need.runsOut", language, {{"date", *need.runsOut}}));
    return joined(parts, "; ");
}

std::string metastableText(const ServiceResult& service, Language language) {
    if (!service.traffic || !service.traffic->metastable || !service.traffic->metastable->isMetastable)
        return "";
    const auto& found = *service.traffic->metastable;
    return say("metastable.found", language,
               {{"history", std::to_string(found.history + 1)},
                {"since", duration(found.since, 0.0, language)},
                {"lasted", duration(found.lasted, 0.0, language)},
                {"share", shareOf(found.share, language)},
                {"calm", shareOf(found.calm, language)},
                {"replayed", shareWithError(found.replayed.value_or(analysis::Estimate{}), language)},
                {"replayedCalm",
                 shareWithError(found.replayedCalm.value_or(analysis::Estimate{}), language)}}) +
           (found.assumed
                ? "; " + say("headroom.assumed", language, {{"share", shareOf(found.required, language)}})
                : "");
}

} // namespace nueves::report
