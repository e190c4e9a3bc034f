// Files: each failure of the outside world has its code, and the old file survives a failed write.
#include "sim/io/document.hpp"

#include <QtTest>

#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace nueves;

namespace {

template <class Action> QString codeOf(Action action) {
    try {
        action();
    } catch (const io::IoError& error) {
        return QString::fromStdString(error.what);
    }
    return "";
}

} // namespace

class TestFile : public QObject {
    Q_OBJECT

  private slots:
    void whatIsWrittenIsRead();
    void readingSaysWhatIsWrong();
    void writingSaysWhatIsWrong();
    void aFullDiskIsTold();
    void nothingIsLeftBesideAFile();
    void aLinkIsFollowed();
    void theModeOfAnOldFileIsKept();

  private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    QTemporaryDir m_folder;
};

void TestFile::whatIsWrittenIsRead() {
    std::string content("a\0\r\n\xC3\xB1", 6);
    for (int i = 0; i < 20; ++i) content += content; // 6 MiB: more than one block
    io::writeFile(path("a"), content);
    QVERIFY(io::readFile(path("a")) == content);
    io::writeFile(path("a"), "");
    QCOMPARE(io::readFile(path("a")), std::string());
}

void TestFile::readingSaysWhatIsWrong() {
    io::writeFile(path("ten"), "0123456789");
    QCOMPARE(codeOf([&] { (void)io::readFile(path("no")); }), QString("absent"));
    QCOMPARE(codeOf([&] { (void)io::readFile(path("ten/no")); }), QString("absent"));
    QCOMPARE(codeOf([&] { (void)io::readFile(path("")); }), QString("is-a-folder"));
    QCOMPARE(codeOf([&] { (void)io::readFile("/proc/self/mem"); }), QString("not-readable"));
    QCOMPARE(codeOf([&] { (void)io::readFile(path("ten"), 10); }), QString());
    QCOMPARE(codeOf([&] { (void)io::readFile(path("ten"), 9); }), QString("too-large"));
    QCOMPARE(codeOf([&] { (void)io::readFile("/dev/zero", 1000); }), QString("too-large"));
}

void TestFile::writingSaysWhatIsWrong() {
    io::writeFile(path("file"), "x");
    QCOMPARE(codeOf([&] { io::writeFile(path("no/file"), "y"); }), QString("not-writable"));
    QCOMPARE(codeOf([&] { io::writeFile(path("file/file"), "y"); }), QString("not-writable"));
    QCOMPARE(codeOf([&] { io::writeFile(path(""), "y"); }), QString("is-a-folder"));
    QCOMPARE(codeOf([&] { io::writeFile("/dev/null", "y"); }), QString());
}

void TestFile::aFullDiskIsTold() {
    QCOMPARE(codeOf([] { io::writeFile("/dev/full", "x"); }), QString("disk-full"));
}

void TestFile::nothingIsLeftBesideAFile() {
    const QTemporaryDir folder;
    const std::string file = folder.filePath("file").toStdString();
    io::writeFile(file, "old");
    io::writeFile(file, "new");
    QCOMPARE(io::readFile(file), std::string("new"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList("file"));
}

void TestFile::aLinkIsFollowed() {
    io::writeFile(path("target"), "old");
    QCOMPARE(::symlink("target", path("link").c_str()), 0);
    io::writeFile(path("link"), "new");
    QCOMPARE(io::readFile(path("target")), std::string("new"));
    QVERIFY(QFileInfo(m_folder.filePath("link")).isSymLink());
}

void TestFile::theModeOfAnOldFileIsKept() {
    io::writeFile(path("mode"), "old");
    QCOMPARE(::chmod(path("mode").c_str(), 0640), 0);
    io::writeFile(path("mode"), "new");
    struct stat status {};
    QCOMPARE(::stat(path("mode").c_str(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777U), 0640);
}

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"
