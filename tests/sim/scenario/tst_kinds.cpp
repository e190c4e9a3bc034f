// The words of kinds and effects are those of the scenario language, section 5.
#include "sim/scenario/scenario.hpp"

#include <QtTest>

using namespace nueves::scenario;

namespace {

constexpr const char* kKindWords =
    "region zone site room rack grid ups generator pdu isp switch router firewall link balancer proxy dns "
    "provider "
    "host vm os hypervisor runtime container disk psu nic memory fan board component group standby service";
constexpr const char* kEffectWords =
    "stop hang slow flap cpu-hog memory-leak disk-full panic expire destroy errors";

QString view(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

} // namespace

class TestKinds : public QObject {
    Q_OBJECT

  private slots:
    void everyKindHasItsWord();
    void everyEffectHasItsWord();
    void otherWordsAreNone();
    void placesAndSoftThingsAreAsDefined();
};

void TestKinds::everyKindHasItsWord() {
    int number = 0;
    for (const auto& word : QString(kKindWords).split(' ')) {
        const auto kind = kindOf(word.toStdString());
        QVERIFY2(kind.has_value(), qPrintable(word));
        QCOMPARE(int(*kind), number++); // the list is in the order of the enumeration
        QCOMPARE(view(kindName(*kind)), word);
    }
    QCOMPARE(number, int(Kind::service) + 1);
}

void TestKinds::everyEffectHasItsWord() {
    int number = 0;
    for (const auto& word : QString(kEffectWords).split(' ')) {
        const auto effect = effectOf(word.toStdString());
        QVERIFY2(effect.has_value(), qPrintable(word));
        QCOMPARE(int(*effect), number++);
        QCOMPARE(view(effectName(*effect)), word);
    }
    QCOMPARE(number, int(Effect::errors) + 1);
}

void TestKinds::otherWordsAreNone() {
    for (const char* word : {"", "Host", "switchKind", "hosts", "cpuHog"}) {
        QVERIFY2(!kindOf(word), word);
        QVERIFY2(!effectOf(word), word);
    }
}

void TestKinds::placesAndSoftThingsAreAsDefined() {
    QStringList places, soft;
    for (const auto& word : QString(kKindWords).split(' ')) {
        if (isPlace(*kindOf(word.toStdString()))) places << word;
        if (isSoft(*kindOf(word.toStdString()))) soft << word;
    }
    QCOMPARE(places.join(' '), QString("region zone site room rack"));
    QCOMPARE(soft.join(' '), QString("vm os hypervisor runtime container service"));
}

QTEST_APPLESS_MAIN(TestKinds)
#include "tst_kinds.moc"
