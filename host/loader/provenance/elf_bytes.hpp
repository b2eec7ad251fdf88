#pragma once

#include <cstdint>
#include <cstring>
#include <elf.h>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace toolhost::loader {

/// The bytes of an ELF file and where its segments say they are in memory. Nothing outside is ever
/// read: what does not lie within is absent.
class ElfBytes {
public:
    explicit ElfBytes(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }

    /// The structure at a file offset.
    template <typename T>
    [[nodiscard]] std::optional<T> at(std::uint64_t offset) const {
        static_assert(std::is_trivially_copyable_v<T>);
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return std::nullopt;
        T value;
        std::memcpy(&value, bytes_.data() + offset, sizeof(T));
        return value;
    }

    /// So many bytes from a file offset.
    [[nodiscard]] std::optional<std::string_view> span(std::uint64_t offset,
                                                       std::uint64_t size) const {
        if (offset > bytes_.size() || bytes_.size() - offset < size) return std::nullopt;
        return bytes_.substr(offset, size);
    }

    /// Says where a part of the file is mapped.
    void addSegment(const Elf64_Phdr& segment) { segments_.push_back(segment); }

    /// The file offset of what will be at that address; absent when no segment maps it.
    [[nodiscard]] std::optional<std::uint64_t> offsetOf(std::uint64_t address) const {
        for (const auto& segment : segments_) {
            if (address < segment.p_vaddr) continue;
            const std::uint64_t within = address - segment.p_vaddr;
            if (within < segment.p_filesz && segment.p_offset <= bytes_.size() - within)
                return segment.p_offset + within;
        }
        return std::nullopt;
    }

private:
    std::string_view bytes_;
    std::vector<Elf64_Phdr> segments_;
};

}  // namespace toolhost::loader
