#include "app/cli/options.hpp"

#include "app/cli/option_values.hpp"
#include "app/report/words.hpp"
#include "sim/io/values.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace nueves::cli {

using report::say;
using report::word;

namespace {

// The program's own shape: examples stand first (in the description), words are the reader's.
class Parser {
  public:
    explicit Parser(core::Language language)
        : m_language(language), m_app(text("cli.about") + "\n", "nueves") {
        m_options.language = language;
        const auto formatter = std::make_shared<CLI::Formatter>();
        for (const auto& [label, key] :
             {std::pair{"Usage", "cli.usage"}, std::pair{"Positionals", "cli.arguments"},
              std::pair{"Options", "cli.options"}, std::pair{"SUBCOMMAND", "cli.COMMAND"},
              std::pair{"OPTIONS", "cli.OPTIONS"}, std::pair{"Subcommands", "cli.commands"},
              std::pair{"REQUIRED", "cli.required"}})
            formatter->label(label, text(key));
        formatter->column_width(34);
        m_app.formatter(formatter);
        m_app.set_help_flag("-h,--help", text("cli.help.help"))->group(text("cli.options"));
        m_app.add_flag("--version", m_version, text("cli.help.version"))->group(text("cli.options"));
        addCommands();
    }

    core::Expected<Options, Instead> parse(int argc, const char* const* argv);

  private:
    std::string text(std::string_view key) const { return word(key, m_language); }
    CLI::App* command(const char* name, Command command);
    CLI::Option* value(CLI::App* app, const char* name, const char* type,
                       const char* group = "cli.group.run");
    void files(CLI::App* app, int least);
    void addReading(CLI::App* app);
    void addRunning(CLI::App* app);
    void addShowing(CLI::App* app);
    void addLanguage(CLI::App* app);
    void addZoom();
    void addCommands();
    std::string mistake(const CLI::ParseError& error) const;
    std::string extras(const CLI::App& app) const;

    core::Language m_language;
    CLI::App m_app;
    Options m_options;
    TypedValues m_typed;
    std::vector<std::string> m_sets;
    bool m_version = false;
};

CLI::App* Parser::command(const char* name, Command command) {
    CLI::App* app = m_app.add_subcommand(name, text(std::string("cli.about.") + name));
    app->group(text("cli.commands"));
    app->set_help_flag("-h,--help", text("cli.help.help"))->group(text("cli.options"));
    app->callback([this, command] { m_options.command = command; });
    return app;
}

CLI::Option* Parser::value(CLI::App* app, const char* name, const char* type, const char* group) {
    return app->add_option("--" + std::string(name), m_typed[name], text(std::string("cli.help.") + name))
        ->type_name(type)
        ->group(text(group));
}

void Parser::files(CLI::App* app, int least) {
    app->add_option("FILE", m_options.files, text(least == 0 ? "cli.help.topic" : "cli.help.FILE"))
        ->required(least > 0)
        ->type_name(" ")
        ->expected(std::max(least, 1), -1);
}

void Parser::addReading(CLI::App* app) {
    app->add_option("--set", m_sets, text("cli.help.set"))
        ->type_name(text("cli.type.set"))
        ->expected(1)
        ->take_all()
        ->group(text("cli.group.read"));
    value(app, "design", "ID", "cli.group.read");
    value(app, "script", text("cli.type.script").c_str(), "cli.group.read");
}

void Parser::addRunning(CLI::App* app) {
    value(app, "seed", "N");
    value(app, "precision", "%");
    value(app, "histories", "N");
    value(app, "history", "N");
    value(app, "max-histories", "N");
    value(app, "horizon", text("cli.type.time").c_str());
    value(app, "measure", "steady|horizon|mission");
    value(app, "start", "new|aged|long-run");
    value(app, "threads", "N");
    app->add_flag("--no-windows", m_options.noWindows, text("cli.help.noWindows"))
        ->group(text("cli.group.run"));
    app->add_flag("--gate", m_options.gate, text("cli.help.gate"))->group(text("cli.group.run"));
}

void Parser::addShowing(CLI::App* app) {
    value(app, "format", "table|json|csv", "cli.group.show");
    value(app, "output", text("cli.type.file").c_str(), "cli.group.show");
    value(app, "report", text("cli.type.html").c_str(), "cli.group.show");
    app->add_flag("--quiet", m_options.quiet, text("cli.help.quiet"))->group(text("cli.group.show"));
    value(app, "color", "auto|always|never", "cli.group.show");
    app->add_flag("--ascii", m_options.ascii, text("cli.help.ascii"))->group(text("cli.group.show"));
}

void Parser::addLanguage(CLI::App* app) {
    value(app, "lang", "es|en", "cli.group.show");
}

void Parser::addZoom() {
    CLI::App* app = command("zoom", Command::zoom);
    app->add_option("FILE", m_options.files, text("cli.help.FILE"))->required()->type_name(" ")->expected(1);
    addReading(app);
    value(app, "history", "N", "cli.group.window");
    value(app, "from", text("cli.type.from").c_str(), "cli.group.window")->required();
    value(app, "for", text("cli.type.time").c_str(), "cli.group.window");
    app->add_flag("--closed", m_options.zoom.closed, text("cli.help.closed"))
        ->group(text("cli.group.window"));
    value(app, "seed", "N");
    value(app, "horizon", text("cli.type.time").c_str());
    value(app, "threads", "N");
    value(app, "format", "table|json", "cli.group.show");
    value(app, "output", text("cli.type.file").c_str(), "cli.group.show");
    app->add_flag("--quiet", m_options.quiet, text("cli.help.quietZoom"))->group(text("cli.group.show"));
    value(app, "color", "auto|always|never", "cli.group.show");
    app->add_flag("--ascii", m_options.ascii, text("cli.help.ascii"))->group(text("cli.group.show"));
    addLanguage(app);
}

void Parser::addCommands() {
    for (const auto& [name, which] :
         {std::pair{"run", Command::run}, std::pair{"compare", Command::compare}}) {
        CLI::App* app = command(name, which);
        files(app, 1);
        addReading(app);
        addRunning(app);
        addShowing(app);
        if (which == Command::run) value(app, "record", text("cli.type.script").c_str(), "cli.group.show");
        addLanguage(app);
    }
    addZoom();
    CLI::App* validate = command("validate", Command::validate);
    files(validate, 1);
    addReading(validate);
    addLanguage(validate);
    CLI::App* explain = command("explain", Command::explain);
    files(explain, 1);
    addReading(explain);
    addLanguage(explain);
    CLI::App* schema = command("schema", Command::schema);
    schema->add_option("WHICH", m_options.schema, text("cli.help.WHICH"))
        ->type_name("scenario|result|script|window");
    schema
        ->add_flag_callback(
            "--result", [this] { m_options.schema = "result"; }, text("cli.help.result"))
        ->group(text("cli.options"));
    addLanguage(schema);
    addLanguage(command("version", Command::version));
}

// What CLI11 did not know, with the nearest option of that command.
std::string Parser::extras(const CLI::App& app) const {
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    for (const CLI::App* sub : app.get_subcommands({})) known.push_back(sub->get_name());
    std::string out;
    for (const std::string& extra : app.remaining()) {
        out += say("cli.unknownArgument", m_language, {{"found", extra}});
        const std::string nearest = io::nearestName(extra.substr(0, extra.find('=')), known);
        if (!nearest.empty()) out += "; " + say("issue-tail.nearest", m_language, {{"value", nearest}});
        out += "\n";
    }
    for (const CLI::App* sub : app.get_subcommands()) out += extras(*sub);
    return out;
}

std::string Parser::mistake(const CLI::ParseError& error) const {
    std::string out = extras(m_app);
    if (out.empty() && m_app.get_subcommands().empty()) out = text("cli.noCommand") + "\n";
    if (out.empty() && error.get_name() == "RequiredError")
        out = text(m_options.files.empty() ? "cli.noFile" : "cli.noFrom") + "\n";
    if (out.empty()) out = say("cli.badUsage", m_language, {{"what", error.what()}}) + "\n";
    return out;
}

core::Expected<Options, Instead> Parser::parse(int argc, const char* const* argv) {
    try {
        m_app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const auto subs = m_app.get_subcommands();
        return core::Unexpected{Instead{Exit::done, (subs.empty() ? m_app : *subs.front()).help("")}};
    } catch (const CLI::ParseError& error) {
        return core::Unexpected{Instead{Exit::invalidInput, mistake(error)}};
    }
    if (m_version)
        m_options.command = Command::version;
    else if (m_app.get_subcommands().empty())
        return core::Unexpected{Instead{Exit::invalidInput, text("cli.noCommand") + "\n"}};
    TypedValues given;
    for (const auto& [name, typed] : m_typed)
        if (!typed.empty()) given.emplace(name, typed);
    if (std::string wrong = readValues(given, m_sets, m_options); !wrong.empty())
        return core::Unexpected{Instead{Exit::invalidInput, wrong}};
    for (const char* name : {"design", "script", "precision", "histories", "history", "max-histories",
                             "horizon", "measure", "start", "from", "for"})
        if (given.contains(name))
            m_options.typed.insert(m_options.typed.end(), {"--" + std::string(name), given[name]});
    if (m_options.zoom.closed) m_options.typed.push_back("--closed");
    for (const std::string& set : m_sets) m_options.typed.insert(m_options.typed.end(), {"--set", set});
    return std::move(m_options);
}

} // namespace

core::Expected<Options, Instead> parseOptions(int argc, const char* const* argv) {
    return Parser(languageFor(argc, argv)).parse(argc, argv);
}

core::Language languageFor(int argc, const char* const* argv) {
    constexpr std::string_view kOption = "--lang";
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (!argument.starts_with(kOption)) continue;
        const bool joined = argument.size() > kOption.size() && argument[kOption.size()] == '=';
        if (joined || (argument == kOption && i + 1 < argc))
            if (const auto language =
                    report::languageOf(joined ? argument.substr(kOption.size() + 1) : argv[i + 1]))
                return *language;
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* locale = std::getenv(name); locale && *locale)
            return report::languageOf(locale).value_or(core::Language::en);
    return core::Language::en;
}

} // namespace nueves::cli
