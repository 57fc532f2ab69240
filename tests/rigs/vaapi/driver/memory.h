// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace rigsw {

/// Bytes, which others may hold too.
struct Memory {
    std::shared_ptr<std::uint8_t[]> bytes;
    std::size_t size = 0;

    [[nodiscard]] std::uint8_t* data() const { return bytes.get(); }
};

/// Zeroes.
Memory allocate(std::size_t size);

/// A file that is mapped for as long as this lives: the memory of a surface, and what is imported and
/// exported as a dma-buf.
class MappedFile {
public:
    /// A new file of zeroes in memory; null if there is no room.
    static std::shared_ptr<MappedFile> create(std::size_t size);
    /// The whole file behind a descriptor, which stays the caller's; null if it can't be mapped.
    static std::shared_ptr<MappedFile> of(int descriptor);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::uint8_t* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// A new descriptor for the file, the caller's to close; negative if there are too many.
    [[nodiscard]] int duplicate() const;

private:
    /// Takes the descriptor over.
    static std::shared_ptr<MappedFile> map(int descriptor, std::size_t size);
    MappedFile(int descriptor, std::uint8_t* data, std::size_t size)
        : descriptor_(descriptor)
        , data_(data)
        , size_(size) {}

    const int descriptor_;
    std::uint8_t* const data_;
    const std::size_t size_;
};

/// The bytes of a file, which is kept with them.
Memory memory_of(const std::shared_ptr<MappedFile>& file);

} // namespace rigsw
