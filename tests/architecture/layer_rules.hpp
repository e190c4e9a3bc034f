// Who may include whom, and what no engine may touch: the table of sim/README.md as data, and a reader of
// sources that applies it. Comments and strings are no code: they may name what is banned.
#pragma once

#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <array>
#include <vector>

namespace nueves::architecture {

struct Violation {
    QString file;
    qsizetype line;
    QString what;
};

struct Layer {
    QString name;
    QStringList mayInclude; // besides itself
};

inline const std::vector<Layer>& layers() {
    static const std::vector<Layer> table{
        {"core", {}},
        {"scenario", {"core"}},
        {"engine", {"core"}},
        {"model", {"core", "scenario", "engine"}},
        {"behaviour", {"core", "scenario", "engine", "model"}},
        {"measure", {"core", "scenario", "engine", "model", "behaviour"}},
        {"analysis", {"core", "scenario"}},
        {"methods", {"core", "scenario", "engine", "model", "behaviour", "measure", "analysis"}},
        {"planner", {"core", "scenario", "analysis", "methods"}},
        {"course", {"core", "scenario", "analysis"}},
        {"io", {"core", "scenario", "analysis"}},
    };
    return table;
}

struct Ban {
    QString pattern; // of code without comments and strings
    QString why;
    QStringList folders;  // where it holds, as paths below the root
    QStringList except{}; // where it does not
};

inline const std::vector<Ban>& bans() {
    static const QStringList simulated{"sim/core",  "sim/scenario",  "sim/engine",
                                       "sim/model", "sim/behaviour", "sim/measure"};
    static const QStringList hot{"sim/engine", "sim/model", "sim/behaviour"};
    static const std::vector<Ban> table{
        {"#\\s*include\\s*<(Q[A-Z]\\w*|Qt\\w+/.*)>",
         "no Qt here",
         {"sim", "app/cli", "app/report", "app/store", "app/batch"}},
        {"#\\s*include\\s*<nlohmann/", "JSON is read and written in sim/io only", {"sim"}, {"sim/io"}},
        {"#\\s*include\\s*<(filesystem|experimental/filesystem|fcntl\\.h|dirent\\.h|sys/stat\\.h|"
         "sys/mman\\.h|boost/filesystem.*|boost/iostreams/.*)>",
         "files are opened in sim/io only",
         {"sim"},
         {"sim/io"}},
        {"\\b(f(re|d)?open(64)?|tmpfile|mkstemp|[io]?fstream|filebuf|popen)\\b",
         "files are opened in sim/io only",
         {"sim"},
         {"sim/io"}},
        {"\\b((system|steady|high_resolution|utc|tai|gps|file)_clock|gettimeofday|clock_gettime|timespec_get|"
         "localtime(_r)?|gmtime(_r)?)\\b|\\btime\\s*\\(\\s*(nullptr|NULL|0|&)|\\bstd::(time|clock)\\s*\\(",
         "no clock on the wall", simulated},
        {"\\b(s?rand(_r|om)?|[dlm]rand48|random_device|mt19937(_64)?|minstd_rand0?|default_random_engine|"
         "ranlux\\w+|knuth_b)\\b",
         "random numbers come from keyed streams only", simulated},
        {"\\bunordered_\\w+", "the order of an unordered container differs by library", hot},
        {"\\bstd::function\\b|\\bmove_only_function\\b", "events and state are data: no closures inside",
         hot},
    };
    return table;
}

// The text with comments blanked out, and the inside of strings too if asked. Lines keep their numbers.
inline QString codeOnly(const QString& text, bool keepStrings) {
    // Raw strings first, then strings and characters (but 1'000 is a number), then comments.
    static const QRegularExpression tokens(
        "(?<raw>\\bR\"([^()\\\\ ]{0,16})\\(.*?\\)\\2\")"
        "|(?<string>\"(?:\\\\.|[^\"\\\\\\n])*\"|(?<!\\w)'(?:\\\\.|[^'\\\\\\n])*')"
        "|(?<comment>//[^\\n]*|/\\*.*?\\*/)",
        QRegularExpression::DotMatchesEverythingOption);
    QString code;
    qsizetype done = 0;
    for (auto found = tokens.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        code += text.mid(done, match.capturedStart() - done);
        const QString token = match.captured();
        const bool keep = keepStrings && match.capturedLength("comment") == 0;
        code += keep ? token : " " + QString(token.count('\n'), '\n');
        done = match.capturedEnd();
    }
    return code + text.mid(done);
}

inline bool isBelow(const QString& path, const QStringList& folders) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](const QString& f) { return path.startsWith(f + "/"); });
}

// Layer of a path such as "sim/engine/queue.hpp"; null: none of the table.
inline const Layer* layerOf(const QString& path) {
    const QString name = path.section('/', 1, 1);
    const auto at =
        std::find_if(layers().begin(), layers().end(), [&](const Layer& l) { return l.name == name; });
    return at == layers().end() || !path.startsWith("sim/") ? nullptr : &*at;
}

// What is wrong with one include of a file in `from`; empty: nothing.
inline QString includeFault(const Layer& from, const QString& included) {
    const Layer* to = layerOf(included);
    if (!to) return "includes \"" + included + "\": not a layer of sim/ (write the path from the root)";
    if (to->name == from.name || from.mayInclude.contains(to->name)) return {};
    return "sim/" + from.name + " may not include sim/" + to->name + " (\"" + included + "\")";
}

inline void checkIncludes(const QString& path, const QString& text, std::vector<Violation>& violations) {
    if (!path.startsWith("sim/")) return;
    const Layer* layer = layerOf(path);
    if (!layer) {
        violations.push_back({path, 1, "in no folder of the table"});
        return;
    }
    // Angle brackets do not hide a layer.
    static const QRegularExpression include("^\\s*#\\s*include\\s*(?:\"([^\"]+)\"|<((?:sim|app)/[^>]+)>)");
    const QStringList lines = codeOnly(text, true).split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const auto match = include.match(lines[i]);
        if (!match.hasMatch()) continue;
        const QString fault = includeFault(*layer, match.captured(1) + match.captured(2));
        if (!fault.isEmpty()) violations.push_back({path, i + 1, fault});
    }
}

inline void checkBans(const QString& path, const QString& text, std::vector<Violation>& violations) {
    const QStringList lines = codeOnly(text, false).split('\n');
    for (const Ban& ban : bans()) {
        if (!isBelow(path, ban.folders) || isBelow(path, ban.except)) continue;
        const QRegularExpression pattern(ban.pattern);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto match = pattern.match(lines[i]);
            if (match.hasMatch())
                violations.push_back({path, i + 1, match.captured().trimmed() + ": " + ban.why});
        }
    }
}

// `path` from the root of the repository, with slashes: "sim/engine/queue.hpp".
inline std::vector<Violation> violationsIn(const QString& path, const QString& text) {
    std::vector<Violation> violations;
    checkIncludes(path, text, violations);
    checkBans(path, text, violations);
    return violations;
}

} // namespace nueves::architecture
