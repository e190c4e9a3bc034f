// The calendar against std::priority_queue, which knows nothing of buckets: the two must pop the same events
// in the same order under every pattern of times, since the order (time, order, generation) leaves no choice.
#include "calendar_pair.hpp"

#include <QTest>

#include <cstdlib>
#include <iterator>
#include <new>
#include <stdexcept>

using namespace nueves;
using namespace nueves::engine;

namespace {

using Pair = CalendarPair;

// Allocations of the whole program, counted by the operators below.
std::size_t allocations = 0;

} // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    ++allocations;
    const std::size_t step = std::size_t(alignment);
    if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

class TestEventQueue : public QObject {
    Q_OBJECT

  private slots:
    void popsByTimeThenOrderThenGeneration();
    void holdsLikeTheOracle_data();
    void holdsLikeTheOracle();
    void growsAndShrinksLikeTheOracle_data();
    void growsAndShrinksLikeTheOracle();
    void manyAtOneInstantThenALife();
    void shrinkingGapsStayInOrder();
    void eventsBeforeTheLastPoppedAreNext();
    void timesNearTheEndOfTimeAndBeforeTheStart();
    void emptiedAndFilledAgain();
    void aCopyGoesOnAlikeAndApart();
    void clearForgetsEverything();
    void refusesWhatNeverHappens();
    void randomStorms();
    void aSteadyLifeAllocatesNothing();
};

void TestEventQueue::popsByTimeThenOrderThenGeneration() {
    const std::vector<QueuedEvent> sorted = {eventAt(1, 9, 9),          eventAt(2, 0, 1),
                                             eventAt(2, 0, 2),          eventAt(2, 0xf0000000, 0),
                                             eventAt(2, 0xffffffff, 0), eventAt(3, 0, 0)};
    std::vector<QueuedEvent> pushed = sorted;
    std::mt19937_64 random(7);
    for (int round = 0; round < 50; ++round) {
        std::shuffle(pushed.begin(), pushed.end(), random);
        EventQueue queue;
        for (const QueuedEvent& event : pushed) queue.push(event);
        for (const QueuedEvent& event : sorted) {
            QVERIFY(queue.top() == event);
            queue.pop();
        }
        QVERIFY(queue.empty());
    }
}

namespace {
void patternRows() {
    QTest::addColumn<int>("pattern");
    for (int i = 0; i < int(std::size(kPatterns)); ++i) QTest::newRow(kPatterns[i].name) << i;
}

Gap patternOfRow() {
    QFETCH(int, pattern);
    return kPatterns[pattern].gap;
}
} // namespace

void TestEventQueue::holdsLikeTheOracle_data() {
    patternRows();
}

void TestEventQueue::holdsLikeTheOracle() {
    const Gap gap = patternOfRow();
    for (const std::size_t pending : {1U, 2U, 3U, 31U, 33U, 63U, 64U, 65U, 66U, 100U, 1000U, 20000U}) {
        Pair pair;
        for (std::size_t i = 0; i < pending; ++i) pair.push(gap(pair));
        for (std::size_t i = 0; i < 4 * pending + 2000 && pair.agrees; ++i) {
            pair.pop();
            pair.pushAfter(gap(pair));
        }
        pair.popAll();
        QVERIFY2(pair.agrees, qPrintable(QString("%1 pending").arg(pending)));
    }
}

void TestEventQueue::growsAndShrinksLikeTheOracle_data() {
    patternRows();
}

// The size swings between none and 3000 in bursts, so that every threshold is crossed many times both ways.
void TestEventQueue::growsAndShrinksLikeTheOracle() {
    const Gap gap = patternOfRow();
    Pair pair;
    for (int burst = 0; burst < 400 && pair.agrees; ++burst) {
        const std::size_t wanted = std::size_t(std::exp(8.0 * pair.uniform())) - 1;
        while (pair.oracle.size() < wanted) pair.pushAfter(gap(pair));
        while (pair.oracle.size() > wanted && pair.agrees) {
            pair.pop();
            if (pair.random() % 3 == 0) pair.pushAfter(gap(pair));
        }
    }
    pair.popAll();
    QVERIFY(pair.agrees);
}

// Every clock of a fleet fires at once (a common cause), each then lives on: no trace of the crowd may
// remain.
void TestEventQueue::manyAtOneInstantThenALife() {
    Pair pair;
    for (int i = 0; i < 5000; ++i) pair.push(1000);
    for (int i = 0; i < 30000 && pair.agrees; ++i) {
        pair.pop();
        pair.pushAfter((i % 7 == 0 ? 0 : pair.exponential(kHour)));
    }
    pair.popAll();
    QVERIFY(pair.agrees);
}

// Bucket widths fitted to the past are always too wide here: each event is followed by a nearer one.
void TestEventQueue::shrinkingGapsStayInOrder() {
    Pair pair;
    double mean = 1e15;
    for (int i = 0; i < 2000; ++i) pair.push(pair.exponential(mean));
    for (int i = 0; i < 60000 && pair.agrees; ++i) {
        pair.pop();
        mean *= 0.9995;
        pair.pushAfter(pair.exponential(mean));
    }
    pair.popAll();
    QVERIFY(pair.agrees);
}

void TestEventQueue::eventsBeforeTheLastPoppedAreNext() {
    Pair pair;
    for (int i = 0; i < 3000; ++i) pair.push(std::int64_t(pair.random() % 1000000));
    for (int i = 0; i < 20000 && pair.agrees; ++i) {
        pair.pop();
        pair.push(std::int64_t(pair.random() % 1000000));
    }
    pair.popAll();
    QVERIFY(pair.agrees);
}

void TestEventQueue::timesNearTheEndOfTimeAndBeforeTheStart() {
    const std::int64_t last = core::kNever.time_since_epoch().count() - 1;
    const std::int64_t first = core::SimSpan::min().count();
    Pair pair;
    for (int i = 0; i < 500; ++i) {
        pair.push(last);
        pair.push(first);
        pair.push(last - std::int64_t(pair.random() % 1000));
        pair.push(first + std::int64_t(pair.random() % 1000));
        pair.push(std::int64_t(pair.random()) == last + 1 ? 0 : std::int64_t(pair.random() >> 2));
        pair.push(-std::int64_t(pair.random() >> 1));
    }
    pair.popAll();
    QVERIFY(pair.agrees);
}

void TestEventQueue::emptiedAndFilledAgain() {
    Pair pair;
    for (int round = 0; round < 200 && pair.agrees; ++round) {
        for (int i = 0; i < 100; ++i) pair.pushAfter(pair.exponential(1e3 * (round % 5 + 1)));
        for (int i = 0; i < 90; ++i) pair.pop();
        for (int i = 0; i < 200; ++i) pair.pushAfter(pair.exponential(1e9));
        pair.popAll();
    }
    QVERIFY(pair.agrees);
}

void TestEventQueue::aCopyGoesOnAlikeAndApart() {
    for (const int pending : {5, 60, 70, 5000}) {
        Pair original;
        for (int i = 0; i < pending; ++i) original.push(original.exponential(kHour));
        for (int i = 0; i < pending * 3 / 2; ++i) {
            original.pop();
            original.pushAfter(original.exponential(kHour));
        }
        Pair copy = original; // the same random state too: from here on the same life
        for (int i = 0; i < 2 * pending; ++i) {
            QVERIFY(copy.queue.top() == original.queue.top());
            copy.pop();
            original.pop();
            copy.pushAfter(copy.exponential(kHour));
            original.pushAfter(original.exponential(kHour));
        }
        copy.popAll(); // and what one of them does is not seen by the other
        QCOMPARE(original.queue.size(), std::size_t(pending));
        original.popAll();
        QVERIFY(copy.agrees && original.agrees);
    }
}

void TestEventQueue::clearForgetsEverything() {
    Pair pair;
    for (const int pending : {3, 64, 200, 5000, 1, 100}) {
        for (int i = 0; i < pending; ++i) pair.push(pair.exponential(kHour));
        for (int i = 0; i < pending / 2; ++i) pair.pop();
        for (int i = 0; i < pending / 4; ++i) pair.pushAfter((i % 2 ? 0 : 5));
        pair.queue.clear();
        pair.oracle = Oracle{};
        pair.now = 0;
        QVERIFY(pair.queue.empty());
        for (int i = 0; i < 150; ++i) pair.push(pair.exponential(kHour)); // earlier than what was popped
        pair.popAll();
        QVERIFY(pair.agrees);
    }
}

void TestEventQueue::refusesWhatNeverHappens() {
    EventQueue queue;
    QVERIFY_THROWS_EXCEPTION(std::logic_error, queue.push({core::kNever, 0, 0}));
    QVERIFY(queue.empty());
    QVERIFY_THROWS_EXCEPTION(std::logic_error, queue.top());
    QVERIFY_THROWS_EXCEPTION(std::logic_error, queue.pop());
}

// Everything at once: bursts, ties, jumps, sizes and scales drawn anew every few hundred operations.
void TestEventQueue::randomStorms() {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Pair pair;
        pair.random.seed(seed);
        for (int phase = 0; phase < 30 && pair.agrees; ++phase) {
            const Gap gap = kPatterns[pair.random() % std::size(kPatterns)].gap;
            const double pushes = 0.3 + 0.45 * pair.uniform();
            for (int i = int(pair.random() % 2000); i > 0 && pair.agrees; --i) {
                if (pair.oracle.empty() || pair.uniform() < pushes)
                    pair.pushAfter(gap(pair));
                else
                    pair.pop();
            }
        }
        pair.popAll();
        QVERIFY2(pair.agrees, qPrintable(QString("seed %1").arg(seed)));
    }
}

void TestEventQueue::aSteadyLifeAllocatesNothing() {
    for (const int pending : {3, 30, 100, 5000}) {
        Pair pair;
        const auto live = [&pair](int events) {
            for (int i = 0; i < events; ++i) {
                pair.pop();
                pair.pushAfter(pair.exponential(kHour));
            }
        };
        for (int i = 0; i < pending; ++i) pair.push(pair.exponential(kHour));
        live(40 * pending);
        // Other chunks may be open at once than in the laps before: a last doubling or two is no steady cost.
        const std::size_t before = allocations;
        live(400 * pending);
        QVERIFY(pair.agrees);
        QVERIFY2(allocations - before <= 3,
                 qPrintable(QString("%1: %2").arg(pending).arg(allocations - before)));

        // Histories one after the other reuse the memory.
        const std::size_t atStart = allocations;
        for (int history = 0; history < 50; ++history) {
            pair.queue.clear();
            for (int i = 0; i < pending; ++i) pair.queue.push(eventAt(pair.exponential(kHour)));
            while (!pair.queue.empty()) pair.queue.pop();
        }
        QVERIFY2(allocations - atStart <= 3, qPrintable(QString("%1: clear").arg(pending)));
    }
}

QTEST_APPLESS_MAIN(TestEventQueue)

#include "tst_event_queue.moc"
