#include "loader/provenance/elf_file.hpp"

#include <bit>
#include <elf.h>
#include <optional>

#include "loader/provenance/elf_bytes.hpp"
#include "loader/provenance/elf_dynamic.hpp"

namespace toolhost::loader {
namespace {

static_assert(std::endian::native == std::endian::little, "structures are read as they lie");

constexpr std::size_t kNotesMax = 256;
constexpr std::uint64_t kNoteBytesMax = 64U << 10U;

base::Error notElf(const std::string& why) {
    return {"it is not an ELF file for a 64-bit little-endian machine: " + why};
}

base::Result<Elf64_Ehdr> headerOf(const ElfBytes& bytes) {
    const auto header = bytes.at<Elf64_Ehdr>(0);
    if (!header) return notElf("the file is too short");
    const std::string_view magic(reinterpret_cast<const char*>(header->e_ident), SELFMAG);
    if (magic != std::string_view(ELFMAG, SELFMAG)) return notElf("it does not begin as one");
    if (header->e_ident[EI_CLASS] != ELFCLASS64) return notElf("it is of another word size");
    if (header->e_ident[EI_DATA] != ELFDATA2LSB) return notElf("it is of another byte order");
    if (header->e_phentsize != sizeof(Elf64_Phdr)) {
        return notElf("its program headers have another size");
    }
    return *header;
}

std::uint64_t aligned(std::uint64_t size, std::uint64_t alignment) {
    return (size + alignment - 1) / alignment * alignment;
}

/// Reads the headers one after another into the facts.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    base::Result<ElfFile> read() {
        const auto header = headerOf(bytes_);
        if (!header) return header.error();
        file_.machine = header.value().e_machine;
        file_.type = header.value().e_type;
        file_.has_executable_stack = true;  // what the dynamic linker takes it for, unless told
        for (std::uint64_t index = 0; index < header.value().e_phnum; ++index) {
            const auto segment =
                bytes_.at<Elf64_Phdr>(header.value().e_phoff + index * sizeof(Elf64_Phdr));
            if (!segment) return base::Error{"its program headers lie outside the file"};
            if (const auto done = take(*segment); !done) return done.error();
        }
        if (dynamic_) {
            if (const auto done = ElfDynamic(bytes_).read(*dynamic_, file_); !done)
                return done.error();
        }
        return std::move(file_);
    }

private:
    base::Result<base::Done> take(const Elf64_Phdr& segment) {
        switch (segment.p_type) {
            case PT_LOAD:
                return takeLoaded(segment);
            case PT_DYNAMIC:
                if (dynamic_) return base::Error{"it has two dynamic sections"};
                dynamic_ = segment;
                return base::Done{};
            case PT_GNU_STACK:
                file_.has_executable_stack = (segment.p_flags & PF_X) != 0;
                return base::Done{};
            case PT_NOTE:
                return takeNotes(segment);
            default:
                return base::Done{};
        }
    }

    /// Segments that overlap would show the reader other bytes than the program.
    base::Result<base::Done> takeLoaded(const Elf64_Phdr& segment) {
        if (segment.p_vaddr < mapped_to_ || segment.p_vaddr + segment.p_memsz < segment.p_vaddr) {
            return base::Error{"its segments overlap"};
        }
        if (!bytes_.span(segment.p_offset, segment.p_filesz)) {
            return base::Error{"one of its segments lies outside the file"};
        }
        mapped_to_ = segment.p_vaddr + segment.p_memsz;
        bytes_.addSegment(segment);
        return base::Done{};
    }

    base::Result<base::Done> takeNotes(const Elf64_Phdr& segment) {
        if (!bytes_.span(segment.p_offset, segment.p_filesz)) {
            return base::Error{"its notes lie outside the file"};
        }
        const std::uint64_t alignment = segment.p_align == 8 ? 8 : 4;
        const std::uint64_t end = segment.p_offset + segment.p_filesz;
        std::uint64_t at = segment.p_offset;
        while (at + sizeof(Elf64_Nhdr) <= end) {
            const auto header = bytes_.at<Elf64_Nhdr>(at);
            const std::uint64_t name_at = at + sizeof(Elf64_Nhdr);
            const std::uint64_t text_at = name_at + aligned(header->n_namesz, alignment);
            if (text_at + header->n_descsz > end) return base::Error{"a note is cut short"};
            if (text_at + header->n_descsz - at > kNoteBytesMax) {
                return base::Error{"one of its notes is too long"};
            }
            if (file_.notes.size() == kNotesMax) return base::Error{"it has too many notes"};
            keepNote(*header, name_at, text_at);
            at = text_at + aligned(header->n_descsz, alignment);
        }
        return base::Done{};
    }

    void keepNote(const Elf64_Nhdr& header, std::uint64_t name_at, std::uint64_t text_at) {
        std::string name(*bytes_.span(name_at, header.n_namesz));
        if (!name.empty() && name.back() == '\0') name.pop_back();
        file_.notes.push_back(
            {std::move(name), header.n_type, std::string(*bytes_.span(text_at, header.n_descsz))});
    }

    ElfBytes bytes_;
    ElfFile file_;
    std::optional<Elf64_Phdr> dynamic_;
    std::uint64_t mapped_to_ = 0;
};

}  // namespace

base::Result<ElfFile> readElf(std::string_view bytes) {
    return Reader(bytes).read();
}

}  // namespace toolhost::loader
