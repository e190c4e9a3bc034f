// The catalogue of words: complete in both languages, arguments alike, messages that say where, what and what
// else.
#include "app/report/facts.hpp"
#include "app/report/words.hpp"
#include "sim/scenario/issue_codes.hpp"

#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

#include <set>

using namespace nueves;
using namespace nueves::report;

namespace {

std::set<QString> argumentsOf(std::string_view text) {
    std::set<QString> out;
    static const QRegularExpression argument("\\{([a-zA-Z]+)\\}");
    auto all = argument.globalMatch(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    while (all.hasNext()) out.insert(all.next().captured(1));
    return out;
}

core::Issue issue(const std::string& code, std::vector<std::pair<std::string, std::string>> arguments) {
    core::Issue out;
    out.code = code;
    out.place = {"a.json", 12, 5};
    out.path = "services.web.replicas";
    out.arguments = std::move(arguments);
    return out;
}

// Codes of issues as the sources of the library write them.
std::set<QString> codesInSources() {
    static const QRegularExpression call(
        "(?:(?<!circles\\.)report|reportNearest|complain|error|warning|unknown|fail|refuse)\\(\\s*(?:core::"
        "Severity::\\w+,\\s*|Severity::\\w+,\\s*)?"
        "\"([a-z]+(?:-[a-z]+)*)\"|push_back\\(\\{\"([a-z]+(?:-[a-z]+)*)\",\\s*(?:core::)?Severity"
        "|tooMuch\\([^\";{]*\"([a-z]+(?:-[a-z]+)*)\"|checkShared\\([^\";{]*\"([a-z]+(?:-[a-z]+)*)\""
        "|Issue \\w*\\{\"([a-z]+(?:-[a-z]+)*)\"|\\.code = "
        "\"([a-z]+(?:-[a-z]+)*)\"|ValueError\\{\"([a-z]+(?:-[a-z]+)*)\"");
    std::set<QString> out;
    for (const char* folder : {"io", "scenario", "model", "methods"}) {
        QDirIterator files(QString(NUEVES_SOURCE_DIR "/sim/") + folder, {"*.cpp"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) continue;
            auto all = call.globalMatch(QString::fromUtf8(file.readAll()));
            while (all.hasNext()) {
                const auto match = all.next();
                for (int i = 1; i <= 7; ++i)
                    if (!match.captured(i).isEmpty()) out.insert(match.captured(i));
            }
        }
    }
    return out;
}

// What the readers say they expected, as their sources write it.
QStringList phrasesInSources() {
    static const QRegularExpression literal(
        "(?:\"expected\", |wrongType\\(reading, \\w+, |complainHere\\(|\\{k[A-Z]\\w+, |Range k\\w+\\{[^\"}]*)"
        "\"([^\"\\\\]*)\"[),}]");
    QStringList out;
    QDirIterator files(NUEVES_SOURCE_DIR "/sim", {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly)) continue;
        auto all = literal.globalMatch(QString::fromUtf8(file.readAll()));
        while (all.hasNext()) out << all.next().captured(1);
    }
    return out;
}

class TstWords : public QObject {
    Q_OBJECT

  private slots:
    void everyEntryHasBothLanguages();
    void bothLanguagesUseTheSameArguments();
    void everyIssueOfTheLibraryHasWords();
    void whatWasExpectedIsSaidInSpanishToo();
    void aMessageSaysWhereWhatAndWhatElse();
    void aSentenceThatNamesAnArgumentDoesNotRepeatIt();
    void anUnknownCodeStillSaysAllItKnows();
    void anUnknownPlaceIsLeftOut();
    void warningsSaySo();
    void aMissingArgumentLeavesNoBraces();
    void anUnknownCodeOfTheLibraryIsItself();
    void recognisesLocales_data();
    void recognisesLocales();
    void windowsAreInTheReadersDays();
    void aSwitchKeepsItsTitle();
};

void TstWords::everyEntryHasBothLanguages() {
    std::set<std::string_view> keys;
    for (const Entry& entry : allEntries()) {
        QVERIFY2(!entry.es.empty() && !entry.en.empty(), std::string(entry.key).c_str());
        QVERIFY2(keys.insert(entry.key).second, std::string(entry.key).c_str());
    }
    QVERIFY(keys.size() > 200);
}

void TstWords::bothLanguagesUseTheSameArguments() {
    for (const Entry& entry : allEntries())
        QVERIFY2(argumentsOf(entry.es) == argumentsOf(entry.en), std::string(entry.key).c_str());
}

void TstWords::everyIssueOfTheLibraryHasWords() {
    std::set<QString> codes = codesInSources();
    QVERIFY2(codes.size() > 40, "the codes were not found in the sources");
    QStringList missing;
    for (const scenario::IssueCode& known : scenario::kIssueCodes)
        codes.insert(QString::fromUtf8(known.code.data(), static_cast<qsizetype>(known.code.size())));
    for (const QString& code : codes)
        if (!hasWord("issue." + code.toStdString())) missing << code;
    QVERIFY2(missing.isEmpty(), qPrintable("no words for: " + missing.join(", ")));
}

void TstWords::whatWasExpectedIsSaidInSpanishToo() {
    const auto inSpanish = [](const QString& text) {
        const auto wrong = issue("wrong-type", {{"found", "a list"}, {"expected", text.toStdString()}});
        return QString::fromStdString(issueSentence(wrong, Language::es));
    };
    int phrases = 0;
    for (const QString& text : phrasesInSources()) {
        if (!text.contains(' ') || text.contains(" | ")) continue; // keys and words of the language
        ++phrases;
        QVERIFY2(!inSpanish(text).contains("se esperaba " + text), qPrintable("no Spanish for: " + text));
    }
    QVERIFY2(phrases > 30, "the phrases were not found in the sources");
    QVERIFY(inSpanish("at least 3").endsWith("se encontró una lista; se esperaba al menos 3"));
    QVERIFY(inSpanish("at most 200000 members in the whole file")
                .endsWith("se esperaba como mucho 200000 miembros en todo el fichero"));
    QVERIFY(inSpanish("from 1 s to 20 s").endsWith("se esperaba de 1 s a 20 s"));
    QVERIFY(
        inSpanish("a time, such as 4000 h, without quotes").endsWith("un tiempo, como 4000 h, sin comillas"));
    QVERIFY(inSpanish("Exp(mean) or Exp(rate), such as Exp(2 /a)")
                .endsWith("Exp(mean) o Exp(rate), como Exp(2 /a)"));
    QVERIFY(inSpanish("ms | s | min").endsWith("se esperaba ms | s | min"));
}

void TstWords::aMessageSaysWhereWhatAndWhatElse() {
    const auto wrong =
        issue("unknown-unit", {{"found", "hh"}, {"expected", "ms | s | min | h | d | a"}, {"nearest", "h"}});
    QCOMPARE(
        issueLine(wrong, Language::en),
        std::string(
            "a.json:12:5: services.web.replicas: unknown unit; found hh; expected ms | s | min | h | d | a; "
            "did you mean \"h\"?"));
    QCOMPARE(issueLine(wrong, Language::es),
             std::string("a.json:12:5: services.web.replicas: unidad desconocida; se encontró hh; se "
                         "esperaba ms | s | min "
                         "| h | d | a; ¿querías decir «h»?"));
}

void TstWords::aSentenceThatNamesAnArgumentDoesNotRepeatIt() {
    QCOMPARE(issueSentence(
                 issue("unknown-key", {{"found", "replica"}, {"in", "service"}, {"nearest", "replicas"}}),
                 Language::en),
             std::string("there is no key replica in service; did you mean \"replicas\"?"));
}

void TstWords::anUnknownCodeStillSaysAllItKnows() {
    QCOMPARE(issueSentence(issue("no-such-code", {{"found", "x"}, {"more", "y"}}), Language::en),
             std::string("problem \"no-such-code\"; found: x; more: y"));
}

void TstWords::anUnknownPlaceIsLeftOut() {
    auto nowhere = issue("out-of-range", {{"found", "-1"}});
    nowhere.place = {"--set", 0, 0};
    QCOMPARE(issueLine(nowhere, Language::en),
             std::string("--set: services.web.replicas: out of range; found -1"));
    nowhere.place = {};
    nowhere.path.clear();
    QCOMPARE(issueLine(nowhere, Language::en), std::string("out of range; found -1"));
}

void TstWords::warningsSaySo() {
    auto warning = issue("unused-preset", {{"found", "app"}});
    warning.severity = core::Severity::warning;
    QCOMPARE(
        issueLine(warning, Language::es),
        std::string("a.json:12:5: aviso: services.web.replicas: el preset app de este fichero no se usa"));
}

void TstWords::aMissingArgumentLeavesNoBraces() {
    for (const Entry& entry : allEntries())
        for (const auto language : {Language::es, Language::en})
            QVERIFY2(say(entry.key, language, {}).find('{') == std::string::npos ||
                         entry.key == "issue.missing-size", // shows JSON only through an argument
                     std::string(entry.key).c_str());
}

void TstWords::anUnknownCodeOfTheLibraryIsItself() {
    QCOMPARE(codeWord("cost", "purchase", Language::es), std::string("compra"));
    QCOMPARE(codeWord("cost", "carbon", Language::es), std::string("carbon"));
    QVERIFY_EXCEPTION_THROWN(word("no.such.key", Language::en), std::logic_error);
}

void TstWords::recognisesLocales_data() {
    QTest::addColumn<QString>("tag");
    QTest::addColumn<int>("language"); // -1: neither
    QTest::newRow("es_ES.UTF-8") << "es_ES.UTF-8" << 0;
    QTest::newRow("es") << "es" << 0;
    QTest::newRow("es-MX") << "es-MX" << 0;
    QTest::newRow("ES") << "ES" << 0;
    QTest::newRow("en_GB") << "en_GB" << 1;
    QTest::newRow("C") << "C" << -1;
    QTest::newRow("C.UTF-8") << "C.UTF-8" << -1;
    QTest::newRow("est_EE is Estonian") << "est_EE" << -1;
    QTest::newRow("empty") << "" << -1;
}

void TstWords::recognisesLocales() {
    QFETCH(QString, tag);
    QFETCH(int, language);
    const auto found = languageOf(tag.toStdString());
    QCOMPARE(found ? (*found == Language::es ? 0 : 1) : -1, language);
}

void TstWords::windowsAreInTheReadersDays() {
    QCOMPARE(windowText("Mon-Fri 09:00-14:00; Sat 10:00-13:00", Language::es),
             std::string("lun-vie 09:00-14:00; sáb 10:00-13:00"));
    QCOMPARE(windowText("Mon-Fri 09:00-14:00", Language::en), std::string("Mon-Fri 09:00-14:00"));
}

void TstWords::aSwitchKeepsItsTitle() {
    QCOMPARE(phaseLabel({"switch", {}, 0.0, 0.0}, Language::es), std::string("relevo"));
    QCOMPARE(phaseLabel({"switch: by hand", {"a mano", "by hand"}, 0.0, 0.0}, Language::es),
             std::string("relevo: a mano"));
    QCOMPARE(phaseLabel({"tea-break", {}, 0.0, 0.0}, Language::en), std::string("tea-break"));
}

} // namespace

QTEST_APPLESS_MAIN(TstWords)
#include "tst_words.moc"
