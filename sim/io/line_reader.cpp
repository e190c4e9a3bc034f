#include "sim/io/line_reader.hpp"

#include "sim/io/document.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nueves::io {

LineReader::LineReader(const std::string& path) : m_path(path), m_block(std::size_t{1} << 18U) {
    m_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_file < 0) throw IoError{path, errno == ENOENT || errno == ENOTDIR ? "absent" : "not-readable"};
    struct stat status {};
    if (::fstat(m_file, &status) == 0 && S_ISDIR(status.st_mode)) {
        ::close(m_file);
        throw IoError{path, "is-a-folder"};
    }
}

LineReader::~LineReader() {
    ::close(m_file);
}

bool LineReader::refill() {
    ssize_t got = -1;
    do got = ::read(m_file, m_block.data(), m_block.size());
    while (got < 0 && errno == EINTR);
    if (got < 0) throw IoError{m_path, "not-readable"};
    m_at = 0;
    m_end = static_cast<std::size_t>(got);
    return got > 0;
}

bool LineReader::next(std::string_view& line) {
    m_line.clear();
    bool any = false;
    while (m_at < m_end || refill()) {
        any = true;
        const char* from = m_block.data() + m_at;
        const void* found = std::memchr(from, '\n', m_end - m_at);
        const std::size_t length = found == nullptr
                                       ? m_end - m_at
                                       : static_cast<std::size_t>(static_cast<const char*>(found) - from);
        if (m_line.size() < kLongest) m_line.append(from, std::min(length, kLongest - m_line.size()));
        m_at += length + (found == nullptr ? 0 : 1);
        if (found != nullptr) break;
    }
    if (!any) return false;
    ++m_number;
    if (!m_line.empty() && m_line.back() == '\r') m_line.pop_back();
    line = m_line;
    return true;
}

} // namespace nueves::io
