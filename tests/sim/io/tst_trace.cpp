// Recorded demand: what is read, what is mended and said, what is refused with its line.
#include "sim/io/scenario_reader.hpp"
#include "sim/io/trace.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sys/resource.h>

using namespace nueves;

namespace {

constexpr double kHour = 3600.0;

class TraceFolder {
  public:
    std::string write(const char* name, const QByteArray& text) const {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) file.write(text);
        return m_folder.filePath(name).toStdString();
    }
    io::Parsed<io::TraceRead> read(const QByteArray& text, io::TraceWish wish = {},
                                   const char* name = "t.csv") const {
        wish.path = write(name, text);
        if (wish.zone.empty()) wish.zone = "UTC";
        return io::readTrace(wish);
    }

  private:
    QTemporaryDir m_folder;
};

QString repairs(const io::TraceRead& read) {
    QStringList list;
    for (const auto& [what, amount] : read.repairs) list << QString::fromStdString(what + " " + amount);
    return list.join("; ");
}

double wall(int day, double hour) {                  // of January 2027
    return (20819.0 + day) * 86400.0 + hour * kHour; // 2026-12-31 is day 20818 since 1970-01-01
}

} // namespace

class TraceTest : public QObject {
    Q_OBJECT

    TraceFolder m_folder;

  private slots:
    void columnsAreFoundByNameAndSeparator() {
        for (const char separator : {',', ';', '\t'}) {
            QByteArray text("place,when,hits\nx,2027-01-01 00:00,3\nx,2027-01-01T01:00:30,5\n");
            text.replace(',', separator);
            const auto read =
                m_folder.read(text, {.path = {}, .time = "when", .value = "hits", .factor = 2.0, .zone = {}});
            QVERIFY(read);
            QCOMPARE(read->points.size(), std::size_t{2});
            QCOMPARE(read->points[0].wall, wall(0, 0.0));
            QCOMPARE(read->points[1].wall, wall(0, 1.0) + 30.0);
            QCOMPARE(read->points[1].value, 10.0);
            QCOMPARE(repairs(*read), QString());
        }
    }
    void withoutNamesTheFirstTwoColumnsAreMeant() {
        const auto read = m_folder.read("\xEF\xBB\xBFt,v\r\n2027-01-01,1\r\n2027-01-02,\"2.5\"\r\n\r\n");
        QVERIFY(read);
        QCOMPARE(read->points[1].value, 2.5);
    }
    void timesMayBeWrittenInManyWays_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("expected"); // on the wall of Madrid
        QTest::newRow("as on the wall") << QByteArray("2027-01-01 10:00:00") << wall(0, 10.0);
        QTest::newRow("UTC, winter") << QByteArray("2027-01-01T10:00:00Z") << wall(0, 11.0);
        QTest::newRow("UTC, summer of another year")
            << QByteArray("2015-07-01T10:00:00Z") << (16617.0 * 24.0 + 12.0) * kHour;
        QTest::newRow("New York") << QByteArray("2027-01-01 10:00-05:00") << wall(0, 16.0);
        QTest::newRow("fraction") << QByteArray("2027-01-01 10:00:00.250+01:00") << wall(0, 10.0) + 0.25;
        QTest::newRow("seconds since 1970") << QByteArray::number(wall(0, 9.0), 'f', 0) << wall(0, 10.0);
        QTest::newRow("milliseconds") << QByteArray::number(wall(0, 9.0) * 1000.0, 'f', 0) << wall(0, 10.0);
    }
    void timesMayBeWrittenInManyWays() {
        QFETCH(QByteArray, text);
        QFETCH(double, expected);
        const bool instant = !text.endsWith("10:00:00");
        const auto read = m_folder.read("t,v\n" + text + ",1\n" +
                                            (instant ? "2028-01-01T00:00:00Z" : "2028-01-01") + ",2\n",
                                        {.path = {}, .time = {}, .value = {}, .zone = "Europe/Madrid"});
        QVERIFY2(read, read ? "" : read.error().found.c_str());
        QVERIFY(std::abs(read->points.front().wall - expected) < 1e-3);
    }
    void rowsOutOfOrderAndOfOneTimeAreMendedAndSaid() {
        const auto read = m_folder.read("t,v\n2027-01-01 02:00,3\n2027-01-01 00:00,1\n2027-01-01 01:00,2\n"
                                        "2027-01-01 01:00,4\n2027-01-01 03:00,\n2027-01-01 04:00,NaN\n");
        QVERIFY(read);
        QCOMPARE(repairs(*read), QString("unsorted 1; duplicates 1; missing 2"));
        QCOMPARE(read->points.size(), std::size_t{3});
        QCOMPARE(read->points[1].value, 3.0); // the mean of both
        QCOMPARE(read->points[2].wall, wall(0, 2.0));
    }
    // The hour from 2 to 3 of 31 October 2027 comes twice on the wall: one mean for both.
    void theDoubleHourOfAutumnIsAveraged() {
        const auto read =
            m_folder.read("t,v\n2027-10-31 01:30,1\n2027-10-31 02:30,2\n2027-10-31 02:00,9\n2027-10-31 "
                          "02:30,4\n2027-10-31 03:00,5\n");
        QVERIFY(read);
        QCOMPARE(repairs(*read), QString("unsorted 1; duplicates 1"));
        QCOMPARE(read->points[2].value, 3.0);
    }
    void gapsAreToldWithTheLongest() {
        QByteArray text("t,v\n");
        for (int i = 0; i != 20; ++i)
            if (i < 5 || i > 9)
                text += "2027-01-01 " + QByteArray::number(i).rightJustified(2, '0') + ":00,1\n";
        const auto read = m_folder.read(text);
        QVERIFY(read);
        QCOMPARE(repairs(*read), QString("gaps 1, 21600 s")); // from 4 to 10 o'clock
    }
    void decimalCommasGoWithSemicolons() {
        const auto read = m_folder.read("t;v\n2027-01-01;1,5\n2027-01-02;2\n");
        QVERIFY(read);
        QCOMPARE(read->points[0].value, 1.5);
    }
    void whatCannotBeMeantIsRefusedWithItsLine_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("found");
        QTest::newRow("no such column") << QByteArray("a|b\n1|2\n") << "unknown-column"
                                        << " v";
        QTest::newRow("no head") << QByteArray("2027-01-01,1\n2027-01-02,2\n") << "malformed-trace"
                                 << "t.csv:1: 2027-01-01,1";
        QTest::newRow("no number") << QByteArray("t,v\n2027-01-01,1\n2027-01-02,many\n") << "malformed-trace"
                                   << "t.csv:3: many";
        QTest::newRow("no time") << QByteArray("t,v\n01/02/2027,1\n") << "malformed-trace"
                                 << "t.csv:2: 01/02/2027";
        QTest::newRow("too few cells") << QByteArray("t,v\n2027-01-01\n") << "malformed-trace"
                                       << "t.csv:2: 2027-01-01";
        QTest::newRow("zones in some rows")
            << QByteArray("t,v\n2027-01-01 10:00,1\n2027-01-01 11:00Z,2\n") << "malformed-trace"
            << "t.csv:3: 2027-01-01 11:00Z";
        QTest::newRow("negative") << QByteArray("t,v\n2027-01-01,-1\n") << "out-of-range"
                                  << "t.csv:2: -1";
        QTest::newRow("absurd") << QByteArray("t,v\n2027-01-01,1e11\n") << "out-of-range"
                                << "t.csv:2: 1e11";
        QTest::newRow("infinite") << QByteArray("t,v\n2027-01-01,inf\n") << "malformed-trace"
                                  << "t.csv:2: inf";
        QTest::newRow("one sample") << QByteArray("t,v\n2027-01-01,1\n2027-01-01,2\n") << "malformed-trace"
                                    << "t.csv:3: ";
        QTest::newRow("empty") << QByteArray("") << "malformed-trace"
                               << "t.csv:0: ";
    }
    void whatCannotBeMeantIsRefusedWithItsLine() {
        QFETCH(QByteArray, text);
        QFETCH(QString, code);
        QFETCH(QString, found);
        const bool named = code == "unknown-column";
        const auto read =
            m_folder.read(text, {.path = {}, .time = {}, .value = named ? "v" : "", .zone = {}});
        QVERIFY(!read);
        QCOMPARE(QString::fromStdString(read.error().code), code);
        QCOMPARE(QString::fromStdString(read.error().found), found);
    }
    void aRangeQueryOfPrometheusIsRead() {
        const QByteArray text =
            R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"web"},)"
            R"("values":[[1798797600,"1.5"],[1798797615.5,"2"],[1798797630,"NaN"]]}]}})";
        const auto read = m_folder.read(
            text, {.path = {}, .time = {}, .value = {}, .factor = 10.0, .zone = "Europe/Madrid"}, "q.json");
        QVERIFY2(read, read ? "" : read.error().found.c_str());
        QCOMPARE(read->points.size(), std::size_t{2});
        QCOMPARE(read->points[0].wall, 1798797600.0 + kHour);
        QCOMPARE(read->points[1].value, 20.0);
        QCOMPARE(repairs(*read), QString("missing 1"));
        const auto two = m_folder.read(
            R"({"data":{"resultType":"matrix","result":[{"values":[]},{"values":[]}]}})", {}, "r.json");
        QVERIFY(!two);
        QCOMPARE(QString::fromStdString(two.error().found), QString("r.json:0: 2 series"));
        QVERIFY(!m_folder.read(R"({"data":{"resultType":"vector","result":[]}})", {}, "s.json"));
        QVERIFY(!m_folder.read("{", {}, "b.json"));
    }
    void unitsSayPerWhatRequestsAreCounted() {
        QCOMPARE(io::traceUnit("users").value(), 1.0);
        QCOMPARE(io::traceUnit("req/h").value(), 1.0 / 3600.0);
        QCOMPARE(io::traceUnit("req/5 min").value(), 1.0 / 300.0);
        for (const char* text : {"", "req", "hits", "req/", "req/5", "req/0 s", "req/GiB"})
            QVERIFY2(!io::traceUnit(text), text);
    }
    // Ten million rows of one second each: means, in memory that does not grow with the file.
    void tenMillionRowsAreReadInBoundedMemory() {
        const std::string path = m_folder.write("big.csv", "");
        std::FILE* file = std::fopen(path.c_str(), "w");
        QVERIFY(file != nullptr);
        std::fputs("t,v\n", file);
        constexpr int kRows = 10'000'000;
        for (int i = 0; i != kRows; ++i) std::fprintf(file, "%d,%d\n", 1'700'000'000 + i, i % 1000);
        std::fclose(file);
        rusage before{}, after{};
        getrusage(RUSAGE_SELF, &before);
        const auto read = io::readTrace({.path = path, .time = {}, .value = {}, .zone = "UTC"});
        getrusage(RUSAGE_SELF, &after);
        QFile::remove(QString::fromStdString(path));
        QVERIFY(read);
        QVERIFY(read->points.size() <= io::kMostPoints && read->points.size() > io::kMostPoints / 4);
        QVERIFY2(after.ru_maxrss - before.ru_maxrss < 64 * 1024,
                 qPrintable(QString::number(after.ru_maxrss - before.ru_maxrss))); // KiB
        double sum = 0.0;
        for (const auto& point : read->points) sum += point.value;
        QVERIFY(std::abs(sum / static_cast<double>(read->points.size()) - 499.5) < 2.0);
        QVERIFY(std::any_of(read->repairs.begin(), read->repairs.end(),
                            [](const auto& r) { return r.first == "means"; }));
    }
    void theScenarioSaysWhatWasMended() {
        const QTemporaryDir folder;
        QFile csv(folder.filePath("t.csv"));
        QVERIFY(csv.open(QIODevice::WriteOnly));
        csv.write(
            "t,v\n2027-01-04 00:00,36\n2027-01-04 12:00,72\n2027-01-04 12:00,72\n2027-01-05 00:00,36\n");
        csv.close();
        const auto readWith = [&](const char* trace) {
            QString text = QString("{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'h': {'kind': "
                                   "'host'}}, 'services': {'w': {'on': 'h', "
                                   "'work': {'takes': '1 ms'}}}, 'demand': {'d': {'to': 'w', 'trace': "
                                   "{'file': 't.csv', 'unit': 'req/h'%1}}}}")
                               .arg(trace);
            return io::readScenarioText(text.replace('\'', '"').toStdString(),
                                        folder.filePath("s.json").toStdString(), {});
        };
        const auto good = readWith(", 'repeat': 'day'");
        QVERIFY(!good.designs.empty());
        const auto& assumptions = good.designs[0].assumptions;
        const auto said = std::find_if(assumptions.begin(), assumptions.end(),
                                       [](const auto& a) { return a.from == "repair"; });
        QVERIFY(said != assumptions.end());
        QCOMPARE(said->path, std::string("demand.d.trace.duplicates"));
        QCOMPARE(said->value, std::string("1"));
        QCOMPARE(good.designs[0].demand[0].trace->points->at(1).value, 0.02);
        QCOMPARE(readWith(", 'repeat': 'week'").issues.at(0).code, std::string("trace-too-short"));
        QVERIFY(!readWith("").designs.empty()); // its own dates lie in the run
        QCOMPARE(readWith(", 'value': 'w'").issues.at(0).code, std::string("unknown-column"));
        QVERIFY(csv.open(QIODevice::WriteOnly));
        csv.write("t,v\n2015-01-04 00:00,36\n2015-01-04 12:00,x\n");
        csv.close();
        QCOMPARE(readWith("").issues.at(0).code, std::string("malformed-trace"));
        QVERIFY(csv.open(QIODevice::WriteOnly));
        csv.write("t,v\n2015-01-04 00:00,36\n2015-01-04 12:00,3\n");
        csv.close();
        QCOMPARE(readWith("").issues.at(0).code, std::string("trace-outside-run"));
    }
};

QTEST_APPLESS_MAIN(TraceTest)
#include "tst_trace.moc"
