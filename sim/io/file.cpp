// Whole files in and out, by POSIX: the standard streams neither tell a folder from a file nor flush to the
// disk.
#include "sim/io/document.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace nueves::io {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    explicit operator bool() const { return m_number >= 0; }
    int number() const { return m_number; }
    // Some file systems report a full disk only here.
    bool close() { return ::close(std::exchange(m_number, -1)) == 0; }

  private:
    int m_number;
};

[[noreturn]] void failReading(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR) throw IoError{path, "absent"};
    throw IoError{path, error == EISDIR ? "is-a-folder" : "not-readable"};
}

[[noreturn]] void failWriting(const std::string& path, int error) {
    if (error == ENOSPC || error == EDQUOT || error == EFBIG) throw IoError{path, "disk-full"};
    throw IoError{path, error == EISDIR ? "is-a-folder" : "not-writable"};
}

// 0, or the error. A write may take a part only.
int writeAll(int file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        if (written == 0) return ENOSPC;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

// A pipe or a terminal has no disk to be flushed to.
int flush(int file) {
    return ::fsync(file) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

int writeInto(Descriptor& file, std::string_view content) {
    int error = writeAll(file.number(), content);
    if (error == 0) error = flush(file.number());
    if (!file.close() && error == 0) error = errno;
    return error;
}

// What a symbolic link leads to is replaced, not the link.
std::string resolved(const std::string& path) {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), &std::free);
    return real ? std::string(real.get()) : path;
}

std::string folderOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Opens a file that did not exist, beside `path`; its name comes back in `name`.
int openBeside(const std::string& path, std::string& name) {
    constexpr int kMostTries = 100;
    for (int i = 0; i < kMostTries; ++i) {
        name = path + ".new-" + std::to_string(::getpid()) + "-" + std::to_string(i);
        const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

// Devices and pipes (/dev/stdout) cannot be renamed over: they are written as they are.
void writeInPlace(const std::string& path, std::string_view content) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file) failWriting(path, errno);
    if (const int error = writeInto(file, content)) failWriting(path, error);
}

void replaceFile(const std::string& path, std::string_view content, const struct stat* old) {
    const std::string target = resolved(path);
    std::string beside;
    Descriptor file(openBeside(target, beside));
    if (!file) failWriting(path, errno);
    int error = 0;
    if (old != nullptr && ::fchmod(file.number(), old->st_mode & 07777U) != 0) error = errno;
    if (error == 0) error = writeInto(file, content);
    if (error == 0 && std::rename(beside.c_str(), target.c_str()) != 0) error = errno;
    if (error != 0) {
        ::unlink(beside.c_str());
        failWriting(path, error);
    }
    // The rename itself is safe only once the folder is on the disk; a file system that cannot do so is no
    // failure.
    const Descriptor folder(::open(folderOf(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder) ::fsync(folder.number());
}

} // namespace

std::string readFile(const std::string& path, std::size_t largest) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) failReading(path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) failReading(path, errno);
    if (S_ISDIR(status.st_mode)) throw IoError{path, "is-a-folder"};
    std::string content;
    constexpr std::size_t kBlock = std::size_t{1} << 18U;
    for (std::size_t length = 0;;) {
        content.resize(length + kBlock);
        const ssize_t got = ::read(file.number(), content.data() + length, kBlock);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) failReading(path, errno);
        length += static_cast<std::size_t>(got);
        if (length > largest) throw IoError{path, "too-large"};
        content.resize(length);
        if (got == 0) return content;
    }
}

void writeFile(const std::string& path, std::string_view content) {
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) throw IoError{path, "is-a-folder"};
    if (exists && !S_ISREG(status.st_mode)) return writeInPlace(path, content);
    replaceFile(path, content, exists ? &status : nullptr);
}

} // namespace nueves::io
