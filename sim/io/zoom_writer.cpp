#include "sim/io/zoom_writer.hpp"

#include "sim/io/json_figures.hpp"
#include "sim/io/result_writer.hpp"
#include "sim/io/schema_words.hpp"

namespace nueves::io {

using namespace analysis;

namespace {

// How far the two clocks may lie apart, and what each of them says.
Json seamOf(const SeamFigure& figure) {
    return {
        {"rate", finite(figure.rate)}, {"request", finite(figure.request)}, {"bound", finite(figure.bound)}};
}

// A fork is another history: there is no seam to this one, whose figures stand beside.
Json viewOf(const ZoomView& view, double otherDecisions, bool isFork) {
    Json out = {{"requests", {{"asked", finite(view.asked)}, {"retries", finite(view.retries)}}},
                {"latency", latency(view.latency)},
                {"lost", json(view.lost)},
                {"seamError", nullptr},
                {"byRates", nullptr}};
    if (isFork)
        out["byRates"] = {{"p95", finite(view.p95.rate)}, {"lost", finite(view.lostSeam.rate)}};
    else
        out["seamError"] = {{"p95", finite(view.p95.bound)},
                            {"p95Of", seamOf(view.p95)},
                            {"lost", seamOf(view.lostSeam)},
                            {"otherDecisions", finite(otherDecisions)}};
    return out;
}

double decisionsOf(const ZoomResult& result, const std::string& service) {
    double sum = 0.0;
    for (const SeamDecisions& decision : result.decisions)
        if (decision.of == service || decision.of.starts_with(service + " > ")) sum += decision.otherwise;
    return sum;
}

Json servicesOf(const ZoomResult& result) {
    Json services = Json::array();
    for (const ZoomView& view : result.services) {
        Json service = {{"service", view.service}, {"title", json(view.title)}};
        service.update(viewOf(view, decisionsOf(result, view.service), result.fork.has_value()));
        services.push_back(std::move(service));
    }
    return services;
}

Json decisionsOf(const ZoomResult& result) {
    Json decisions = Json::array();
    for (const SeamDecisions& decision : result.decisions)
        decisions.push_back({{"kind", decision.kind},
                             {"of", decision.of},
                             {"taken", finite(decision.taken)},
                             {"otherwise", finite(decision.otherwise)}});
    return decisions;
}

Json pairOf(double history, const Estimate& fork) {
    return {{"history", finite(history)}, {"fork", json(fork)}};
}

Json rowsOf(const ForkScaling& scaling) {
    Json rows = Json::array();
    for (const ForkScaling::Row& row : scaling.rows)
        rows.push_back({{"seconds", finite(row.at)},
                        {"history", row.history},
                        {"mean", finite(row.mean)},
                        {"least", row.least},
                        {"most", row.most}});
    return rows;
}

Json rowsOf(const ForkService& service) {
    Json rows = Json::array();
    for (const ForkService::Row& row : service.rows)
        rows.push_back({{"seconds", finite(row.at)}, {"history", row.history}, {"up", finite(row.up)}});
    return rows;
}

Json forkOf(const ZoomResult& result) {
    if (!result.fork) return nullptr;
    Json scaling = Json::array(), services = Json::array(), ejections = Json::array();
    for (const ForkScaling& one : result.fork->scaling)
        scaling.push_back({{"service", one.of},
                           {"changes", pairOf(one.changes, one.forkChanges)},
                           {"otherwise", finite(one.otherwise)},
                           {"rows", rowsOf(one)}});
    for (const ForkService& one : result.fork->services)
        services.push_back({{"service", one.of},
                            {"down", pairOf(one.down, one.forkDown)},
                            {"outages", pairOf(one.outages, one.forkOutages)},
                            {"rows", rowsOf(one)}});
    for (const ForkEjections& one : result.fork->ejections)
        ejections.push_back({{"service", one.of}, {"ejections", pairOf(one.history, one.fork)}});
    return {{"since", {{"seconds", finite(result.from)}, {"date", result.date}}},
            {"forks", result.replays},
            {"scaling", scaling},
            {"services", services},
            {"ejections", ejections}};
}

Json issuesOf(const std::vector<core::Issue>& issues) {
    Json list = Json::array();
    for (const core::Issue& issue : issues) list.push_back(json(issue));
    return list;
}

} // namespace

Json windowJson(const ZoomResult& window) {
    Json out = {{"design", window.design},
                {"around", window.around},
                {"history", window.history},
                {"from", {{"seconds", finite(window.from)}, {"date", window.date}}},
                {"seconds", finite(window.lasts)},
                {"partial", window.partial},
                {"replays", window.replays},
                {"requestsExpected", finite(window.expected)},
                {"requestsSimulated", window.requests},
                {"otherWindows", window.otherWindows}};
    out["fork"] = forkOf(window);
    out.update(viewOf(window.whole, window.otherDecisions, window.fork.has_value()));
    out["services"] = servicesOf(window);
    out["decisions"] = decisionsOf(window);
    out["commandLine"] = window.commandLine;
    return out;
}

std::string zoomToJson(const ZoomResult& result) {
    Json out = {{"schemaVersion", kResultSchemaVersion},
                {"version", result.version},
                {"seed", result.seed},
                {"scenario", result.scenario},
                {"title", json(result.title)}};
    out.update(windowJson(result));
    out["warnings"] = issuesOf(result.warnings);
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

Json figureProperties() {
    using namespace schema;
    return {{"requests",
             object({{"asked", number("meant in the window, retries not counted: mean of the replays")},
                     {"retries", number("mean of the replays")}})},
            {"latency", object({{"p50", refOrNull("estimate")},
                                {"p95", refOrNull("estimate")},
                                {"p99", refOrNull("estimate")},
                                {"p999", refOrNull("estimate")}},
                               "s, from the moment the user meant to ask: request by request")},
            {"lost", ref("estimate")},
            {"seamError", refOrNull("seamError")},
            {"byRates", refOrNull("byRates")}};
}

Json forkDefinition() {
    using namespace schema;
    Json scaling =
        object({{"service", text()},
                {"changes", ref("pair")},
                {"otherwise", number("share of the time with another number than in the history")},
                {"rows", listOf(object({{"seconds", number("since the fork began; until the next row")},
                                        {"history", count("replicas wanted, or which size")},
                                        {"mean", number("of the forks")},
                                        {"least", count()},
                                        {"most", count()}}))}});
    Json service =
        object({{"service", text()},
                {"down", ref("pair")},
                {"outages", ref("pair")},
                {"rows", listOf(object({{"seconds", number("since the fork began; until the next row")},
                                        {"history", flag("up")},
                                        {"up", number("share of the forks")}}))}});
    return object(
        {{"since", object({{"seconds", number("since the history's start")}, {"date", text("local time")}})},
         {"forks", count("each with other luck of the requests")},
         {"scaling", listOf(scaling)},
         {"services", listOf(service)},
         {"ejections", listOf(object({{"service", text()}, {"ejections", ref("pair")}}))}},
        "Another history: from `since` on requests drove the structure, not rates. down: s in the window.");
}

Json partDefinitions() {
    using namespace schema;
    Json service = {{"service", text()}, {"title", ref("text")}};
    service.update(figureProperties());
    return {
        {"seam",
         object({{"rate", number("by the rate clock")},
                 {"request", number("request by request")},
                 {"bound", number("of their difference, from other windows; null: there are none")}})},
        {"seamError",
         object({{"p95", number("s: bound of the difference between the clocks, as p95Of.bound")},
                 {"p95Of", ref("seam")},
                 {"lost", ref("seam")},
                 {"otherDecisions", number("that requests would have taken otherwise: mean of the replays")}},
                "How far the rate clock is from single requests; lost: share of requests.")},
        {"byRates",
         object({{"p95", number("s")}, {"lost", number("share of requests")}},
                "Of a fork: what the rates of the history say of the same window, under the structure "
                "that it had.")},
        {"pair", object({{"history", number()}, {"fork", ref("estimate")}},
                        "in the history, and the mean of the forks")},
        {"fork", forkDefinition()},
        {"zoomService", object(service)},
        {"decision", object({{"kind", word({"scaling", "answered", "breaker"})},
                             {"of", text("service; breaker: caller > callee")},
                             {"taken", number()},
                             {"otherwise", number("mean of the replays")}})}};
}

Json windowProperties() {
    using namespace schema;
    Json all = {
        {"design", text("empty: the file has no designs")},
        {"around", text("service whose first outage it is around; empty: it was asked for")},
        {"history", count("from 1")},
        {"from", object({{"seconds", number("since the history's start")}, {"date", text("local time")}})},
        {"seconds", number("length of the window")},
        {"partial", flag("stopped early by a person")},
        {"replays", count("or forks; 0: more requests than such a window may hold")},
        {"requestsExpected", number("attempts of users in one replay, by the rate clock, lead-in included")},
        {"requestsSimulated", count("in all replays, of other windows too")},
        {"otherWindows", count("that the bounds come from")},
        {"fork", refOrNull("fork")}};
    all.update(figureProperties());
    all["services"] = listOf(ref("zoomService"));
    all["decisions"] = listOf(ref("decision"));
    all["commandLine"] = text("what replays the window");
    return all;
}

Json properties() {
    using namespace schema;
    Json all = {{"schemaVersion", count()},
                {"version", text("of the program")},
                {"seed", count()},
                {"scenario", text("file")},
                {"title", ref("text")}};
    all.update(windowProperties());
    all["warnings"] = listOf(ref("issue"));
    return all;
}

} // namespace

Json schema::windowDefinitions() {
    Json all = partDefinitions();
    all["zoomWindow"] =
        object(windowProperties(), "A window of a history, request by request: no other figure "
                                   "of the result is changed by it.");
    return all;
}

std::string zoomSchema() {
    Json out = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                {"title", "A window of a history of Nueves"}};
    out.update(schema::object(properties()));
    Json definitions = {{"text", schema::textDefinition()},
                        {"estimate", schema::estimateDefinition()},
                        {"issue", schema::issueDefinition()}};
    definitions.update(partDefinitions());
    out["definitions"] = std::move(definitions);
    return out.dump(2) + "\n";
}

} // namespace nueves::io
